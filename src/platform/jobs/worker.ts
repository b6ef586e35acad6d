import { and, asc, eq, isNotNull, isNull, like, lt, lte, not, or } from 'drizzle-orm'
import type { Logger } from 'pino'
import type { Clock } from '../clock.ts'
import type { Database, Writer } from '../db/database.ts'
import { jobs } from './tables.ts'

/** What does the work of one kind of job. Thrown errors are retried; after the last attempt the job is dead, and kept. */
export type Handler = (payload: never, now: Date) => Promise<void>

const LEASE_MS = 60_000
const ATTEMPTS = 6
const lanes = ['short', 'long'] as const
const KEEP_DONE_MS = 7 * 86_400_000

export interface Worker {
  /** Does everything that is due; returns how many jobs were done. */
  drain(): Promise<number>
  start(): void
  /** Lets the job under way finish, and takes no other. */
  stop(): Promise<void>
}

/**
 * Two lanes per process, one job at a time in each: long work (`import.*`) never keeps a letter waiting. Several
 * processes on one database take turns by a guarded update; a job whose process died is free again after a minute.
 */
export function worker(floor: { db: Database; clock: Clock; log: Logger }, handlers: Record<string, Handler>): Worker {
  const { db, clock, log } = floor
  let timer: NodeJS.Timeout | undefined
  const running = new Map<Lane, Promise<number>>()
  let isStopping = false

  async function drain(lane: Lane): Promise<number> {
    for (let done = 0; ; done++) {
      const job = isStopping ? undefined : await take(db, lane, clock.now())
      if (!job) return done
      await perform(job)
    }
  }

  async function perform(job: typeof jobs.$inferSelect) {
    const lease = setInterval(() => void extended(db, job.id, clock.now()).catch(() => {}), LEASE_MS / 3)
    try {
      const handler = handlers[job.kind]
      if (!handler) throw new Error(`nobody does jobs of kind ${job.kind}`)
      await handler(job.payload as never, clock.now())
    } catch (error) {
      log.error({ job: job.id, kind: job.kind, attempts: job.attempts, err: error }, 'job failed')
      await db.commit((tx) => [putOff(tx, job, error, clock.now())])
      return
    } finally {
      clearInterval(lease)
    }
    // Outside the try: what was done is never taken for failed, whatever becomes of this commit.
    const now = clock.now()
    await db.commit((tx) => [
      tx.update(jobs).set({ doneAt: now, takenUntil: null, error: null }).where(eq(jobs.id, job.id)),
      tx.delete(jobs).where(and(isNotNull(jobs.doneAt), lt(jobs.doneAt, new Date(now.getTime() - KEEP_DONE_MS)))),
    ])
  }

  function tick() {
    for (const lane of lanes) {
      if (running.has(lane)) continue
      const work = drain(lane)
        .catch((error: unknown) => {
          log.error({ err: error }, 'jobs cannot be read')
          return 0
        })
        .finally(() => running.delete(lane))
      running.set(lane, work)
    }
  }

  return {
    async drain() {
      let done = 0
      for (const lane of lanes) done += await drain(lane)
      return done
    },
    start() {
      timer = setInterval(tick, 500)
      tick()
    },
    async stop() {
      isStopping = true
      clearInterval(timer)
      await Promise.all(running.values())
    },
  }
}

type Lane = (typeof lanes)[number]

const leaseFrom = (now: Date) => new Date(now.getTime() + LEASE_MS)

function extended(db: Database, id: string, now: Date) {
  return db.commit((tx) => [
    tx
      .update(jobs)
      .set({ takenUntil: leaseFrom(now) })
      .where(eq(jobs.id, id)),
  ])
}

// Tried again later and later; dead after the last attempt, and kept with its error.
function putOff(tx: Writer, { id, attempts }: typeof jobs.$inferSelect, error: unknown, now: Date) {
  return tx
    .update(jobs)
    .set({
      takenUntil: null,
      error: String(error).slice(0, 500),
      runAt: new Date(now.getTime() + 1000 * 4 ** attempts),
      deadAt: attempts >= ATTEMPTS ? now : null,
    })
    .where(eq(jobs.id, id))
}

// The guard is said twice: of two processes that pick the same row, the second updates nothing.
// The attempt is counted when it begins, so that a job which ends the process is not tried for ever.
async function take(db: Database, lane: Lane, now: Date) {
  const isFree = or(isNull(jobs.takenUntil), lt(jobs.takenUntil, now))
  const isLong = like(jobs.kind, 'import.%')
  const isHere = lane === 'long' ? isLong : not(isLong)
  const isDue = and(isNull(jobs.doneAt), isNull(jobs.deadAt), lte(jobs.runAt, now), isFree, isHere)
  for (;;) {
    const [next] = await db.select().from(jobs).where(isDue).orderBy(asc(jobs.runAt), asc(jobs.id)).limit(1)
    if (!next) return undefined
    const attempts = next.attempts + 1
    const [[taken]] = await db.commit((tx) => [
      tx
        .update(jobs)
        .set(attempts > ATTEMPTS ? { deadAt: now } : { attempts, takenUntil: leaseFrom(now) })
        .where(and(eq(jobs.id, next.id), isDue))
        .returning(),
    ])
    if (taken && !taken.deadAt) return taken
  }
}
