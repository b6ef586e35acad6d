import { and, asc, count, desc, eq, exists, gt, inArray, isNull, lt, or, type SQL, sql, sum } from 'drizzle-orm'
import { actors } from '../actors/tables.ts'
import { documentsVisibleTo } from '../documents/visible.ts'
import { documents } from '../documents/tables.ts'
import { isCoordinator, type Viewer } from '../domain/viewer.ts'
import { notSuperseded } from '../funding/standing.ts'
import { fundingRows, fundings } from '../funding/tables.ts'
import { fundingRowsVisibleTo } from '../funding/visible.ts'
import { initiativeCounts, initiatives, moves, participations } from '../initiatives/tables.ts'
import { isHeldOn, visibleTo } from '../initiatives/visible.ts'
import type { Reader } from '../platform/db/database.ts'
import { prepared } from '../platform/db/prepared.ts'
import { blank, oneOf } from '../platform/db/sql.ts'
import { reportReadings, reports, reportVersions } from '../reports/tables.ts'
import { versionsReadableBy } from '../reports/sight.ts'
import { deskVisits } from './tables.ts'

// Everything here is asked with the eyes of the funder whose desk it is (`eyes`), never with those of who looks at it.

export interface Funder {
  id: string
  slug: string
  name: string
}

/** Whether somebody acts for a funder today: by a role, or by money. Asked on every page. */
export async function hasDesk(db: Reader, { actorIds }: Viewer, today: string): Promise<boolean> {
  if (actorIds.length === 0) return false
  const rows = await anyFunded(db).execute({ actorIds: JSON.stringify(actorIds), today })
  return rows.length > 0
}

const anyFunded = prepared((db) =>
  db
    .select({ id: sql<string>`${participations.id}` })
    .from(participations)
    .where(
      and(
        oneOf(participations.actorId, blank('actorIds')),
        eq(participations.state, 'accepted'),
        eq(participations.role, 'funder'),
        isHeldOn(blank('today')),
      ),
    )
    .unionAll(
      db
        .select({ id: sql<string>`${fundings.id}` })
        .from(fundings)
        .where(oneOf(fundings.funderId, blank('actorIds'))),
    )
    .limit(1),
)

const MOST_FUNDERS = 500

/** The funders whose desk somebody may sit at: those they act for; for coordinators, all. */
export function fundersFor(db: Reader, viewer: Viewer, today: string): Promise<Funder[]> {
  const { id, slug, name } = actors
  if (!isCoordinator(viewer) && viewer.actorIds.length === 0) return Promise.resolve([])
  return db
    .select({ id, slug, name })
    .from(actors)
    .where(
      and(
        isNull(actors.mergedIntoId),
        isCoordinator(viewer) ? undefined : oneOf(id, viewer.actorIds),
        or(inArray(id, holders(db, today)), inArray(id, db.select({ id: fundings.funderId }).from(fundings))),
      ),
    )
    .orderBy(asc(name), asc(id))
    .limit(MOST_FUNDERS)
}

function holders(db: Reader, today: string) {
  return db
    .select({ id: participations.actorId })
    .from(participations)
    .where(and(eq(participations.role, 'funder'), isHeldOn(today)))
}

/** Initiatives that a funder funds and sees: by a role today, or by money whenever. For queries on `initiatives`. */
function isFunded(db: Reader, eyes: Viewer, today: string, funderId: string): SQL | undefined {
  return and(
    visibleTo(db, eyes, today),
    or(
      inArray(
        initiatives.id,
        db
          .select({ id: participations.initiativeId })
          .from(participations)
          .where(and(eq(participations.actorId, funderId), eq(participations.role, 'funder'), isHeldOn(today))),
      ),
      inArray(
        initiatives.id,
        db
          .select({ id: sql<string>`${fundings.initiativeId}` })
          .from(fundings)
          .where(and(eq(fundings.funderId, funderId), sql`${fundings.initiativeId} is not null`)),
      ),
    ),
  )
}

export const PAGE = 50

export async function portfolio(db: Reader, eyes: Viewer, today: string, funderId: string, page: number) {
  const isOwn = isFunded(db, eyes, today, funderId)
  const [some, [many]] = await Promise.all([
    db
      .select()
      .from(initiatives)
      .where(isOwn)
      .orderBy(desc(initiatives.changedAt), desc(initiatives.id))
      .limit(PAGE)
      .offset((page - 1) * PAGE),
    db.select({ many: count() }).from(initiatives).where(isOwn),
  ])
  return { some, many: many?.many ?? 0 }
}

