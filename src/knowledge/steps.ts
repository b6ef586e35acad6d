import { eq } from 'drizzle-orm'
import type { Writer } from '../platform/db/database.ts'
import { knowledgeContributions } from './tables.ts'

/** What one actor brought was brought by the other: two of them turned out to be one. */
export function broughtByInstead(tx: Writer, fromId: string, toId: string) {
  return tx.update(knowledgeContributions).set({ actorId: toId }).where(eq(knowledgeContributions.actorId, fromId))
}
