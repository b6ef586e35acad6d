import { and, eq, inArray, isNotNull, lt, or, sql } from 'drizzle-orm'
import { DAY_MS } from '../domain/calendar.ts'
import { feedbackContacts, feedbacks } from '../feedback/tables.ts'
import { initiatives } from '../initiatives/tables.ts'
import { pilots } from '../pilots/tables.ts'
import type { Database } from '../platform/db/database.ts'

const KEEP_MS = 2 * 365 * DAY_MS

/**
 * Forgets addresses that nobody will write to: the initiative came to its end and nothing remains to be told, what was
 * said was taken back, or two years went by.
 */
export async function forgetContacts(db: Database, now: Date): Promise<void> {
  const { feedbackId, createdAt } = feedbackContacts
  const isToBeTold = sql`exists (select 1 from adjustment_feedbacks l join adjustments a on a.id = l.adjustment_id
    where l.feedback_id = ${feedbackId} and l.told_at is null and a.state <> 'decided')`
  const ofEnded = db
    .select({ id: feedbacks.id })
    .from(feedbacks)
    .innerJoin(pilots, eq(pilots.id, feedbacks.pilotId))
    .innerJoin(initiatives, eq(initiatives.id, pilots.initiativeId))
    .where(inArray(initiatives.status, ['discontinued', 'sustained', 'transferred']))
  const takenBack = db.select({ id: feedbacks.id }).from(feedbacks).where(isNotNull(feedbacks.withdrawnAt))
  const isUseless = or(
    lt(createdAt, new Date(now.getTime() - KEEP_MS)),
    inArray(feedbackId, takenBack),
    and(inArray(feedbackId, ofEnded), sql`not ${isToBeTold}`),
  )
  await db.commit((tx) => [tx.delete(feedbackContacts).where(isUseless)])
}
