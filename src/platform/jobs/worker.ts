import { and, asc, eq, isNotNull, isNull, lt, lte, or } from 'drizzle-orm'
import type { Logger } from 'pino'
import { DAY_MS } from '../../domain/calendar.ts'
import type { Clock } from '../clock.ts'
import { faultSaid } from '../log.ts'
import type { Database, Step, Writer } from '../db/database.ts'
import { jobs, type Lane, lanes } from './tables.ts'

/** The job as its handler sees it. */
export interface Under {
  id: string
  /** Says how far the work has come; read by whoever asked for it. Cheap: written once a second at most. */
  reached(done: number, total: number): Promise<void>
}

/**
 * What does the work of one kind of job; what it returns is kept with the job. Thrown errors are retried, later and
 * later; after the last attempt the job is dead, and kept.
 */
export type Handler = (payload: never, now: Date, job: Under) => Promise<unknown>

/** What a handler returns that has something to write: it is committed together with the job's being done. */
export class Finish {
  readonly steps: (tx: Writer) => readonly Step[]

  constructor(steps: (tx: Writer) => readonly Step[]) {
    this.steps = steps
  }
}

/** No handler does this kind: of another version, perhaps, whose process will. Kept as the job's error. */
export const NO_SUCH_KIND = 'no_such_kind'

const LEASE_MS = 60_000
const ATTEMPTS = 6
const PROGRESS_EVERY_MS = 1_000
const KEEP_DONE_MS = 7 * DAY_MS

export interface Worker {
  /** Does everything that is due; returns how many jobs were done. */
  drain(): Promise<number>
  start(): void
  /** Lets the job under way finish, and takes no other. */
  stop(): Promise<void>
}

/**
 * Two lanes per process, one job at a time in each: long work never keeps a letter waiting. Several processes on one
 * database take turns by a guarded update; a job whose process died is free again after a minute.
 */
export function worker(floor: { db: Database; clock: Clock; log: Logger }, handlers: Record<string, Handler>): Worker {
  const { db, clock, log } = floor
  let timer: NodeJS.Timeout | undefined
  const running = new Map<Lane, Promise<number>>()
  let isStopping = false

  async function drain(lane: Lane): Promise<number> {
    let job = isStopping ? undefined : await take(db, lane, clock.now())
    for (let done = 0; ; done++) {
      if (!job) return done
      job = await perform(job)
      if (!job && !isStopping) job = await take(db, lane, clock.now())
    }
  }

  /** Does a job; in the commit that says so the next one of its lane is taken, if nobody else is quicker. */
  async function perform(job: Job): Promise<Job | undefined> {
    let outcome: unknown
    const lease = setInterval(() => void extended(db, job.id, clock.now()).catch(() => {}), LEASE_MS / 3)
    try {
      const handler = handlers[job.kind]
      if (!handler) throw new NoSuchKind()
      outcome = await handler(job.payload as never, clock.now(), { id: job.id, reached: progressOf(db, job.id) })
    } catch (error) {
      log.error({ job: job.id, kind: job.kind, attempts: job.attempts, err: error }, 'job failed')
      await db.commit((tx) => [putOff(tx, job, error, clock.now())])
      return undefined
    } finally {
      clearInterval(lease)
    }
    // Outside the try: what was done is never taken for failed, whatever becomes of this commit.
    const now = clock.now()
    const [next] = isStopping ? [] : await waiting(db, job.lane, now)
    const outcomes = await db.commit((tx): readonly Step[] => [
      ...(outcome instanceof Finish ? outcome.steps(tx) : []),
      tx
        .update(jobs)
        .set({
          doneAt: now,
          takenUntil: null,
          error: null,
          // A letter that left is nobody's to read again: what a job was given stays only for whoever asked for it.
          ...(job.requestedById === null ? { payload: {} } : {}),
          outcome: outcome instanceof Finish ? null : (outcome ?? null),
        })
        .where(eq(jobs.id, job.id)),
      tx.delete(jobs).where(and(isNotNull(jobs.doneAt), lt(jobs.doneAt, new Date(now.getTime() - KEEP_DONE_MS)))),
      ...(next ? [taking(tx, next, now)] : []),
    ])
    const [taken] = next ? (outcomes.at(-1) as Job[]) : []
    return taken && !taken.deadAt ? taken : undefined
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
      let all = 0
      // Long work may queue short work, and the other way round.
      for (let done = -1; done !== 0; all += done) {
        done = 0
        for (const lane of lanes) done += await drain(lane)
      }
      return all
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

class NoSuchKind extends Error {
  override name = 'NoSuchKind'
}

function progressOf(db: Database, id: string): Under['reached'] {
  let saidAt = -Infinity
  return async (progressDone, progressTotal) => {
    const now = performance.now()
    if (now - saidAt < PROGRESS_EVERY_MS && progressDone < progressTotal) return
    saidAt = now
    await db.commit((tx) => [tx.update(jobs).set({ progressDone, progressTotal }).where(eq(jobs.id, id))])
  }
}

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
      error: error instanceof NoSuchKind ? NO_SUCH_KIND : faultSaid(error).slice(0, 500),
      runAt: new Date(now.getTime() + 1000 * 4 ** attempts),
      deadAt: attempts >= ATTEMPTS ? now : null,
    })
    .where(eq(jobs.id, id))
}

type Job = typeof jobs.$inferSelect

async function take(db: Database, lane: Lane, now: Date): Promise<Job | undefined> {
  for (;;) {
    const [next] = await waiting(db, lane, now)
    if (!next) return undefined
    const [[taken]] = await db.commit((tx) => [taking(tx, next, now)])
    if (taken && !taken.deadAt) return taken
  }
}

function waiting(db: Database, lane: Lane, now: Date): Promise<Job[]> {
  return db.select().from(jobs).where(isDue(lane, now)).orderBy(asc(jobs.runAt), asc(jobs.id)).limit(1)
}

// The guard is said twice: of two processes that pick the same row, the second updates nothing.
// The attempt is counted when it begins, so that a job which ends the process is not tried for ever.
function taking(tx: Writer, { id, lane, attempts }: Job, now: Date) {
  return tx
    .update(jobs)
    .set(attempts >= ATTEMPTS ? { deadAt: now } : { attempts: attempts + 1, takenUntil: leaseFrom(now) })
    .where(and(eq(jobs.id, id), isDue(lane, now)))
    .returning()
}

function isDue(lane: Lane, now: Date) {
  const isFree = or(isNull(jobs.takenUntil), lt(jobs.takenUntil, now))
  return and(isNull(jobs.doneAt), isNull(jobs.deadAt), eq(jobs.lane, lane), lte(jobs.runAt, now), isFree)
}
