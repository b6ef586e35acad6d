import { and, asc, eq, isNotNull, isNull, lt, lte, or } from 'drizzle-orm'
import type { Logger } from 'pino'
import type { Clock } from '../clock.ts'
import type { Database } from '../db/database.ts'
import { jobs } from './tables.ts'

/** What does the work of one kind of job. Thrown errors are retried; after the last attempt the job is dead, and kept. */
export type Handler = (payload: never, now: Date) => Promise<void>

const LEASE_MS = 10 * 60_000
const ATTEMPTS = 6
const KEEP_DONE_MS = 7 * 86_400_000

export interface Worker {
  /** Does everything that is due; returns how many jobs were done. */
  drain(): Promise<number>
  start(): void
  /** Lets the job under way finish, and takes no other. */
  stop(): Promise<void>
}

/** One job at a time per process; several processes on one database take turns by a guarded update. */
export function worker(floor: { db: Database; clock: Clock; log: Logger }, handlers: Record<string, Handler>): Worker {
  const { db, clock, log } = floor
  let timer: NodeJS.Timeout | undefined
  let running: Promise<number> | undefined
  let isStopping = false

  async function drain(): Promise<number> {
    for (let done = 0; ; done++) {
      const job = isStopping ? undefined : await take(db, clock.now())
      if (!job) return done
      await perform(job)
    }
  }

  async function perform(job: typeof jobs.$inferSelect) {
    try {
      const handler = handlers[job.kind]
      if (!handler) throw new Error(`nobody does jobs of kind ${job.kind}`)
      await handler(job.payload as never, clock.now())
      await db.commit((tx) => [
        tx.update(jobs).set({ doneAt: clock.now(), takenUntil: null, error: null }).where(eq(jobs.id, job.id)),
        tx
          .delete(jobs)
          .where(and(isNotNull(jobs.doneAt), lt(jobs.doneAt, new Date(clock.now().getTime() - KEEP_DONE_MS)))),
      ])
    } catch (error) {
      const attempts = job.attempts + 1
      log.error({ job: job.id, kind: job.kind, attempts, err: error }, 'job failed')
      const now = clock.now()
      await db.commit((tx) => [
        tx
          .update(jobs)
          .set({
            attempts,
            takenUntil: null,
            error: String(error).slice(0, 500),
            runAt: new Date(now.getTime() + 1000 * 4 ** attempts),
            deadAt: attempts >= ATTEMPTS ? now : null,
          })
          .where(eq(jobs.id, job.id)),
      ])
    }
  }

  function tick() {
    running ??= drain()
      .catch((error: unknown) => {
        log.error({ err: error }, 'jobs cannot be read')
        return 0
      })
      .finally(() => {
        running = undefined
      })
  }

  return {
    drain,
    start() {
      timer = setInterval(tick, 500)
      tick()
    },
    async stop() {
      isStopping = true
      clearInterval(timer)
      await running
    },
  }
}

// The guard is said twice: of two processes that pick the same row, the second updates nothing.
async function take(db: Database, now: Date) {
  const isFree = or(isNull(jobs.takenUntil), lt(jobs.takenUntil, now))
  const isDue = and(isNull(jobs.doneAt), isNull(jobs.deadAt), lte(jobs.runAt, now), isFree)
  for (;;) {
    const [next] = await db.select().from(jobs).where(isDue).orderBy(asc(jobs.runAt), asc(jobs.id)).limit(1)
    if (!next) return undefined
    const [[taken]] = await db.commit((tx) => [
      tx
        .update(jobs)
        .set({ takenUntil: new Date(now.getTime() + LEASE_MS) })
        .where(and(eq(jobs.id, next.id), isDue))
        .returning(),
    ])
    if (taken) return taken
  }
}
