import { recorded } from '../activity/recorded.ts'
import { DAY_MS } from '../domain/calendar.ts'
import { BIN_DAYS } from '../domain/documents.ts'
import type { By } from '../domain/viewer.ts'
import { touch } from '../initiatives/writing.ts'
import type { Moment } from '../platform/clock.ts'
import type { Database } from '../platform/db/database.ts'
import { NotFound } from '../platform/http/refusal.ts'
import { findBinned, findDocumentOrRefuse } from './queries.ts'
import { change, tending } from './tending.ts'

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
