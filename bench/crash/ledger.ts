import type { Answer } from './asking.ts'

/** One thing that somebody asked for, under its idempotency key: a move, a row of money, an answer by a link. */
export interface Deed {
  kind: 'move' | 'money' | 'answer'
  once: string
  /** Where its form is sent, and how the address begins to which whoever did it is led. */
  path: string
  leadsTo: string
  form: Record<string, string>
  /** `unknown`: no answer came, or one that says to try again. */
  /** When it was handed to a connection that stood, by performance.now(). */
  sentAt?: number
  state: 'sent' | 'acknowledged' | 'refused' | 'unknown'
}

/** What the writers were told: the other side of what the database must hold. */
export interface Ledger {
  deeds: Deed[]
  sent(deed: Deed): void
  answered(deed: Deed, answer: Answer): void
  read(answer: Answer): void
  unknown(): Deed[]
  acknowledged(): number
  /** What was acknowledged so far, by kind, in words. */
  shares(): string
  /** Answers by status, and connections that broke by their error, since the last time this was asked. */
  toll(): Record<string, number>
  /** Answers that nobody should get: 500, or a status that the form does not know. */
  odd: string[]
}

// 410: a link has taken as many answers as it may.
const expected = new Set([200, 303, 409, 410, 422, 503])

/** A refusal is final unless `unsure` says that a 503 may have been written all the same: PostgreSQL lost between commit and answer. */
export function newLedger({ unsure }: { unsure: boolean }): Ledger {
  const deeds: Deed[] = []
  const odd: string[] = []
  let acknowledged = 0
  let toll: Record<string, number> = {}
  const count = ({ status, error }: Answer) => {
    const key = String(status ?? error)
    toll[key] = (toll[key] ?? 0) + 1
  }
  const note = (what: string, answer: Answer) => {
    count(answer)
    if (answer.status !== undefined && !expected.has(answer.status)) odd.push(`${what}: ${answer.status}`)
  }
  return {
    deeds,
    odd,
    sent: (deed) => void deeds.push(deed),
    answered(deed, answer) {
      note(`${deed.kind} at ${deed.path}`, answer)
      if (answer.sentAt !== undefined) deed.sentAt = answer.sentAt
      const { status, location = '' } = answer
      if (status === 303 && (location.startsWith(deed.leadsTo) || location.startsWith('/i/'))) {
        acknowledged++
        deed.state = 'acknowledged'
      } else if (status === 303) odd.push(`${deed.kind} at ${deed.path}: sent to ${location}`)
      else if (status === undefined || status >= 500) deed.state = unsure || status !== 503 ? 'unknown' : 'refused'
      else deed.state = 'refused'
    },
    read: (answer) => note('page', answer),
    unknown: () => deeds.filter(({ state }) => state === 'unknown'),
    acknowledged: () => acknowledged,
    shares() {
      const many = (wanted: Deed['kind']) =>
        deeds.filter(({ kind, state }) => kind === wanted && state === 'acknowledged').length
      return `${many('move')} moves, ${many('answer')} answers, ${many('money')} rows of money`
    },
    toll() {
      const until = toll
      toll = {}
      return until
    },
  }
}
