import { and, eq } from 'drizzle-orm'
import { recorded } from '../activity/recorded.ts'
import { may } from '../domain/permissions.ts'
import type { By } from '../domain/viewer.ts'
import type { Moment } from '../platform/clock.ts'
import { type Database, exactlyOne, type Writer } from '../platform/db/database.ts'
import { NotFound } from '../platform/http/refusal.ts'
import { findOrRefuse } from './queries.ts'
import { participations } from './tables.ts'
import { isHeldOn } from './visible.ts'
import { granted, touch } from './writing.ts'

/** Hands the lead over to another carrier. */
export async function giveLead(db: Database, slug: string, id: string, by: By, when: Moment): Promise<void> {
  const { initiative, capacities } = await findOrRefuse(db, by, when.today, slug)
  const as = granted(may('participation.add', capacities))
  const isCarrier = and(
    eq(participations.id, id),
    eq(participations.initiativeId, initiative.id),
    eq(participations.role, 'carrier'),
    isHeldOn(when.today),
  )
  await db.commit((tx) => [
    touch(tx, initiative.id, when.at),
    leadGivenUp(tx, initiative.id),
    exactlyOne(
      tx.update(participations).set({ isLead: true }).where(isCarrier).returning({ id: participations.id }),
      () => new NotFound(),
    ),
    recorded(tx, by, when.at, {
      what: 'lead_changed',
      subject: { kind: 'participation', id },
      initiativeId: initiative.id,
      as,
    }),
  ])
}

/** There is one lead: whoever was, is no longer. */
export function leadGivenUp(tx: Writer, initiativeId: string) {
  return tx
    .update(participations)
    .set({ isLead: false })
    .where(and(eq(participations.initiativeId, initiativeId), eq(participations.isLead, true)))
}
