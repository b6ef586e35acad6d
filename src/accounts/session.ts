import type { Request, RequestHandler, Response } from 'express'
import { visitor } from '../domain/viewer.ts'
import { type Database, Unavailable } from '../platform/db/database.ts'
import type { Floor } from '../platform/http/floor.ts'
import { Refusal } from '../platform/http/refusal.ts'
import { isLocale } from '../platform/i18n/locales.ts'
import { rememberSession, sessionTokenIn } from './cookies.ts'
import { findSession } from './queries.ts'
import { hashOf } from './secrets.ts'
import { prolongSession } from './sessions.ts'

/** Whom an account acts for on a day: its person and the organisations and groups they speak for (actor ids). */
type ActsFor = (db: Database, accountId: string, today: string) => Promise<string[]>

declare global {
  namespace Express {
    interface Request {
      /** The session of this browser, proven or still waiting for its second factor. */
      session?: { id: string; accountId: string; isProven: boolean }
    }
  }
}

// Reading a page writes nothing, but for this: once an hour, that somebody is still here.
const SEEN_EVERY_MS = 3_600_000

/** Says who reads: puts the viewer on the request, from the session cookie. */
export function signedIn(floor: Floor, actsFor: ActsFor): RequestHandler {
  const sessionOf = (req: Request, hash: string) =>
    floor.kept(req, ['session', hash], async () => {
      const session = await findSession(floor.db, hash)
      return session && { ...session, actorIds: await actsFor(floor.db, session.accountId, req.today) }
    })

  return async (req, res, next) => {
    req.viewer = visitor
    const token = sessionTokenIn(req, floor)
    const session = token ? await sessionOf(req, hashOf(token)) : undefined
    const now = floor.clock.now()
    if (!token || !session || session.disabledAt || session.expiresAt <= now) return next()

    const { id, accountId, name, networkRole } = session
    req.session = { id, accountId, isProven: session.provenAt !== null }
    if (isLocale(session.locale)) req.locale = session.locale
    if (!req.session.isProven) return waitForProof(req, res, next)

    req.viewer = { accountId, name, networkRole, actorIds: session.actorIds }
    if (now.getTime() - session.seenAt.getTime() > SEEN_EVERY_MS) await stillHere(floor, res, token, id, now)
    next()
  }
}

// Whoever has given half of the proof is a visitor where proof is given, and nobody anywhere else.
const OPEN_WITHOUT_PROOF = /^\/(session|sign-in|language|theme)(\/|$)/

function waitForProof(req: Request, res: Response, next: () => void) {
  if (OPEN_WITHOUT_PROOF.test(req.path)) return next()
  if (req.method === 'GET') return res.redirect(303, '/session/second-factor')
  throw new Refusal(403, 'second_factor_pending')
}

// A disk that is full is no reason to refuse a page to somebody who only reads.
async function stillHere(floor: Floor, res: Response, token: string, id: string, now: Date) {
  try {
    await prolongSession(floor.db, id, now)
    rememberSession(res, floor, token)
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error
    floor.log.warn({ reason: error.reason }, 'a session could not be prolonged')
  }
}
