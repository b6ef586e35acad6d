import { randomBytes } from 'node:crypto'
import type { Request, Response } from 'express'
import { hashOf } from '../accounts/secrets.ts'
import { DAY_MS } from '../domain/calendar.ts'

// One form per person, without knowing who: a device bears a number drawn by lot, of which each pilot keeps a hash of
// its own, so that what one person said of two pilots cannot be put together.

const KEPT_MS = 180 * DAY_MS

interface Secured {
  secure: boolean
}

const nameOf = ({ secure }: Secured) => (secure ? '__Host-device' : 'device')

/** The number of this device; undefined before it gave anything. */
export function deviceIn(req: Request, floor: Secured): string | undefined {
  const number: unknown = (req.cookies as Record<string, unknown> | undefined)?.[nameOf(floor)]
  return typeof number === 'string' && /^[\w-]{22}$/.test(number) ? number : undefined
}

/** Gives this device a number of its own: for a first time, or for another person who uses it. */
export function newDevice(res: Response, floor: Secured): string {
  const number = randomBytes(16).toString('base64url')
  res.cookie(nameOf(floor), number, {
    httpOnly: true,
    sameSite: 'lax',
    path: '/',
    secure: floor.secure,
    maxAge: KEPT_MS,
  })
  return number
}

/** By which one person gives one form for a pilot. */
export const personKey = (pilotId: string, who: { device: string } | { account: string }): string =>
  hashOf(JSON.stringify([pilotId, who]))
