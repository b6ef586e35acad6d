import { eq } from 'drizzle-orm'
import type { initiatives } from '../initiatives/tables.ts'
import type { Writer } from '../platform/db/database.ts'
import { fundings } from './tables.ts'

/** What one actor funds is funded by the other: two of them turned out to be one. */
export function fundedByInstead(tx: Writer, fromId: string, toId: string) {
  return tx.update(fundings).set({ funderId: toId }).where(eq(fundings.funderId, fromId))
}

/** What was given to one initiative was given to the other, with its levels: nobody sees more than before. */
export function fundedInto(tx: Writer, from: Pick<typeof initiatives.$inferSelect, 'id'>, intoId: string) {
  return [tx.update(fundings).set({ initiativeId: intoId }).where(eq(fundings.initiativeId, from.id))]
}
