import type { Request, RequestHandler, Response } from 'express'
import { findDone } from '../activity/queries.ts'
import { Duplicate, type Reader } from '../platform/db/database.ts'
import { by, type Floor, type Return } from '../platform/http/floor.ts'
import { Refusal } from '../platform/http/refusal.ts'
import { receivedMany } from '../platform/http/upload.ts'
import { newId } from '../platform/id.ts'
import { limitOf, megabytesIn } from '../uploads/limits.ts'
import { uploaded } from '../uploads/steps.ts'

/**
 * What a form with files sends: files that came with it are noted as those that were sent before it, so that a form
 * that is refused comes back with them. `req.body` holds the fields afterwards, and the ids of all files in `upload`.
 */
export async function takenIn(req: Request, floor: Floor): Promise<void> {
  const { db, storage, clock } = floor
  if (!req.is('multipart/form-data')) return
  const { fields, files } = await receivedMany(req, storage, { maxBytes: limitOf(floor) })
  const { accountId } = req.viewer
  const rows = accountId
    ? files.map(({ name, stored }) => ({
        id: newId(),
        accountId,
        file: stored.name,
        fileName: name,
        size: stored.size,
        receivedAt: clock.now(),
      }))
    : []
  if (rows.length > 0) await db.commit((tx) => [uploaded(tx, rows)])
  req.body = { ...fields, upload: [...[fields.upload ?? []].flat(), ...rows.map(({ id }) => id)] }
}

/** A form that was acted on already leads where it led: undefined when it was not. Forms with files are read too late to be met before. */
export async function doneBefore(db: Reader, req: Request): Promise<string | undefined> {
  const { once } = by(req)
  const done = once ? await findDone(db, once) : undefined
  if (!done) return undefined
  return done.subjectKind === 'document'
    ? `/documents/${done.subjectId}`
    : done.initiativeId
      ? `/i/${done.initiativeId}`
      : '/'
}

/** The same for two that came at the same instant: the second finds the key of the first taken. */
export async function orDoneBefore<Outcome>(
  db: Reader,
  req: Request,
  deed: Promise<Outcome>,
): Promise<Outcome | string> {
  try {
    return await deed
  } catch (error) {
    const place = error instanceof Duplicate ? await doneBefore(db, req) : undefined
    if (place) return place
    throw error
  }
}

/** A file that is too large is said at the field (413), and what was typed before it comes back. */
export function tooLargeReturned(
  floor: Floor,
  show: (req: Request, res: Response, back: Return) => Promise<void>,
  handle: RequestHandler,
): RequestHandler {
  return async (req, res, next) => {
    try {
      await handle(req, res, next)
    } catch (error) {
      if (!(error instanceof Refusal) || error.key !== 'file_too_large') throw error
      res.status(413)
      const issues = [{ field: 'file', key: 'file_too_large', params: { megabytes: megabytesIn(limitOf(floor)) } }]
      await show(req, res, { values: (req.body ?? {}) as Record<string, unknown>, issues })
    }
  }
}
