import { newKey } from '../platform/id.ts'
import { isSealed, type Sealing, sealOf } from '../platform/sealing.ts'

// A form that anybody may send bears a stamp: when it was shown, and a key of its own by which it counts once.

/** Nobody reads the page and fills the form in less. */
const SOONEST_MS = 3000
const LATEST_MS = 24 * 3_600_000

export interface Stamp {
  /** The idempotency key of the form. */
  key: string
  shownAt: Date
}

/** A stamp for the form about something. */
export function stampFor(house: Sealing, about: string, at: Date): string {
  const said = `${at.getTime()}.${newKey()}`
  return `${said}.${sealOf(house, 'stamp', about, said)}`
}

/** Undefined for what this house has not stamped, or for something else. */
export function stampIn(house: Sealing, stamped: unknown, about: string): Stamp | undefined {
  const [, said, time, key, seal] = /^((\d{1,15})\.([\w-]{36}))\.(\w{64})$/.exec(String(stamped)) ?? []
  if (!said || !key || !seal || !isSealed(house, seal, 'stamp', about, said)) return undefined
  return { key, shownAt: new Date(Number(time)) }
}

/** Why a form of this age is not taken, if it is not: a machine was faster than a person, or the page lay open too long. */
export function ageOf({ shownAt }: Stamp, at: Date): 'too_soon' | 'too_late' | undefined {
  const age = at.getTime() - shownAt.getTime()
  if (age < SOONEST_MS) return 'too_soon'
  return age > LATEST_MS ? 'too_late' : undefined
}
