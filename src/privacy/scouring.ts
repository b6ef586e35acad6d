import { and, eq, isNull } from 'drizzle-orm'
import type { Database, Writer } from '../platform/db/database.ts'
import { queued } from '../platform/jobs/queued.ts'
import { jobs } from '../platform/jobs/tables.ts'
import { Finish, type Handler } from '../platform/jobs/worker.ts'

/** By then the letter has left, when nothing stands in its way. */
const AFTER_MS = 30_000
const AGAIN_MS = 3_600_000

/** A step: what was erased leaves the files of the database too, once the letter about it has left. */
export function scouringQueued(tx: Writer, letterId: string, now: Date, waitMs = AFTER_MS) {
  return queued(tx, 'erasure.scour', { letterId }, now, { runAt: new Date(now.getTime() + waitMs), lane: 'long' })
}

/**
 * The job `erasure.scour`. A letter that could not be sent is forgotten with its address; one that is still tried is
 * waited for.
 */
export function scourAfterErasure({ db }: { db: Database }): Handler {
  return async ({ letterId }: { letterId: string }, now) => {
    const isIt = and(eq(jobs.id, letterId), isNull(jobs.doneAt))
    const [letter] = await db.select({ deadAt: jobs.deadAt }).from(jobs).where(isIt)
    if (letter?.deadAt) await db.commit((tx) => [tx.delete(jobs).where(isIt)])
    await db.scour()
    return letter && !letter.deadAt ? new Finish((tx) => [scouringQueued(tx, letterId, now, AGAIN_MS)]) : undefined
  }
}
