import { recorded } from '../activity/recorded.ts'
import { visitor } from '../domain/viewer.ts'
import { answered } from '../initiatives/answering.ts'
import type { Database } from '../platform/db/database.ts'
import { rolesInvitedTooLate } from './queries.ts'

/** Roles whose invitation ran out say so. For a daily job, and for whoever opens a late link. Returns how many. */
export async function expireInvitations(db: Database, now: Date): Promise<number> {
  const late = await rolesInvitedTooLate(db, now)
  for (const { id, initiativeId, role, isLead } of late) {
    const happening = { what: 'participation_expired', subject: { kind: 'participation', id }, initiativeId }
    await db.commit((tx) => [
      ...answered(tx, { id, initiativeId, isLead, state: 'invited' }, 'expired', null, now),
      recorded(tx, visitor, now, { ...happening, particulars: { role } }),
    ])
  }
  return late.length
}
