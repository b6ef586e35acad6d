import { and, desc, eq, isNull, sql } from 'drizzle-orm'
import { actors } from '../actors/tables.ts'
import { type Capacity, capacitiesOf } from '../domain/permissions.ts'
import type { Viewer } from '../domain/viewer.ts'
import { participations } from '../initiatives/tables.ts'
import { isHeldOn } from '../initiatives/visible.ts'
import type { Reader } from '../platform/db/database.ts'
import { oneOf } from '../platform/db/sql.ts'
import { NotFound } from '../platform/http/refusal.ts'
import { draftsReadableBy, versionsReadableBy } from './sight.ts'
import { reports, reportVersions } from './tables.ts'

export type Report = typeof reports.$inferSelect
export type Version = typeof reportVersions.$inferSelect

const about = {
  id: reportVersions.id,
  reportId: reportVersions.reportId,
  number: reportVersions.number,
  title: reportVersions.title,
  sight: reportVersions.sight,
  actorId: reportVersions.actorId,
  asOf: reportVersions.asOf,
  knownAt: reportVersions.knownAt,
  changes: reportVersions.changes,
  hash: reportVersions.hash,
  byAccountId: reportVersions.byAccountId,
  publishedAt: reportVersions.publishedAt,
}
/** A version without its content, for lists. */
export type VersionLine = Omit<Version, 'content'>

/** The capacities somebody holds on any initiative today: what decides whether they make reports at all. */
export async function capacitiesAnywhere(db: Reader, viewer: Viewer, today: string): Promise<Capacity[]> {
  if (!viewer.networkRole || viewer.actorIds.length === 0) return capacitiesOf(viewer.networkRole)
  const held = await db
    .selectDistinct({ role: participations.role, isLead: participations.isLead })
    .from(participations)
    .where(and(oneOf(participations.actorId, viewer.actorIds), isHeldOn(today)))
  return capacitiesOf(viewer.networkRole, held)
}

/** A draft that this reader may open. Throws NotFound. */
export async function findDraft(db: Reader, viewer: Viewer, slug: string): Promise<Report> {
  const [report] = await db
    .select()
    .from(reports)
    .where(and(eq(reports.slug, slug), draftsReadableBy(viewer)))
  if (!report) throw new NotFound()
  return report
}

/** A published version that this reader may read, with its report. Throws NotFound. */
export async function findVersion(
  db: Reader,
  viewer: Viewer,
  slug: string,
  number: number,
): Promise<{ report: Report; version: Version }> {
  const [found] = await db
    .select({ report: reports, version: reportVersions })
    .from(reportVersions)
    .innerJoin(reports, eq(reports.id, reportVersions.reportId))
    .where(and(eq(reports.slug, slug), eq(reportVersions.number, number), versionsReadableBy(viewer)))
  if (!found) throw new NotFound()
  return found
}

/** The versions of a report that this reader may read, newest first. */
export function versionsOf(db: Reader, viewer: Viewer, reportId: string): Promise<VersionLine[]> {
  return db
    .select(about)
    .from(reportVersions)
    .where(and(eq(reportVersions.reportId, reportId), versionsReadableBy(viewer)))
    .orderBy(desc(reportVersions.number))
}

/** Drafts that this reader may open, the latest changed first. */
export function draftsFor(db: Reader, viewer: Viewer) {
  return db
    .select({ report: reports, actorName: actors.name })
    .from(reports)
    .leftJoin(actors, eq(actors.id, reports.actorId))
    .where(and(isNull(reports.archivedAt), draftsReadableBy(viewer)))
    .orderBy(desc(reports.changedAt))
    .limit(MOST)
}

/** The newest readable version of each report. */
export function publishedFor(db: Reader, viewer: Viewer) {
  const newest = sql`${reportVersions.number} = (select max(v.number) from ${reportVersions} v where v.report_id = ${reports.id})`
  return db
    .select({ slug: reports.slug, actorName: actors.name, ...about })
    .from(reportVersions)
    .innerJoin(reports, eq(reports.id, reportVersions.reportId))
    .leftJoin(actors, eq(actors.id, reportVersions.actorId))
    .where(and(isNull(reports.archivedAt), newest, versionsReadableBy(viewer)))
    .orderBy(desc(reportVersions.publishedAt))
    .limit(MOST)
}

const MOST = 200

/** Actors for whom somebody may make a report: those they act for; any, for coordinators (by name, elsewhere). */
export function actorsReportedFor(db: Reader, viewer: Viewer) {
  if (viewer.actorIds.length === 0) return Promise.resolve([])
  return db
    .select({ id: actors.id, name: actors.name, slug: actors.slug })
    .from(actors)
    .where(and(oneOf(actors.id, viewer.actorIds), isNull(actors.mergedIntoId)))
    .orderBy(actors.name)
}
