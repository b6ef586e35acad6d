import { eq } from 'drizzle-orm'
import { adjustmentFeedbacks, adjustments } from '../../src/adjustments/tables.ts'
import { newId } from '../../src/platform/id.ts'
import type { House } from '../house.ts'

/** An adjustment, decided, that answers these. */
export async function decided(
  house: House,
  initiativeId: string,
  feedbackIds: readonly string[],
  adjustment: Partial<typeof adjustments.$inferInsert> = {},
) {
  const [id, at] = [newId(), house.now]
  const before = await house.db.$count(adjustments, eq(adjustments.initiativeId, initiativeId))
  const row = {
    id,
    initiativeId,
    number: before + 1,
    what: 'Un départ de plus à 21 h',
    state: 'decided' as const,
    decidedOn: '2026-03-01',
    visibility: 'public' as const,
    capacity: 'carrier' as const,
    createdAt: at,
    changedAt: at,
    ...adjustment,
  }
  const links = feedbackIds.map((feedbackId) => ({ adjustmentId: id, feedbackId }))
  await house.db.commit((tx) => [
    tx.insert(adjustments).values(row),
    ...(links.length > 0 ? [tx.insert(adjustmentFeedbacks).values(links)] : []),
  ])
  return id
}
