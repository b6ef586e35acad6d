import { and, eq, lt } from 'drizzle-orm'
import { recorded } from '../activity/recorded.ts'
import { DAY_MS } from '../domain/calendar.ts'
import { BIN_DAYS } from '../domain/documents.ts'
import { type By, visitor } from '../domain/viewer.ts'
import { proofsGone } from '../initiatives/attesting.ts'
import { touch } from '../initiatives/writing.ts'
import type { Moment } from '../platform/clock.ts'
import { type Database, exactlyOne } from '../platform/db/database.ts'
import { NotFound } from '../platform/http/refusal.ts'
import { binnedBefore, findBinned, findDocumentOrRefuse, versionIdsOf } from './queries.ts'
import { documents } from './tables.ts'
import { change, tending } from './tending.ts'

const AT_ONCE = 200

/** Puts a document in the bin. It proves nothing by itself there; what was stated with it says where it is. */
export async function bin(db: Database, id: string, by: By, when: Moment): Promise<{ slug: string }> {
  const { document, initiative, capacities } = await findDocumentOrRefuse(db, by, when.today, id)
  const as = tending(document, by, capacities)
  await db.commit((tx) => [
    change(tx, document, { binnedAt: when.at, binnedById: by.accountId }, when.at),
    touch(tx, initiative.id, when.at),
    recorded(tx, by, when.at, {
      what: 'document_binned',
      subject: { kind: 'document', id },
      initiativeId: initiative.id,
      as,
    }),
  ])
  return { slug: initiative.slug }
}

/** Takes a document back from the bin, as it was. */
export async function restore(db: Database, id: string, by: By, when: Moment): Promise<void> {
  const found = await findBinned(db, by, when.today, id)
  if (!found) throw new NotFound()
  const { document, initiative, capacities } = found
  const as = tending(document, by, capacities)
  await db.commit((tx) => [
    change(tx, document, { binnedAt: null, binnedById: null }, when.at),
    touch(tx, initiative.id, when.at),
    recorded(tx, by, when.at, {
      what: 'document_restored',
      subject: { kind: 'document', id },
      initiativeId: initiative.id,
      as,
    }),
  ])
}

/** The last instant of the bin of what was thrown away at `binnedAt`. */
export function purgedAfter(binnedAt: Date): Date {
  return new Date(binnedAt.getTime() + BIN_DAYS * DAY_MS)
}

/**
 * Forgets what has lain in the bin for its thirty days: rows go, the journal keeps the title, files go when no row
 * points to them. One commit each: what is taken back meanwhile stays. Returns how many went.
 */
export async function purgeBin(db: Database, now: Date): Promise<number> {
  const before = new Date(now.getTime() - BIN_DAYS * DAY_MS)
  let purged = 0
  for (;;) {
    const due = await binnedBefore(db, before, AT_ONCE)
    for (const { id, title, kind, initiativeId } of due) {
      const versionIds = await versionIdsOf(db, id)
      const isDue = and(eq(documents.id, id), lt(documents.binnedAt, before))
      try {
        await db.commit((tx) => [
          proofsGone(tx, versionIds),
          exactlyOne(tx.delete(documents).where(isDue).returning({ id: documents.id }), () => new NotFound()),
          recorded(tx, visitor, now, {
            what: 'document_purged',
            subject: { kind: 'document', id },
            initiativeId,
            particulars: { title, kind },
          }),
        ])
        purged++
      } catch (error) {
        if (!(error instanceof NotFound)) throw error
      }
    }
    if (due.length < AT_ONCE) return purged
  }
}
