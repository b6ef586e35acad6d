import { once } from 'node:events'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { and, eq } from 'drizzle-orm'
import type { Request, Response } from 'express'
import type { Viewer } from '../domain/viewer.ts'
import { initiatives } from '../initiatives/tables.ts'
import type { Reader } from '../platform/db/database.ts'
import { preparedFor, seenBy } from '../platform/db/prepared.ts'
import { blank } from '../platform/db/sql.ts'
import { isImage } from '../platform/files/types.ts'
import { keptForAll } from '../platform/http/keeping.ts'
import { NotFound, Refusal } from '../platform/http/refusal.ts'
import type { Storage } from '../platform/storage/storage.ts'
import { documents, documentVersions } from './tables.ts'
import { documentsVisibleTo } from './visible.ts'

const { file, fileName, mediaType, size, keepsMetadata, textState, scanState, thumbnail, previews } = documentVersions

/**
 * The version that is shown of a document, or the one of this number. Throws NotFound for what does not exist, for what
 * this reader may not see, and for links; Refusal (403) for what is quarantined.
 */
export async function findServed(db: Reader, viewer: Viewer, today: string, id: string, number?: number) {
  const asked = { id, ...seenBy(viewer, today) }
  const [found] = await (number === undefined
    ? current(db, viewer).execute(asked)
    : numbered(db, viewer).execute({ ...asked, number }))
  if (!found?.file) throw new NotFound()
  if (found.scanState === 'quarantined') throw new Refusal(403, 'file_quarantined')
  const { level, around, ...version } = found
  return { ...version, file: found.file, isOpen: level === 'public' && around === 'public' }
}

const current = preparedFor((db, eyes, today) =>
  served(db)
    .innerJoin(documentVersions, eq(documentVersions.id, documents.currentVersionId))
    .where(and(eq(documents.id, blank('id')), documentsVisibleTo(db, eyes, today))),
)
const numbered = preparedFor((db, eyes, today) =>
  served(db)
    .innerJoin(documentVersions, eq(documentVersions.documentId, documents.id))
    .where(
      and(
        eq(documents.id, blank('id')),
        eq(documentVersions.number, blank('number')),
        documentsVisibleTo(db, eyes, today),
      ),
    ),
)

function served(db: Reader) {
  return db
    .select({
      file,
      fileName,
      mediaType,
      size,
      keepsMetadata,
      textState,
      scanState,
      thumbnail,
      previews,
      level: documents.visibility,
      around: initiatives.visibility,
    })
    .from(documents)
    .innerJoin(initiatives, eq(initiatives.id, documents.initiativeId))
}

type Looked = Pick<typeof documentVersions.$inferSelect, 'mediaType' | 'textState' | 'keepsMetadata' | 'scanState'>

/**
 * Why a file is not handed out, if it is not: shut away; not yet looked at, where there is something to look for (a
 * virus, the place where a picture was taken); or a picture that could not be rid of what it says of place.
 */
export function heldBack(
  { mediaType: type, textState: state, keepsMetadata: keeps, scanState: scan }: Looked,
  isScanned: boolean,
): 'file_quarantined' | 'file_not_ready' | 'file_not_cleaned' | undefined {
  if (scan === 'quarantined') return 'file_quarantined'
  const isToBeCleaned = isImage(type) && !keeps
  if (state === 'waiting') return isScanned || isToBeCleaned ? 'file_not_ready' : undefined
  return isToBeCleaned && (state === 'broken' || state === 'too_large') ? 'file_not_cleaned' : undefined
}

interface Sent {
  /** Its name in the store, which changes with its bytes. */
  name: string
  /** Unknown for what the house made itself: then it is sent whole. */
  size?: number
  /** Whether everybody may see it. */
  isOpen: boolean
  mediaType: string
  disposition?: string
}

/**
 * Sends what the store has under a name, whole or the range that is asked for, as fast as it is taken. Nobody but the
 * reader keeps what is not public, and nothing of it is interpreted. What fails before the first byte is thrown.
 */
export async function sent(req: Request, res: Response, storage: Pick<Storage, 'stream'>, what: Sent): Promise<void> {
  const before = res.getHeaders()
  try {
    await answered(req, res, storage, what)
  } catch (error) {
    if (!res.headersSent) {
      for (const name of res.getHeaderNames()) res.removeHeader(name)
      for (const [name, value] of Object.entries(before)) if (value !== undefined) res.setHeader(name, value)
      if (error instanceof Refusal && error.status === 416) res.set('Content-Range', `bytes */${what.size}`)
    }
    throw error
  }
}

async function answered(req: Request, res: Response, storage: Pick<Storage, 'stream'>, what: Sent): Promise<void> {
  const { name, size: length } = what
  describe(res, what)
  if (req.fresh) {
    res.status(304).end()
    return
  }
  const range = length === undefined ? undefined : rangeIn(req, name, length)
  if (range) res.status(206).set('Content-Range', `bytes ${range.start}-${range.end}/${length}`)
  if (length !== undefined) res.set('Content-Length', String(range ? range.end - range.start + 1 : length))
  if (req.method === 'HEAD' || length === 0) res.end()
  else await streamed(await storage.stream(name, range), res)
}

function describe(res: Response, { name, size: length, isOpen, mediaType: type, disposition }: Sent): void {
  res.set({
    ETag: `"${name}"`,
    // Not to be packed on the way: ranges count bytes as they are kept.
    'Cache-Control': `${isOpen ? keptForAll(res, 300) : 'private, no-store'}, no-transform`,
    'X-Content-Type-Options': 'nosniff',
    'Content-Security-Policy': "sandbox; default-src 'none'; frame-ancestors 'none'",
    ...(disposition && { 'Content-Disposition': disposition }),
    ...(length !== undefined && { 'Accept-Ranges': 'bytes' }),
  })
  // Not by `set`, which adds a charset to texts: nobody knows theirs.
  res.setHeader('Content-Type', type)
}

/** Only one range is given at a time; several, or another unit, are answered with the whole. Throws Refusal (416). */
function rangeIn(req: Request, name: string, length: number): { start: number; end: number } | undefined {
  const condition = req.get('If-Range')
  if (condition && condition !== `"${name}"`) return undefined
  const ranges = req.range(length)
  if (ranges === -1) throw new Refusal(416, 'no_such_range')
  if (ranges === undefined || ranges === -2 || ranges.type !== 'bytes' || ranges.length !== 1) return undefined
  return ranges[0]
}

async function streamed(stream: Readable, res: Response): Promise<void> {
  // A store that fails before the first byte is told on a page; later, the answer is broken off.
  if (!stream.readable) throw stream.errored ?? new Error('the store gives nothing')
  await Promise.race([once(stream, 'readable'), once(stream, 'end')])
  try {
    await pipeline(stream, res)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error
  }
}
