import { createHash } from 'node:crypto'
import { and, count, eq, isNull } from 'drizzle-orm'
import type { Reader } from '../platform/db/database.ts'
import { prepared } from '../platform/db/prepared.ts'
import { blank } from '../platform/db/sql.ts'
import { feedbacks } from './tables.ts'

const columns = {
  id: feedbacks.id,
  number: feedbacks.number,
  takerKind: feedbacks.takerKind,
  way: feedbacks.way,
  tested: feedbacks.tested,
  adequacy: feedbacks.adequacy,
  helps: feedbacks.helps,
  hinders: feedbacks.hinders,
  toChange: feedbacks.toChange,
  answers: feedbacks.answers,
}

export type FeedbackRow = Awaited<ReturnType<typeof heardIn>>[number]

/**
 * What was said in a pilot and stands: nothing of who said it or when, and in an order that is not that of its arrival.
 * For readers who may see the pilot; its words are for those who may `feedback.read`.
 */
export async function heardIn(db: Reader, pilotId: string) {
  const rows = await ofPilot(db).execute({ pilotId })
  const place = new Map(rows.map(({ id }) => [id, createHash('sha256').update(id).digest('hex')]))
  return rows.sort((one, other) => place.get(one.id)!.localeCompare(place.get(other.id)!))
}

const ofPilot = prepared((db) =>
  db
    .select(columns)
    .from(feedbacks)
    .where(and(eq(feedbacks.pilotId, blank('pilotId')), isNull(feedbacks.withdrawnAt))),
)

/** How many gave which note in a pilot, by kind and by way: what its page shows in short, without reading a word. */
export async function notesIn(db: Reader, pilotId: string) {
  const rows = await counted(db).execute({ pilotId })
  return rows.flatMap(({ many, ...voice }) => Array.from({ length: many }, () => ({ ...voice, answers: {} })))
}

const counted = prepared((db) =>
  db
    .select({
      takerKind: feedbacks.takerKind,
      way: feedbacks.way,
      adequacy: feedbacks.adequacy,
      many: count(),
    })
    .from(feedbacks)
    .where(and(eq(feedbacks.pilotId, blank('pilotId')), isNull(feedbacks.withdrawnAt)))
    .groupBy(feedbacks.takerKind, feedbacks.way, feedbacks.adequacy),
)
