import { and, asc, count, desc, eq, inArray, isNull } from 'drizzle-orm'
import { accounts } from '../accounts/tables.ts'
import type { Viewer } from '../domain/viewer.ts'
import { initiatives } from '../initiatives/tables.ts'
import type { Reader } from '../platform/db/database.ts'
import { NotFound } from '../platform/http/refusal.ts'
import { jobs } from '../platform/jobs/tables.ts'
import { Mapping, SavedMapping } from './mapping.ts'
import { importMappings, importRows, imports } from './tables.ts'

export type Import = Omit<typeof imports.$inferSelect, 'plan'> & { mapping: Mapping }

/** Who may not run imports does not see them: the room's door says so, this says it of each. Throws NotFound. */
export async function findOrRefuse(db: Reader, viewer: Viewer, id: string): Promise<Import> {
  const found = viewer.networkRole ? await findImport(db, id) : undefined
  if (!found) throw new NotFound()
  return found
}

export async function findImport(db: Reader, id: string): Promise<Import | undefined> {
  const [row] = await db.select().from(imports).where(eq(imports.id, id))
  if (!row) return undefined
  const { plan, ...kept } = row
  return { ...kept, mapping: Mapping.parse(plan) }
}

/** The latest first, with who brought them. */
export function latestImports(db: Reader, limit = 100) {
  const { id, fileName, state, rowsTotal, rowsDone, counts, createdAt, finishedAt } = imports
  return db
    .select({ id, fileName, state, rowsTotal, rowsDone, counts, createdAt, finishedAt, by: accounts.name })
    .from(imports)
    .leftJoin(accounts, eq(accounts.id, imports.byAccountId))
    .orderBy(desc(imports.createdAt), desc(imports.id))
    .limit(limit)
}

export function savedMappings(db: Reader) {
  const { id, name, createdAt } = importMappings
  return db.select({ id, name, createdAt }).from(importMappings).orderBy(asc(importMappings.name))
}

export async function findSavedMapping(db: Reader, id: string): Promise<SavedMapping | undefined> {
  const [row] = await db.select().from(importMappings).where(eq(importMappings.id, id))
  return row && SavedMapping.parse(row.plan)
}

/** The names under which files were imported before: the same file keeps the same one. */
export async function knownSources(db: Reader): Promise<string[]> {
  const rows = await db.selectDistinct({ source: initiatives.externalSource }).from(initiatives)
  return rows.flatMap(({ source }) => source ?? []).sort((a, b) => a.localeCompare(b))
}

/** Some of the rows an import went through, with the initiative each led to. */
export function rowsOf(db: Reader, importId: string, outcomes: readonly string[], limit: number, offset: number) {
  return db
    .select({ row: importRows, slug: initiatives.slug, title: initiatives.title })
    .from(importRows)
    .leftJoin(initiatives, eq(initiatives.id, importRows.initiativeId))
    .where(and(eq(importRows.importId, importId), inArray(importRows.outcome, [...outcomes])))
    .orderBy(asc(importRows.line), asc(importRows.id))
    .limit(limit)
    .offset(offset)
}

export async function rowCounts(db: Reader, importId: string): Promise<Record<string, number>> {
  const rows = await db
    .select({ outcome: importRows.outcome, count: count() })
    .from(importRows)
    .where(eq(importRows.importId, importId))
    .groupBy(importRows.outcome)
  return Object.fromEntries(rows.map((row) => [row.outcome, row.count]))
}

/** The lines an import has dealt with already: a run that was cut short goes on after them. */
export async function linesDone(db: Reader, importId: string): Promise<Set<number>> {
  const rows = await db.select({ line: importRows.line }).from(importRows).where(eq(importRows.importId, importId))
  return new Set(rows.map(({ line }) => line))
}

/** Whether some job still means to work on it: without one, what is under way was interrupted for good. */
export async function isUnderWay(db: Reader, importId: string): Promise<boolean> {
  const waiting = await db
    .select({ payload: jobs.payload })
    .from(jobs)
    .where(and(inArray(jobs.kind, ['import.run', 'import.undo']), isNull(jobs.doneAt), isNull(jobs.deadAt)))
  return waiting.some(({ payload }) => (payload as { importId?: string }).importId === importId)
}
