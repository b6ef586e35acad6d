import { and, asc, count, lt } from 'drizzle-orm'
import { recorded } from '../activity/recorded.ts'
import { visitor } from '../domain/viewer.ts'
import { proofsGone } from '../initiatives/attesting.ts'
import { allOf, among, type Forgetting } from '../platform/db/forgetting.ts'
import { documents, documentVersions } from './tables.ts'

const isDue = (before: Date) => lt(documents.binnedAt, before)

/**
 * What has lain in the bin for its time: rows go, the journal keeps the title, files go when no row points to them.
 * What is taken back meanwhile stays.
 */
export const emptiedBin: Forgetting = {
  async many(db, before) {
    const [row] = await db.select({ many: count() }).from(documents).where(isDue(before))
    return row?.many ?? 0
  },
  async next(db, before, limit, now) {
    const { id, title, kind, initiativeId, binnedAt } = documents
    const due = await db
      .select({ id, title, kind, initiativeId })
      .from(documents)
      .where(isDue(before))
      .orderBy(asc(binnedAt), asc(id))
      .limit(limit)
    const ids = due.map((one) => one.id)
    const versions = await db
      .select({ id: documentVersions.id })
      .from(documentVersions)
      .where(among(documentVersions.documentId, ids))
    return {
      rows: due.length,
      steps: (tx) => [
        proofsGone(
          tx,
          versions.map((one) => one.id),
        ),
        allOf(
          tx
            .delete(documents)
            .where(and(among(id, ids), isDue(before)))
            .returning({ id }),
          due.length,
        ),
        ...due.map((one) =>
          recorded(tx, visitor, now, {
            what: 'document_purged',
            subject: { kind: 'document', id: one.id },
            initiativeId: one.initiativeId,
            particulars: { title: one.title, kind: one.kind },
          }),
        ),
      ],
    }
  },
}
