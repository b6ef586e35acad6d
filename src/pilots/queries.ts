import { and, asc, eq, exists, getTableColumns, type SQL, sql } from 'drizzle-orm'
import type { Viewer } from '../domain/viewer.ts'
import { capacitiesOn } from '../initiatives/queries.ts'
import { initiatives } from '../initiatives/tables.ts'
import { territories } from '../network/tables.ts'
import type { Reader } from '../platform/db/database.ts'
import { prepared, preparedFor, seenBy } from '../platform/db/prepared.ts'
import { blank } from '../platform/db/sql.ts'
import { NotFound } from '../platform/http/refusal.ts'
import type { Pilot, PilotMet } from './parts.ts'
import { pilots, solutionVersions } from './tables.ts'
import { pilotsVisibleTo } from './visible.ts'

export type SolutionVersion = typeof solutionVersions.$inferSelect

/** The pilots of an initiative that this reader may see, by number. */
export function pilotsOf(db: Reader, viewer: Viewer, today: string, initiativeId: string): Promise<Pilot[]> {
  return onInitiative(db, viewer).execute({ initiativeId, ...seenBy(viewer, today) })
}

const onInitiative = preparedFor((db, eyes, today) =>
  db
    .select(getTableColumns(pilots))
    .from(pilots)
    .innerJoin(initiatives, eq(initiatives.id, pilots.initiativeId))
    .where(and(eq(pilots.initiativeId, blank('initiativeId')), pilotsVisibleTo(db, eyes, today)))
    .orderBy(asc(pilots.number)),
)

/** Undefined for what does not exist and for what this reader may not see. */
export async function findPilot(db: Reader, viewer: Viewer, today: string, id: string): Promise<PilotMet | undefined> {
  const [row] = await byId(db, viewer).execute({ id, ...seenBy(viewer, today) })
  return row && { ...row, capacities: await capacitiesOn(db, viewer, today, row.initiative.id) }
}

const byId = preparedFor((db, eyes, today) =>
  db
    .select({ pilot: getTableColumns(pilots), initiative: getTableColumns(initiatives) })
    .from(pilots)
    .innerJoin(initiatives, eq(initiatives.id, pilots.initiativeId))
    .where(and(eq(pilots.id, blank('id')), pilotsVisibleTo(db, eyes, today))),
)

/** The versions of the solution of an initiative, by number: whoever sees the initiative sees them. */
export function versionsOf(db: Reader, initiativeId: string): Promise<SolutionVersion[]> {
  return ofSolution(db).execute({ initiativeId })
}

const ofSolution = prepared((db) =>
  db
    .select()
    .from(solutionVersions)
    .where(eq(solutionVersions.initiativeId, blank('initiativeId')))
    .orderBy(asc(solutionVersions.number)),
)

/** What points to a version; `later` says what points to it from rooms that this one does not know, the house hands it over. */
export interface VersionRefs {
  /** For a query on `solution_versions`: those that something points to. */
  later?: (db: Reader) => SQL
}

/** For a query on `solution_versions`: those that were tested, or that something else points to. */
export function isReferredTo(db: Reader, { later }: VersionRefs): SQL {
  const isTested = exists(
    db.select({ one: sql`1` }).from(pilots).where(eq(pilots.solutionVersionId, solutionVersions.id)),
  )
  return later ? sql`(${isTested} or ${later(db)})` : isTested
}

/** One version of the solution of an initiative. Throws NotFound, also for another's. */
export async function findVersion(db: Reader, initiativeId: string, id: string): Promise<SolutionVersion> {
  const [version] = await db
    .select()
    .from(solutionVersions)
    .where(and(eq(solutionVersions.id, id), eq(solutionVersions.initiativeId, initiativeId)))
  if (!version) throw new NotFound()
  return version
}

/** Whether it may be taken back: nothing points to it. */
export async function isFree(db: Reader, versionId: string, refs: VersionRefs): Promise<boolean> {
  return (await db.$count(solutionVersions, and(eq(solutionVersions.id, versionId), isReferredTo(db, refs)))) === 0
}

/** The version that a pilot tests, also when it stayed with an initiative that was merged. */
export async function versionTested(db: Reader, id: string | null): Promise<SolutionVersion | undefined> {
  if (!id) return undefined
  const [row] = await db.select().from(solutionVersions).where(eq(solutionVersions.id, id))
  return row
}

/** The territory where a pilot takes place. */
export async function placeOf(db: Reader, id: string | null) {
  if (!id) return undefined
  const { name, code } = territories
  const [row] = await db.select({ name, code }).from(territories).where(eq(territories.id, id))
  return row
}
