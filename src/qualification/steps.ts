import { and, eq, sql } from 'drizzle-orm'
import type { Writer } from '../platform/db/database.ts'
import type { Grid } from './originals.ts'
import { gridAssessments, gridRemarks, grids } from './tables.ts'

/** What hangs on a grid needs its row: an original one gets it now. */
export function gridKept(tx: Writer, grid: Grid, at: Date) {
  const createdAt = grid.createdAt.getTime() === 0 ? at : grid.createdAt
  return tx
    .insert(grids)
    .values({ ...grid, criteria: [...grid.criteria], createdAt })
    .onConflictDoNothing()
}

/**
 * Steps for the merge of two initiatives: what was found and said of the one is of the other, except where the same
 * person assessed both. Decisions stay with what they were made on: the page of the other tells them as history.
 */
export function assessedInto(tx: Writer, fromId: string, intoId: string) {
  const isOnBoth = sql`exists (select 1 from ${gridAssessments} as kept where kept.initiative_id = ${intoId}
    and kept.grid_id = ${gridAssessments.gridId} and kept.by_account_id = ${gridAssessments.byAccountId})`
  return [
    tx
      .update(gridAssessments)
      .set({ initiativeId: intoId })
      .where(and(eq(gridAssessments.initiativeId, fromId), sql`not ${isOnBoth}`)),
    tx.update(gridRemarks).set({ initiativeId: intoId }).where(eq(gridRemarks.initiativeId, fromId)),
  ]
}
