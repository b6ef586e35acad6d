import { and, eq, inArray, isNotNull, lt, or, sql } from 'drizzle-orm'
import { feedbackContacts, feedbacks } from '../feedback/tables.ts'
import { initiatives } from '../initiatives/tables.ts'
import { pilots } from '../pilots/tables.ts'
import type { Reader } from '../platform/db/database.ts'
import { type Forgetting, forgettingOf } from '../platform/db/forgetting.ts'

const { feedbackId, createdAt } = feedbackContacts

/**
 * Addresses that nobody will write to: the initiative came to its end and nothing remains to be told, what was said was
 * taken back, or their time went by.
 */
export const uselessContacts: Forgetting = forgettingOf({
  table: feedbackContacts,
  key: feedbackId,
  isOver: (before, db) => or(lt(createdAt, before), inArray(feedbackId, takenBack(db)), nothingToTell(db)),
})

function takenBack(db: Reader) {
  return db.select({ id: feedbacks.id }).from(feedbacks).where(isNotNull(feedbacks.withdrawnAt))
}

function nothingToTell(db: Reader) {
  const isToBeTold = sql`exists (select 1 from adjustment_feedbacks l join adjustments a on a.id = l.adjustment_id
    where l.feedback_id = ${feedbackId} and l.told_at is null and a.state <> 'decided')`
  const ofEnded = db
    .select({ id: feedbacks.id })
    .from(feedbacks)
    .innerJoin(pilots, eq(pilots.id, feedbacks.pilotId))
    .innerJoin(initiatives, eq(initiatives.id, pilots.initiativeId))
    .where(inArray(initiatives.status, ['discontinued', 'sustained', 'transferred']))
  return and(inArray(feedbackId, ofEnded), sql`not ${isToBeTold}`)
}
