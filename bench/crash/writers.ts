import { Agent } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { asks, decide, type Move, type Position, possible, type Stage } from '../../src/domain/lifecycle.ts'
import { mulberry32 as dice } from '../dice.ts'
import { ask } from './asking.ts'
import type { Company } from './company.ts'
import { answering, paying } from './joiners.ts'
import type { Deed, Ledger } from './ledger.ts'
import { send, todayThere, type Who } from './sending.ts'

const SHARE_OF_SHARED = 0.2

export interface Load {
  /** When each writer's last move was acknowledged, by performance.now(). */
  served: number[]
  /** Lets the requests under way end, and sends no other. */
  stop(): Promise<void>
}

interface Standing extends Position {
  version: number
}

/** Writers who move until they are told to stop. `originOf` says which server one turns to; after a broken connection, the next. */
export function press(company: Company, ledger: Ledger, seed: number, originOf: (turn: number) => string): Load {
  const over = new AbortController()
  const served = company.writers.map(() => 0)
  const beside = { company, ledger, seed, originOf, isOver: () => over.signal.aborted }
  const all = [...company.writers.map((writer, n) => write(writer, n)), ...answering(beside), ...paying(beside)]

  async function write({ cookie, own }: Company['writers'][number], n: number) {
    const roll = dice(seed * 100 + n)
    const pick = <T>(list: readonly T[]): T => list[Math.floor(roll() * list.length)]!
    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    const known = new Map<string, Standing>()
    let turn = n
    for (let i = 0; !over.signal.aborted; i++) {
      const slug = roll() < SHARE_OF_SHARED ? pick(company.shared) : pick(own)
      const origin = originOf(turn)
      const at = known.get(slug) ?? (await standingOf(origin, slug, { agent, cookie }, ledger))
      if (!at) {
        turn++
        await pause(25)
        continue
      }
      const move = pick(possible(at).filter((one) => tried.has(one.move.type))).move
      const once = `crash-${seed}-${n}-${i}-${'x'.repeat(12)}`
      const leadsTo = `/initiatives/${slug}`
      const form = formOf(move, at, once)
      const deed: Deed = { kind: 'move', once, path: `${leadsTo}/moves`, leadsTo, form, state: 'sent' }
      ledger.sent(deed)
      const answer = await send(origin, deed, { agent, cookie }, ledger)
      known.delete(slug)
      if (answer.status === 303) {
        served[n] = performance.now()
        const decision = decide(at, 'history', move)
        // A shared one may be moved by somebody else meanwhile: it is read again.
        if (decision.allowed && own.includes(slug)) known.set(slug, { ...decision.next, version: at.version + 1 })
      } else if (answer.status !== 409) {
        if (answer.status === undefined) turn++
        await pause(25)
      }
    }
    agent.destroy()
  }

  return {
    served,
    async stop() {
      over.abort()
      await Promise.all(all)
    },
  }
}

/** Sends again, under the same keys, what was not answered, and some of what was. Each acts once. */
export async function resend(company: Company, ledger: Ledger, origin: string, some: number): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: 6 })
  const { cookie } = company.writers[0]!
  const again = ledger.deeds.filter(({ state }) => state === 'acknowledged').slice(-some)
  for (const deed of ledger.unknown()) {
    await send(origin, deed, { agent, cookie }, ledger)
    if (deed.state === 'unknown') ledger.odd.push(`${deed.once} is still without an answer`)
  }
  for (const deed of again) {
    const answer = await ask(origin, deed.path, { agent, cookie, form: deed.form })
    if (answer.status !== 303) ledger.odd.push(`acknowledged ${deed.kind} sent again: ${answer.status ?? answer.error}`)
  }
  agent.destroy()
}

const tried = new Set(['advance', 'skip', 'send_back', 'hold', 'resume'])

// As a person does: the page says which moves there are, the form chosen says which version it is of.
async function standingOf(origin: string, slug: string, who: Who, ledger: Ledger): Promise<Standing | undefined> {
  const list = await ask(origin, `/initiatives/${slug}/moves/new`, who)
  ledger.read(list)
  const choices = [...list.text.matchAll(/data-stage="(\w+)"><a class="grow" href="[^"]*\?to=(\w+)"/g)]
  const stay = choices.find(([, , to]) => to === 'on_hold' || to === 'active')
  if (!stay) return undefined
  const form = await ask(origin, `/initiatives/${slug}/moves/new?to=${stay[2]}`, who)
  ledger.read(form)
  const version = /name="version" value="(\d+)"/.exec(form.text)?.[1]
  if (version === undefined) return undefined
  return { stage: stay[1] as Stage, status: stay[2] === 'on_hold' ? 'active' : 'on_hold', version: Number(version) }
}

function formOf(move: Move, { version }: Standing, once: string): Record<string, string> {
  const today = todayThere()
  return {
    version: String(version),
    once,
    event: move.type,
    to: 'to' in move ? move.to : '',
    effectiveOn: today,
    reason: `Parce que ${once}`,
    waiver: move.type === 'advance' ? 'Le comité passe outre.' : '',
    ...(asks[move.type].includes('review_on') ? { reviewOn: today } : {}),
  }
}
