import { Agent } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { ask } from './asking.ts'
import type { Company } from './company.ts'
import type { Deed, Ledger } from './ledger.ts'
import { send, todayThere } from './sending.ts'

// Who writes beside those who move: visitors who answer by a link, and two who keep the ledger of one funding.

const PAYERS = 2
// Nobody answers faster, says the form.
const READ_MS = 2_100
const BREATH_MS = 20

interface Beside {
  company: Company
  ledger: Ledger
  seed: number
  originOf: (turn: number) => string
  isOver: () => boolean
}

/** Two visitors to each link, without a session; one of the links will have taken all it may. */
export function answering({ company, ledger, seed, originOf, isOver }: Beside): Promise<void>[] {
  return [...company.links, ...company.links].map(async (link, n) => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    const path = `/f/${link.token}`
    for (let [i, turn] = [0, n]; !isOver(); i++) {
      await pause(BREATH_MS)
      const origin = originOf(turn)
      if (!link.opened) {
        const page = await ask(origin, path, { agent })
        ledger.read(page)
        const stamp = /name="opened" value="([^"]+)"/.exec(page.text)?.[1]
        if (page.status === 410) break
        if (stamp) link.opened = { stamp, at: performance.now() }
        else turn++
        continue
      }
      if (performance.now() - link.opened.at < READ_MS) continue
      const once = `answer-${seed}-${n}-${i}-${'x'.repeat(12)}`
      const form = { once, opened: link.opened.stamp, consent: 'on', adequacy: '4', helps: `Le repas, dit ${once}` }
      const deed: Deed = { kind: 'answer', once, path, leadsTo: `${path}/thanks`, form, state: 'sent' }
      ledger.sent(deed)
      const answer = await send(origin, deed, { agent }, ledger)
      if (answer.status === undefined) turn++
      // A power cut may take the secret that sealed it: whoever is refused opens the form anew.
      if (answer.status === 422) link.opened = undefined
      if (answer.status === 410) break
    }
    agent.destroy()
  })
}

/** Coordinators who add rows to the same funding at once. */
export function paying({ company, ledger, seed, originOf, isOver }: Beside): Promise<void>[] {
  return company.writers.slice(0, PAYERS).map(async ({ cookie }, n) => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    const leadsTo = `/fundings/${company.funding}`
    for (let [i, turn] = [0, n]; !isOver(); i++) {
      await pause(BREATH_MS)
      const once = `money-${seed}-${n}-${i}-${'x'.repeat(12)}`
      const form = {
        once,
        status: 'pledged',
        amount: '25',
        effectiveOn: todayThere(),
        note: once,
        rowVisibility: 'network',
      }
      const deed: Deed = { kind: 'money', once, path: `${leadsTo}/rows`, leadsTo, form, state: 'sent' }
      ledger.sent(deed)
      const answer = await send(originOf(turn), deed, { agent, cookie }, ledger)
      if (answer.status === undefined) turn++
    }
    agent.destroy()
  })
}
