import { createHash } from 'node:crypto'
import { and, asc, desc, eq, gt, sql } from 'drizzle-orm'
import type { Reader } from '../platform/db/database.ts'
import { prepared } from '../platform/db/prepared.ts'
import { blank, oneOf } from '../platform/db/sql.ts'
import { digestOf } from './recorded.ts'
import { journal } from './tables.ts'

/** What a form with this idempotency key did, if it was already done. */
export async function findDone(db: Reader, once: string) {
  const [row] = await done(db).execute({ once })
  return row
}

const done = prepared((db) =>
  db
    .select({ subjectKind: journal.subjectKind, subjectId: journal.subjectId, initiativeId: journal.initiativeId })
    .from(journal)
    .where(eq(journal.once, blank('once'))),
)

/** What was done on one initiative, when and by whom, newest first. */
export function journalOf(db: Reader, initiativeId: string, limit: number) {
  return ofInitiative(db).execute({ initiativeId, limit })
}

const ofInitiative = prepared((db) =>
  db
    .select({
      at: journal.at,
      what: journal.what,
      byAccountId: journal.byAccountId,
      subjectKind: journal.subjectKind,
      subjectId: journal.subjectId,
    })
    .from(journal)
    .where(eq(journal.initiativeId, blank('initiativeId')))
    .orderBy(desc(journal.seq))
    .limit(sql.placeholder('limit')),
)

/** What was done in one way with some things of one kind, newest first. */
export function doneWith(db: Reader, kind: string, ids: readonly string[], what: string) {
  return withSome(db).execute({ kind, ids: JSON.stringify(ids), what })
}

const withSome = prepared((db) =>
  db
    .select({
      at: journal.at,
      capacity: journal.capacity,
      subjectId: journal.subjectId,
      particulars: journal.particulars,
    })
    .from(journal)
    .where(
      and(
        eq(journal.subjectKind, blank('kind')),
        oneOf(journal.subjectId, blank('ids')),
        eq(journal.what, blank('what')),
      ),
    )
    .orderBy(desc(journal.seq)),
)

export type Recorded = typeof journal.$inferSelect

/** What was recorded after a row, in order. */
export function journalAfter(db: Reader, seq: number, limit: number) {
  return db.select().from(journal).where(gt(journal.seq, seq)).orderBy(asc(journal.seq)).limit(limit)
}

/** The last rows, newest first. */
export function lastOfJournal(db: Reader, limit: number) {
  return db.select().from(journal).orderBy(desc(journal.seq)).limit(limit)
}

/** Walks the whole chain; returns the number of the first row that was changed, removed before or inserted, if any. */
export async function firstBrokenLink(db: Reader): Promise<number | undefined> {
  let [previous, after] = ['', 0]
  for (;;) {
    const rows = await db.select().from(journal).where(gt(journal.seq, after)).orderBy(asc(journal.seq)).limit(1000)
    for (const row of rows) {
      const hash = createHash('sha256')
        .update(previous + digestOf(row))
        .digest('hex')
      if (row.previous !== previous || row.digest !== digestOf(row) || row.hash !== hash) return row.seq
      ;[previous, after] = [hash, row.seq]
    }
    if (rows.length < 1000) return undefined
  }
}
