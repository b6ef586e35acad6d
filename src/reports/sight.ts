import { type SQL, and, eq, or, sql } from 'drizzle-orm'
import { type ReportSight, sights } from '../domain/report.ts'
import { isCoordinator, type Viewer, visitor } from '../domain/viewer.ts'
import { literal, oneOf } from '../platform/db/sql.ts'
import { reports, reportVersions } from './tables.ts'

/** Whose eyes a report is computed with, and who therefore may read it. */
export interface Seen {
  sight: ReportSight
  actorId: string | null
}

/**
 * A report is never computed with its author's eyes: those who may read it must each be allowed to know all that its
 * figures are made of.
 */
export function eyesOf({ sight, actorId }: Seen): Viewer {
  if (sight === 'public') return visitor
  if (sight === 'network') return { ...visitor, networkRole: 'member' }
  if (sight === 'coordination') return { ...visitor, networkRole: 'coordinator' }
  return { ...visitor, networkRole: 'member', actorIds: actorId ? [actorId] : [] }
}

/** Published versions that somebody may read, in SQL: what it leaves out does not exist for them. */
export function versionsReadableBy(viewer: Viewer): SQL | undefined {
  return readableBy(viewer, reportVersions)
}

/** Drafts: their author, as long as they may read what it shows, and coordinators. */
export function draftsReadableBy(viewer: Viewer): SQL | undefined {
  if (isCoordinator(viewer)) return undefined
  if (!viewer.accountId) return sql`1 = 0`
  return and(eq(reports.byAccountId, viewer.accountId), readableBy(viewer, reports))
}

function readableBy(
  viewer: Viewer,
  { sight, actorId }: Pick<typeof reports, 'sight' | 'actorId'> | Pick<typeof reportVersions, 'sight' | 'actorId'>,
): SQL | undefined {
  if (isCoordinator(viewer)) return undefined
  if (!viewer.networkRole) return eq(sight, literal('public'))
  const own = viewer.actorIds.length > 0 ? oneOf(actorId, viewer.actorIds) : sql`1 = 0`
  return or(sql`${sight} in ('public', 'network')`, and(eq(sight, literal('actor')), own))
}

/** The same in words of the domain, for what was read already. */
export function mayRead({ sight, actorId }: Seen, viewer: Viewer): boolean {
  if (isCoordinator(viewer) || sight === 'public') return true
  if (!viewer.networkRole) return false
  return sight === 'network' || (sight === 'actor' && actorId !== null && viewer.actorIds.includes(actorId))
}

/** The sights that somebody may choose: only coordinators publish for more than those they act for. */
export function sightsFor(viewer: Viewer): readonly ReportSight[] {
  return isCoordinator(viewer) ? sights : ['actor']
}
