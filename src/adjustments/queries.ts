import { and, asc, desc, eq, exists, getTableColumns, isNull, or, type SQL, sql } from 'drizzle-orm'
import type { Capacity } from '../domain/permissions.ts'
import { isCoordinator, type Viewer } from '../domain/viewer.ts'
import { feedbacks } from '../feedback/tables.ts'
import { capacitiesOn, type Initiative } from '../initiatives/queries.ts'
import { initiatives } from '../initiatives/tables.ts'
import { heldBy, visibleTo } from '../initiatives/visible.ts'
import { pilots, solutionVersions } from '../pilots/tables.ts'
import { pilotsVisibleTo } from '../pilots/visible.ts'
import type { Reader } from '../platform/db/database.ts'
import { type Eyes, preparedFor, seenBy } from '../platform/db/prepared.ts'
import { type Blank, blank, literal } from '../platform/db/sql.ts'
import { adjustmentFeedbacks, adjustments } from './tables.ts'

export type Adjustment = typeof adjustments.$inferSelect

/** An adjustment as somebody meets it: who may not see it does not. */
export interface AdjustmentMet {
  adjustment: Adjustment
  initiative: Initiative
  capacities: readonly Capacity[]
}

/** Which adjustments a reader may see, by the rule of pilots. For queries that join `initiatives`. */
export function adjustmentsVisibleTo(db: Reader, eyes: Eyes, today: string | Blank): SQL | undefined {
  const level = adjustments.visibility
  const seen = visibleTo(db, eyes, today)
  if (isCoordinator(eyes)) return seen
  if (!eyes.networkRole) return and(seen, eq(level, literal('public')))
  return and(
    seen,
    or(
      sql`${level} in ('public', 'network')`,
      and(sql`${level} in ('community', 'team')`, heldBy(db, eyes, today)),
      and(eq(level, literal('restricted')), heldBy(db, eyes, today, 'carrier')),
    ),
  )
}

/** For a query on `solution_versions`: those in which an adjustment was done. */
export function isMadeByAdjustment(db: Reader): SQL {
  return exists(
    db.select({ one: sql`1` }).from(adjustments).where(eq(adjustments.solutionVersionId, solutionVersions.id)),
  )
}

/** The adjustments of an initiative that this reader may see, by number. */
export function adjustmentsOf(db: Reader, viewer: Viewer, today: string, initiativeId: string): Promise<Adjustment[]> {
  return onInitiative(db, viewer).execute({ initiativeId, ...seenBy(viewer, today) })
}

const onInitiative = preparedFor((db, eyes, today) =>
  db
    .select(getTableColumns(adjustments))
    .from(adjustments)
    .innerJoin(initiatives, eq(initiatives.id, adjustments.initiativeId))
    .where(and(eq(adjustments.initiativeId, blank('initiativeId')), adjustmentsVisibleTo(db, eyes, today)))
    .orderBy(asc(adjustments.number)),
)

/** Undefined for what does not exist and for what this reader may not see. */
export async function findAdjustment(
  db: Reader,
  viewer: Viewer,
  today: string,
  id: string,
): Promise<AdjustmentMet | undefined> {
  const [row] = await byId(db, viewer).execute({ id, ...seenBy(viewer, today) })
  return row && { ...row, capacities: await capacitiesOn(db, viewer, today, row.initiative.id) }
}

const byId = preparedFor((db, eyes, today) =>
  db
    .select({ adjustment: getTableColumns(adjustments), initiative: getTableColumns(initiatives) })
    .from(adjustments)
    .innerJoin(initiatives, eq(initiatives.id, adjustments.initiativeId))
    .where(and(eq(adjustments.id, blank('id')), adjustmentsVisibleTo(db, eyes, today))),
)

const saidColumns = {
  id: feedbacks.id,
  number: feedbacks.number,
  pilotId: feedbacks.pilotId,
  pilotNumber: pilots.number,
  pilotTitle: pilots.title,
  adequacy: feedbacks.adequacy,
  tested: feedbacks.tested,
  helps: feedbacks.helps,
  hinders: feedbacks.hinders,
  toChange: feedbacks.toChange,
}

/** What stands of what was said in the pilots of an initiative that this reader may see: what an adjustment may answer. */
export function answerable(db: Reader, viewer: Viewer, today: string, initiativeId: string) {
  return said(db, viewer).execute({ initiativeId, ...seenBy(viewer, today) })
}

const said = preparedFor((db, eyes, today) =>
  db
    .select(saidColumns)
    .from(feedbacks)
    .innerJoin(pilots, eq(pilots.id, feedbacks.pilotId))
    .innerJoin(initiatives, eq(initiatives.id, pilots.initiativeId))
    .where(
      and(
        eq(pilots.initiativeId, blank('initiativeId')),
        isNull(feedbacks.withdrawnAt),
        pilotsVisibleTo(db, eyes, today),
      ),
    )
    .orderBy(desc(pilots.number), asc(feedbacks.number)),
)

/** Which feedback the adjustments of an initiative answer: that of the pilots that this reader may see, as it stands. */
export function answersOf(db: Reader, viewer: Viewer, today: string, initiativeId: string) {
  return answered(db, viewer).execute({ initiativeId, ...seenBy(viewer, today) })
}

const answered = preparedFor((db, eyes, today) =>
  db
    .select({
      adjustmentId: adjustmentFeedbacks.adjustmentId,
      feedbackId: feedbacks.id,
      pilotId: feedbacks.pilotId,
      toldAt: adjustmentFeedbacks.toldAt,
    })
    .from(adjustmentFeedbacks)
    .innerJoin(feedbacks, eq(feedbacks.id, adjustmentFeedbacks.feedbackId))
    .innerJoin(pilots, eq(pilots.id, feedbacks.pilotId))
    .innerJoin(initiatives, eq(initiatives.id, pilots.initiativeId))
    .where(
      and(
        eq(pilots.initiativeId, blank('initiativeId')),
        isNull(feedbacks.withdrawnAt),
        pilotsVisibleTo(db, eyes, today),
      ),
    )
    .orderBy(asc(pilots.number), asc(feedbacks.number)),
)

type Said = Awaited<ReturnType<typeof answerable>>[number]

/** The first words of what somebody said, what is to change before all else. */
export function excerptOf({ toChange, hinders, helps, tested }: Said): string {
  const text = (toChange || hinders || helps || tested).replaceAll(/\s+/g, ' ')
  return text.length <= LONGEST ? text : `${text.slice(0, text.lastIndexOf(' ', LONGEST) || LONGEST)}…`
}

const LONGEST = 140
