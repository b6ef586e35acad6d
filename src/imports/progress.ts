import { and, eq } from 'drizzle-orm'
import { type Database, exactlyOne, type Writer } from '../platform/db/database.ts'
import { imports } from './tables.ts'

/** Somebody else works on this import: what was about to be written is not. */
export class Overtaken extends Error {
  override name = 'Overtaken'
}

export interface Progress {
  id: string
  version: number
  rowsDone: number
  counts: Record<string, number>
}

/** How far it came, in the commit that came that far. Throws Overtaken when another process did meanwhile. */
export function advanced(tx: Writer, { id, version }: Progress, set: Partial<typeof imports.$inferInsert>) {
  return exactlyOne(
    tx
      .update(imports)
      .set({ ...set, version: version + 1 })
      .where(and(eq(imports.id, id), eq(imports.version, version)))
      .returning({ id: imports.id }),
    () => new Overtaken(),
  )
}

/** Says that it cannot go on, and why. An undo that failed leaves an import that can be undone again. */
export async function failed(db: Database, id: string, state: 'failed' | 'done', error: string): Promise<void> {
  await db.commit((tx) => [tx.update(imports).set({ state, error }).where(eq(imports.id, id))])
}

/** Adds up counts by key. */
export function sum(...all: Record<string, number>[]): Record<string, number> {
  const result: Record<string, number> = {}
  for (const counts of all) for (const [key, value] of Object.entries(counts)) result[key] = (result[key] ?? 0) + value
  return result
}
