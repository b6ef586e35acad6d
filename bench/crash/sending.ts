import type { Agent } from 'node:http'
import { dayIn } from '../../src/platform/clock.ts'
import { ask } from './asking.ts'
import type { Deed, Ledger } from './ledger.ts'

export interface Who {
  agent: Agent
  cookie?: string
}

/** Sends the form of a deed, and notes what came back. */
export async function send(origin: string, deed: Deed, who: Who, ledger: Ledger) {
  const answer = await ask(origin, deed.path, { ...who, form: deed.form })
  ledger.answered(deed, answer)
  return answer
}

/** Today where the network is. */
export const todayThere = () => dayIn('America/Toronto', new Date())
