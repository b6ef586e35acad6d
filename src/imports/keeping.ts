import { and, eq, inArray, ne, or } from 'drizzle-orm'
import { initiatives } from '../initiatives/tables.ts'
import type { Reader } from '../platform/db/database.ts'
import { workedOn } from './known.ts'
import { importRows, imports } from './tables.ts'

/** Which of these initiatives an undo leaves as they are, and why: a key of `imports.reason`. */
export async function keptReasons(db: Reader, importId: string, ids: string[]): Promise<Map<string, string>> {
  const [worked, rows, relatives] = await Promise.all([
    workedOn(db, ids),
    db
      .select({ id: importRows.id, initiativeId: importRows.initiativeId, importId: importRows.importId })
      .from(importRows)
      .innerJoin(imports, eq(imports.id, importRows.importId))
      .where(
        and(
          inArray(importRows.initiativeId, ids),
          ne(imports.state, 'undone'),
          inArray(importRows.outcome, ['created', 'moved', 'planned', 'changed']),
        ),
      ),
    db
      .select({ parentId: initiatives.parentId, mergedIntoId: initiatives.mergedIntoId })
      .from(initiatives)
      .where(or(inArray(initiatives.parentId, ids), inArray(initiatives.mergedIntoId, ids))),
  ])
  const reasons = new Map<string, string>()
  for (const { parentId, mergedIntoId } of relatives) {
    for (const id of [parentId, mergedIntoId]) if (id && ids.includes(id)) reasons.set(id, 'has-relatives')
  }
  for (const [id, its] of Map.groupBy(rows, ({ initiativeId }) => initiativeId)) {
    // Identifiers tell time: the row written last is the greatest.
    const last = its.reduce((latest, row) => (row.id > latest.id ? row : latest))
    if (id && last.importId !== importId) reasons.set(id, 'changed-by-later-import')
  }
  for (const id of ids) if (worked.has(id)) reasons.set(id, 'worked-on')
  return reasons
}
