import { and, eq, inArray } from 'drizzle-orm'
import { visibilities } from '../domain/visibility.ts'
import type { initiatives } from '../initiatives/tables.ts'
import type { Writer } from '../platform/db/database.ts'
import { fundings } from './tables.ts'

/** What one actor funds is funded by the other: two of them turned out to be one. */
export function fundedByInstead(tx: Writer, fromId: string, toId: string) {
  return tx.update(fundings).set({ funderId: toId }).where(eq(fundings.funderId, fromId))
}

/**
 * What was given to one initiative was given to the other. What the level of the first held back stays held back: its
 * fundings are lowered to it, and with them their rows, which are never seen more widely.
 */
export function fundedInto(
  tx: Writer,
  from: Pick<typeof initiatives.$inferSelect, 'id' | 'visibility'>,
  intoId: string,
) {
  const wider = visibilities.slice(0, visibilities.indexOf(from.visibility))
  return [
    tx
      .update(fundings)
      .set({ visibility: from.visibility })
      .where(and(eq(fundings.initiativeId, from.id), inArray(fundings.visibility, wider))),
    tx.update(fundings).set({ initiativeId: intoId }).where(eq(fundings.initiativeId, from.id)),
  ]
}
