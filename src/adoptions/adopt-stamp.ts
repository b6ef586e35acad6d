import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { newKey } from '../platform/id.ts'

// A form that anybody may send bears a stamp: when it was shown, and a key of its own by which it counts once.

/** Nobody reads the page and fills the form in less. */
const SOONEST_MS = 3000
const LATEST_MS = 24 * 3_600_000

export interface Stamp {
  /** The idempotency key of the form. */
  key: string
  shownAt: Date
}

export interface Stamps {
  made(about: string, at: Date): string
  /** Undefined for what this house has not stamped, or for something else. */
  read(stamped: string, about: string): Stamp | undefined
}

/**
 * Stamps that processes on one PostgreSQL read from each other: their key comes of the address, which holds a password.
 * Otherwise the key lives as long as the process; a form from before is given back, and sent again.
 */
export function stampsOf(databaseUrl: string | undefined): Stamps {
  const secret = /^postgres(ql)?:/.test(databaseUrl ?? '')
    ? createHash('sha256').update(`stamps of ${databaseUrl}`).digest()
    : randomBytes(32)
  const sealOf = (text: string) => createHmac('sha256', secret).update(text).digest('base64url')
  return {
    made(about, at) {
      const said = `${at.getTime()}.${newKey()}`
      return `${said}.${sealOf(`${about} ${said}`)}`
    },
    read(stamped, about) {
      const [, said, time, key, seal] = /^((\d{1,15})\.([\w-]{36}))\.([\w-]{43})$/.exec(stamped) ?? []
      if (!said || !key || !seal || !isSame(seal, sealOf(`${about} ${said}`))) return undefined
      return { key, shownAt: new Date(Number(time)) }
    },
  }
}

const isSame = (one: string, other: string) => timingSafeEqual(Buffer.from(one), Buffer.from(other))

/** Why a form of this age is not taken, if it is not: a machine was faster than a person, or the page lay open too long. */
export function ageOf({ shownAt }: Stamp, at: Date): 'too_soon' | 'too_late' | undefined {
  const age = at.getTime() - shownAt.getTime()
  if (age < SOONEST_MS) return 'too_soon'
  return age > LATEST_MS ? 'too_late' : undefined
}
