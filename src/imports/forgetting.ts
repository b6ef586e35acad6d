import { and, eq, inArray, isNull, lt, ne, or, sql } from 'drizzle-orm'
import { among, type Forgetting, forgettingOf } from '../platform/db/forgetting.ts'
import { importRows, imports } from './tables.ts'

/** Files that were brought and never imported. */
export const abandonedImports: Forgetting = forgettingOf({
  table: imports,
  key: imports.id,
  isOver: (before) => and(eq(imports.state, 'uploaded'), lt(imports.createdAt, before)),
})

/**
 * The file of an import that is over, and what became of each of its rows: what was counted stays, and what it brought.
 * It cannot be undone any more; its version tells whoever is about to.
 */
export const finishedImports: Forgetting = forgettingOf({
  table: imports,
  key: imports.id,
  isOver: (before) =>
    and(
      inArray(imports.state, ['done', 'undone', 'failed']),
      or(lt(imports.finishedAt, before), and(isNull(imports.finishedAt), lt(imports.createdAt, before))),
      ne(imports.file, ''),
    ),
  first: (tx, ids) => [tx.delete(importRows).where(among(importRows.importId, ids))],
  forget: (tx, which) =>
    tx
      .update(imports)
      .set({ file: '', version: sql`${imports.version} + 1` })
      .where(which)
      .returning({ id: imports.id }),
})
