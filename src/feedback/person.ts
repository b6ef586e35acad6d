import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Request, Response } from 'express'
import { DAY_MS } from '../domain/calendar.ts'
import type { Floor } from '../platform/http/floor.ts'
import { diskFault } from '../platform/http/upload.ts'

// One form per person, without knowing who: a device bears a mark drawn by lot, another for each pilot; an account is
// hashed with a secret that is kept beside the database, and so leads back to nobody from what a database holds. Where
// several machines share a PostgreSQL, the secret comes of its address, which holds a password that they all know.

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

/** Makes the secret while there is room for it, so that a form is shown on a disk that is full later. */
export function prepareSecret(floor: Marking): void {
  try {
    secretOf(floor)
  } catch {
    // Whoever opens a form asks for it again, and is told what is the matter.
  }
}

const nameOf = (floor: Marking, pilotId: string) => `f-${sealOf(floor, 'name', pilotId, '').slice(0, 12)}`
const signed = (floor: Marking, pilotId: string, text: string) => signedBy(floor, 'mark', pilotId, text)

function signedBy(floor: Marking, use: string, pilotId: string, text: string): string | undefined {
  const [said = '', seal = ''] = text.split('.')
  const [right, given] = [Buffer.from(sealOf(floor, use, pilotId, said)), Buffer.from(seal)]
  return right.length === given.length && timingSafeEqual(right, given) ? said : undefined
}

const sealOf = (floor: Marking, use: string, pilotId: string, text: string) =>
  createHmac('sha256', secretOf(floor))
    .update(JSON.stringify([use, pilotId, text]))
    .digest('hex')

const secrets = new Map<string, Buffer>()

function secretOf({ dataFolder, databaseUrl = '' }: Marking): Buffer {
  const isShared = /^postgres(ql)?:/.test(databaseUrl)
  const place = isShared ? databaseUrl : dataFolder
  let secret = secrets.get(place)
  if (!secret) {
    secret = isShared
      ? createHash('sha256').update(`persons of ${place}`).digest()
      : readOrMade(join(place, 'persons.key'))
    secrets.set(place, secret)
  }
  return secret
}

// Two processes that begin at once: the file appears whole, and the first one to name it is the one that both read.
function readOrMade(path: string): Buffer {
  const own = `${path}.${process.pid}-${randomBytes(4).toString('hex')}`
  try {
    return readFileSync(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
  try {
    writeFileSync(own, randomBytes(32), { mode: 0o600, flush: true })
    linkSync(own, path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw diskFault(error) ?? error
  } finally {
    rmSync(own, { force: true })
  }
  return readFileSync(path)
}
