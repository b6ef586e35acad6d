import { and, eq, inArray, sql } from 'drizzle-orm'
import { visibilities } from '../domain/visibility.ts'
import type { initiatives } from '../initiatives/tables.ts'
import type { Writer } from '../platform/db/database.ts'
import { adjustmentFeedbacks, adjustments } from './tables.ts'

/**
 * Steps for the merge of two initiatives: what the one adjusted was adjusted by the other, numbered after its own. What
 * the level of the first held back stays held back.
 */
export function adjustedInto(
  tx: Writer,
  from: Pick<typeof initiatives.$inferSelect, 'id' | 'visibility'>,
  intoId: string,
) {
  const wider = visibilities.slice(0, visibilities.indexOf(from.visibility))
  const after = sql`number + (select coalesce(max(n.number), 0) from adjustments n where n.initiative_id = ${intoId})`
  return [
    tx
      .update(adjustments)
      .set({ visibility: from.visibility })
      .where(and(eq(adjustments.initiativeId, from.id), inArray(adjustments.visibility, wider))),
    tx.update(adjustments).set({ number: after, initiativeId: intoId }).where(eq(adjustments.initiativeId, from.id)),
  ]
}

/** A step for when something that was said is taken back: what it led to is traced to it no more (R3). */
export function untraced(tx: Writer, feedbackId: string) {
  return tx.delete(adjustmentFeedbacks).where(eq(adjustmentFeedbacks.feedbackId, feedbackId))
}
