import { and, eq, inArray } from 'drizzle-orm'
import type { Reader, Writer } from '../platform/db/database.ts'
import { enrolments } from './tables.ts'

/** Steps for the merge of two initiatives: the one takes part where the other did. Where both do already, it stays as it is. */
export function enrolledInto(db: Reader, tx: Writer, fromId: string, intoId: string) {
  const itsEditions = db
    .select({ id: enrolments.editionId })
    .from(enrolments)
    .where(eq(enrolments.initiativeId, intoId))
  return [
    tx.delete(enrolments).where(and(eq(enrolments.initiativeId, fromId), inArray(enrolments.editionId, itsEditions))),
    tx.update(enrolments).set({ initiativeId: intoId }).where(eq(enrolments.initiativeId, fromId)),
  ]
}
