import { eq } from 'drizzle-orm'
import type { Writer } from '../platform/db/database.ts'
import { reportQuestions, reportReadings } from './tables.ts'

/** Two actors turned out to be one: what was read and asked for the one was for the other. */
export function readForInstead(tx: Writer, fromId: string, toId: string) {
  return [
    tx.update(reportReadings).set({ actorId: toId }).where(eq(reportReadings.actorId, fromId)),
    tx.update(reportQuestions).set({ actorId: toId }).where(eq(reportQuestions.actorId, fromId)),
  ]
}

/** Two initiatives turned out to be one: what was asked about the one is asked about the other. */
export function askedAboutInto(tx: Writer, fromId: string, intoId: string) {
  return tx.update(reportQuestions).set({ initiativeId: intoId }).where(eq(reportQuestions.initiativeId, fromId))
}
