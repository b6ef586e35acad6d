import { eq } from 'drizzle-orm'
import type { initiatives } from '../initiatives/tables.ts'
import type { Writer } from '../platform/db/database.ts'
import { knowledgeContributions } from './tables.ts'

/** What one actor brought was brought by the other: two of them turned out to be one. */
export function broughtByInstead(tx: Writer, fromId: string, toId: string) {
  return tx.update(knowledgeContributions).set({ actorId: toId }).where(eq(knowledgeContributions.actorId, fromId))
}

/**
 * Steps for the merge of two initiatives: what was brought to the one was brought to the other. Contributions have no
 * level of their own: those of an initiative that only its team saw stay with it, so that nobody sees more than before.
 */
export function broughtInto(tx: Writer, from: typeof initiatives.$inferSelect, intoId: string) {
  if (from.visibility !== 'public' && from.visibility !== 'network') return []
  return [
    tx
      .update(knowledgeContributions)
      .set({ initiativeId: intoId })
      .where(eq(knowledgeContributions.initiativeId, from.id)),
  ]
}
