import { asc, eq, sql } from 'drizzle-orm'
import { initiatives } from '../initiatives/tables.ts'
import type { Reader } from '../platform/db/database.ts'
import { prepared } from '../platform/db/prepared.ts'
import { blank } from '../platform/db/sql.ts'
import { NotFound } from '../platform/http/refusal.ts'
import { type Grid, originals } from './originals.ts'
import { gridAssessments, gridDecisions, gridRemarks, grids } from './tables.ts'

export type AssessmentRow = typeof gridAssessments.$inferSelect
export type RemarkRow = typeof gridRemarks.$inferSelect
export type DecisionRow = typeof gridDecisions.$inferSelect

/** The versions of one grid, oldest first: never none. */
export interface GridVersions {
  slug: string
  versions: readonly Grid[]
  /** The version in force, or the last one when the grid is archived. */
  last: Grid
}

/** Every grid with all of its versions, in the order they came; the original ones first. */
export async function allGrids(db: Reader): Promise<GridVersions[]> {
  const rows = await everyGrid(db).execute()
  const kept = new Set(rows.map(({ id }) => id))
  const all = [...originals.filter(({ id }) => !kept.has(id)), ...rows].toSorted(
    (one, other) => one.number - other.number,
  )
  const bySlug = [...Map.groupBy(all, ({ slug }) => slug)].map(([slug, versions]) => ({
    slug,
    versions,
    last: versions.at(-1)!,
  }))
  return bySlug.toSorted((one, other) => rank(one) - rank(other))
}

function rank({ slug, versions }: GridVersions): number {
  const place = originals.findIndex((one) => one.slug === slug)
  return place === -1 ? versions[0]!.createdAt.getTime() : place
}

const everyGrid = prepared((db) => db.select().from(grids).orderBy(asc(grids.number)))

/** Throws NotFound. */
export async function gridOrRefuse(db: Reader, slug: string): Promise<GridVersions> {
  const grid = (await allGrids(db)).find((one) => one.slug === slug)
  if (!grid) throw new NotFound()
  return grid
}

/** What everybody found of an initiative, drafts too, by whatever version of whatever grid, earliest first. */
export function assessmentsOn(db: Reader, initiativeId: string): Promise<AssessmentRow[]> {
  return allAssessments(db).execute({ initiativeId })
}

const allAssessments = prepared((db) =>
  db
    .select()
    .from(gridAssessments)
    .where(eq(gridAssessments.initiativeId, blank('initiativeId')))
    .orderBy(asc(gridAssessments.id)),
)

export function remarksOn(db: Reader, initiativeId: string): Promise<RemarkRow[]> {
  return allRemarks(db).execute({ initiativeId })
}

const allRemarks = prepared((db) =>
  db
    .select()
    .from(gridRemarks)
    .where(eq(gridRemarks.initiativeId, blank('initiativeId')))
    .orderBy(asc(gridRemarks.writtenAt), asc(gridRemarks.id)),
)

/** A decision with the initiative it was made on: itself, or one that was merged into it. */
export interface DecisionMet {
  decision: DecisionRow
  on: Pick<typeof initiatives.$inferSelect, 'id' | 'title' | 'visibility' | 'namedRoles'>
}

/** Decisions on an initiative and on those that were merged into it, as they were recorded. */
export function decisionsOn(db: Reader, initiativeId: string): Promise<DecisionMet[]> {
  return allDecisions(db).execute({ initiativeId })
}

const allDecisions = prepared((db) => {
  const { id, title, visibility, namedRoles, mergedIntoId } = initiatives
  const initiativeId = blank('initiativeId')
  const itself = sql`(select ${initiativeId} union all select merged.id from ${initiatives} as merged where merged.${sql.identifier(mergedIntoId.name)} = ${initiativeId})`
  return db
    .select({ decision: gridDecisions, on: { id, title, visibility, namedRoles } })
    .from(gridDecisions)
    .innerJoin(initiatives, eq(id, gridDecisions.initiativeId))
    .where(sql`${gridDecisions.initiativeId} in ${itself}`)
    .orderBy(asc(gridDecisions.recordedAt), asc(gridDecisions.id))
})