/** What a funder promised, confirmed, paid: by initiative, kind, currency and status, without what was superseded. */
export async function amountsOf(db: Reader, eyes: Viewer, today: string, funderId: string, ids: readonly string[]) {
  if (ids.length === 0) return []
  const { initiativeId, kind, currency } = fundings
  return db
    .select({
      initiativeId,
      kind,
      currency,
      status: fundingRows.status,
      cents: sum(fundingRows.cents).mapWith(Number),
    })
    .from(fundingRows)
    .innerJoin(fundings, eq(fundings.id, fundingRows.fundingId))
    .innerJoin(initiatives, eq(initiatives.id, fundings.initiativeId))
    .where(
      and(
        eq(fundings.funderId, funderId),
        oneOf(fundings.initiativeId, ids),
        notSuperseded,
        fundingRowsVisibleTo(db, eyes, today),
      ),
    )
    .groupBy(initiativeId, kind, currency, fundingRows.status)
}

const NEWS = 40

/** Moves, corrections and endings that were entered since. */
export function movedSince(db: Reader, eyes: Viewer, today: string, funderId: string, since: Date) {
  return db
    .select({ move: moves, slug: initiatives.slug, title: initiatives.title })
    .from(moves)
    .innerJoin(initiatives, eq(initiatives.id, moves.initiativeId))
    .where(and(gt(moves.recordedAt, since), isFunded(db, eyes, today, funderId)))
    .orderBy(desc(moves.recordedAt), desc(moves.id))
    .limit(NEWS)
}

/** Documents that came since and that the funder may see. */
export function documentsSince(db: Reader, eyes: Viewer, today: string, funderId: string, since: Date) {
  const { id, title, kind, createdAt } = documents
  return db
    .select({ id, title, kind, createdAt, slug: initiatives.slug, initiative: initiatives.title })
    .from(documents)
    .innerJoin(initiatives, eq(initiatives.id, documents.initiativeId))
    .where(and(gt(createdAt, since), isFunded(db, eyes, today, funderId), documentsVisibleTo(db, eyes, today)))
    .orderBy(desc(createdAt), desc(id))
    .limit(NEWS)
}

/** What is under way and that nobody has touched since an instant, the longest first. */
export function staleSince(db: Reader, eyes: Viewer, today: string, funderId: string, before: Date) {
  const { slug, title, stage, status, changedAt } = initiatives
  return db
    .select({ slug, title, stage, status, changedAt })
    .from(initiatives)
    .where(and(inArray(status, ['active', 'on_hold']), lt(changedAt, before), isFunded(db, eyes, today, funderId)))
    .orderBy(asc(changedAt), asc(initiatives.id))
    .limit(NEWS)
}

/** Reports for this funder or for all that this person has not said they read: the newest version of each. */
export function reportsToRead(db: Reader, eyes: Viewer, accountId: string | null) {
  const { number, title, publishedAt, sight } = reportVersions
  const isNewest = sql`${number} = (select max(v.number) from ${reportVersions} v where v.report_id = ${reports.id})`
  const isRead = exists(
    db
      .select({ one: sql`1` })
      .from(reportReadings)
      .where(and(eq(reportReadings.versionId, reportVersions.id), eq(reportReadings.byAccountId, accountId ?? ''))),
  )
  return db
    .select({ slug: reports.slug, number, title, publishedAt, sight })
    .from(reportVersions)
    .innerJoin(reports, eq(reports.id, reportVersions.reportId))
    .where(and(isNull(reports.archivedAt), isNewest, versionsReadableBy(eyes), sql`not ${isRead}`))
    .orderBy(desc(publishedAt), desc(reportVersions.id))
    .limit(20)
}

/** How many active initiatives everybody sees, by stage: the context, never mixed with what is funded. */
export function publicByStage(db: Reader) {
  const { stage, many, status, visibility } = initiativeCounts
  return db
    .select({ stage, many: sum(many).mapWith(Number) })
    .from(initiativeCounts)
    .where(and(eq(status, 'active'), eq(visibility, 'public')))
    .groupBy(stage)
}

export async function seenUntil(db: Reader, accountId: string): Promise<Date | undefined> {
  const [visit] = await db.select().from(deskVisits).where(eq(deskVisits.accountId, accountId))
  return visit?.seenUntil
}
