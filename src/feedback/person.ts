import { randomBytes } from 'node:crypto'
import type { Request, Response } from 'express'
import { DAY_MS } from '../domain/calendar.ts'
import type { Floor } from '../platform/http/floor.ts'
import { isSealed, sealOf } from '../platform/sealing.ts'

// One form per person, without knowing who: a device bears a mark drawn by lot, another for each pilot; an account is
// sealed, and leads back to nobody.

type Marking = Pick<Floor, 'secure' | 'dataFolder' | 'databaseUrl'>

const KEPT_MS = 180 * DAY_MS

/** The mark of this device for a pilot, if it bears one that was drawn here. */
export function markIn(req: Request, floor: Marking, pilotId: string): string | undefined {
  const cookie: unknown = (req.cookies as Record<string, unknown> | undefined)?.[nameOf(floor, pilotId)]
  return typeof cookie === 'string' ? signed(floor, pilotId, cookie) : undefined
}

/** A mark that no device bears yet. */
export const newMark = (): string => randomBytes(16).toString('base64url')

/** From now on this device bears a mark: it has given its form. */
export function leaveMark(res: Response, floor: Marking, pilotId: string, mark: string): void {
  const value = `${mark}.${sealOf(floor, 'mark', pilotId, mark)}`
  const { secure } = floor
  res.cookie(nameOf(floor, pilotId), value, { httpOnly: true, sameSite: 'lax', path: '/f', secure, maxAge: KEPT_MS })
}

/** By which one person gives one form for a pilot. */
export function personKey(floor: Marking, pilotId: string, who: { mark: string } | { account: string }): string {
  return sealOf(floor, 'person', pilotId, JSON.stringify(who))
}

/** When a form was opened, sealed: it comes back with the form, and nobody writes another. */
export function openedStamp(floor: Marking, at: Date): string {
  return `${at.getTime()}.${sealOf(floor, 'opened', '', String(at.getTime()))}`
}

/** For how long a form was open, in milliseconds; undefined when nothing here sealed it. */
export function openFor(floor: Marking, stamp: unknown, now: Date): number | undefined {
  const opened = typeof stamp === 'string' ? signedBy(floor, 'opened', '', stamp) : undefined
  return opened === undefined ? undefined : now.getTime() - Number(opened)
}

const nameOf = (floor: Marking, pilotId: string) => `f-${sealOf(floor, 'name', pilotId, '').slice(0, 12)}`
const signed = (floor: Marking, pilotId: string, text: string) => signedBy(floor, 'mark', pilotId, text)

function signedBy(floor: Marking, use: string, pilotId: string, text: string): string | undefined {
  const [said = '', seal = ''] = text.split('.')
  return isSealed(floor, seal, use, pilotId, said) ? said : undefined
}
