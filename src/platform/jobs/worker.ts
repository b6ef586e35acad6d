import type { Logger } from 'pino'
import type { Clock } from '../clock.ts'
import { faultSaid } from '../log.ts'
import { type Database, type Step, Unavailable, type Writer } from '../db/database.ts'
import {
  begun,
  extended,
  finished,
  type Job,
  nextOf,
  putOff,
  RENEW_MS,
  reached,
  type Together,
  taking,
} from './rows.ts'
import { type Lane, lanes } from './tables.ts'

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

const PROGRESS_EVERY_MS = 1_000
const LOOK_EVERY_MS = 500
/** How long work that is done together waits for more of its kind: nobody waits for a letter of it that much. */
const REST_MS = 300

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
 * The `kinds` that are done together only read, quickly, and answer with a `Finish`: those that wait are taken by one
 * commit and written by another, so that many small jobs share the wait for the disk.
 */
export function worker(
  floor: { db: Database; clock: Clock; log: Logger },
  handlers: Record<string, Handler>,
  kinds: ReadonlySet<string> = new Set(),
): Worker {
  const { db, clock, log } = floor
  let timer: NodeJS.Timeout | undefined
  const running = new Map<Lane, Promise<number>>()
  let isStopping = false

  async function drain(lane: Lane, restMs: number): Promise<number> {
    const together = { kinds, restMs }
    let some = await take(lane, together)
    for (let done = 0; ; ) {
      if (some.length === 0) return done
      done += some.length
      const next: readonly Job[] = some.length > 1 ? await performAll(some) : await perform(some[0]!, together)
      some = next.length > 0 ? next : await take(lane, together)
    }
  }

  async function take(lane: Lane, together: Together): Promise<readonly Job[]> {
    for (;;) {
      if (isStopping) return []
      const now = clock.now()
      const next = await nextOf(db, lane, now, together)
      if (next.length === 0) return []
      const [taken] = await db.commit((tx) => [taking(tx, next, now)])
      const some = begun(taken)
      if (some.length > 0) return some
    }
  }

  /** Does a job; in the commit that says so the next ones of its lane are taken, if nobody else is quicker. */
  async function perform(job: Job, together: Together): Promise<readonly Job[]> {
    const did = await leased([job], () => outcomeOf(job))
    if (!did) return []
    const now = clock.now()
    const next = isStopping ? [] : await nextOf(db, job.lane, now, together)
    const outcomes = await db.commit((tx): readonly Step[] => [
      ...did.steps(tx),
      ...(next.length > 0 ? [taking(tx, next, now)] : []),
    ])
    return next.length > 0 ? begun(outcomes.at(-1) as Job[]) : []
  }

  /** Does jobs that only read, and writes all that came of them at once; one by one if that is refused. */
  async function performAll(some: readonly Job[]): Promise<readonly Job[]> {
    const done = await leased(some, async () => {
      const done: Done[] = []
      for (const job of some) {
        const did = await outcomeOf(job)
        if (did) done.push(did)
      }
      return done
    })
    try {
      await db.commit((tx) => done.flatMap(({ steps }) => steps(tx)))
    } catch (error) {
      if (error instanceof Unavailable) throw error
      for (const { job, steps } of done) {
        await db.commit(steps).catch((refused: unknown) => log.error({ job: job.id, err: refused }, 'job not written'))
      }
    }
    return []
  }

  /** What is written once a job is done; undefined when it failed, and was put off. */
  async function outcomeOf(job: Job): Promise<Done | undefined> {
    let outcome: unknown
    try {
      const handler = handlers[job.kind]
      if (!handler) throw new NoSuchKind()
      outcome = await handler(job.payload as never, clock.now(), { id: job.id, reached: progressOf(db, job.id) })
    } catch (error) {
      log.error({ job: job.id, kind: job.kind, attempts: job.attempts, err: error }, 'job failed')
      const why = error instanceof NoSuchKind ? NO_SUCH_KIND : faultSaid(error)
      await db.commit((tx) => [putOff(tx, job, why, clock.now())])
      return undefined
    }
    const now = clock.now()
    const steps = (tx: Writer): readonly Step[] =>
      outcome instanceof Finish
        ? [...outcome.steps(tx), finished(tx, job, null, now)]
        : [finished(tx, job, outcome ?? null, now)]
    return { job, steps }
  }

  async function leased<Result>(some: readonly Job[], work: () => Promise<Result>): Promise<Result> {
    const lease = setInterval(() => void extended(db, some, clock.now()).catch(() => {}), RENEW_MS)
    try {
      return await work()
    } finally {
      clearInterval(lease)
    }
  }

  function tick() {
    for (const lane of lanes) {
      if (running.has(lane)) continue
      const work = drain(lane, REST_MS)
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
        for (const lane of lanes) done += await drain(lane, 0)
      }
      return all
    },
    start() {
      timer = setInterval(tick, LOOK_EVERY_MS)
      tick()
    },
    async stop() {
      isStopping = true
      clearInterval(timer)
      await Promise.all(running.values())
    },
  }
}

/** A job that was done, and what says so. */
interface Done {
  job: Job
  steps: (tx: Writer) => readonly Step[]
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
    await db.commit((tx) => [reached(tx, id, progressDone, progressTotal)])
  }
}
