import { and, asc, eq, isNotNull, isNull, lt, lte, or, type SQL, sql } from 'drizzle-orm'
import type { Database, Writer } from '../db/database.ts'
import { dialect } from '../db/dialect.ts'
import { blanksFor, filled } from '../db/filled.ts'
import { prepared } from '../db/prepared.ts'
import { type Blank, blank, oneOf } from '../db/sql.ts'
import { jobs, type Lane } from './tables.ts'

export type Job = typeof jobs.$inferSelect

const LEASE_MS = 60_000
export const RENEW_MS = LEASE_MS / 3
const ATTEMPTS = 6
/** As many jobs as are taken together where their kind allows it. */
const MOST_TOGETHER = 100

/** Kinds of which many are done together, and how old the first has to be, so that others can join it. */
export interface Together {
  kinds: ReadonlySet<string>
  restMs: number
}

/**
 * The next job of a lane; where its kind is done together, with others of the kind that wait. Whatever was tried before
 * is alone, so that work which ends the process costs no other an attempt.
 */
export async function nextOf(db: Database, lane: Lane, now: Date, together: Together): Promise<readonly Job[]> {
  const first = await waiting(db).execute({ lane, now, limit: 1 })
  const isLike = ({ kind, attempts }: Job) => attempts === 0 && kind === first[0]?.kind
  if (!first.some((job) => isLike(job) && together.kinds.has(job.kind))) return first
  const some = (await waiting(db).execute({ lane, now, limit: MOST_TOGETHER })).filter(isLike)
  const isRested = now.getTime() - first[0]!.runAt.getTime() >= together.restMs
  return isRested || some.length === MOST_TOGETHER ? some : []
}

const waiting = prepared((db) => {
  const now = sql`${sql.param(sql.placeholder('now'), jobs.runAt)}`
  return db
    .select()
    .from(jobs)
    .where(isDue(blank('lane'), dialect === 'sqlite' ? sql`(select ${now})` : now))
    .orderBy(asc(jobs.runAt), asc(jobs.id))
    .limit(sql.placeholder('limit'))
})

/**
 * The guard is said twice: of two processes that pick the same row, the second updates nothing.
 * The attempt is counted when it begins, so that a job which ends the process is not tried for ever.
 */
export function taking(tx: Writer, some: readonly Job[], now: Date) {
  const { lane, attempts } = some[0]!
  const ids = JSON.stringify(some.map(({ id }) => id))
  return tx
    .update(jobs)
    .set(attempts >= ATTEMPTS ? { deadAt: now } : { attempts: attempts + 1, takenUntil: leaseFrom(now) })
    .where(and(oneOf(jobs.id, sql`${ids}`), isDue(lane, now)))
    .returning()
}

/** Those that were really taken, in the order in which they wait. */
export function begun(taken: readonly Job[]): Job[] {
  return taken
    .filter(({ deadAt }) => !deadAt)
    .sort((a, b) => a.runAt.getTime() - b.runAt.getTime() || (a.id < b.id ? -1 : 1))
}

export function extended(db: Database, some: readonly Job[], now: Date) {
  const ids = JSON.stringify(some.map(({ id }) => id))
  return db.commit((tx) => [
    tx
      .update(jobs)
      .set({ takenUntil: leaseFrom(now) })
      .where(and(oneOf(jobs.id, sql`${ids}`), isNull(jobs.doneAt), isNotNull(jobs.takenUntil))),
  ])
}

/**
 * What is written when a job is done. A letter that left is nobody's to read again: what a job was given stays only for
 * whoever asked for it.
 */
export function finished(tx: Writer, { id, requestedById }: Job, outcome: unknown, now: Date) {
  const done = { doneAt: now, takenUntil: null, error: null, outcome }
  const { names, blanks, values } = blanksFor(jobs, requestedById === null ? { ...done, payload: {} } : done)
  const build = () =>
    tx
      .update(jobs)
      .set(blanks)
      .where(eq(jobs.id, sql.placeholder('is')))
  return filled(tx, `finish jobs ${names.join()}`, build, { ...values, is: id })
}

export function reached(tx: Writer, id: string, progressDone: number, progressTotal: number) {
  return tx.update(jobs).set({ progressDone, progressTotal }).where(eq(jobs.id, id))
}

/** Tried again later and later; dead after the last attempt, and kept with its error. */
export function putOff(tx: Writer, { id, attempts }: Job, error: string, now: Date) {
  return tx
    .update(jobs)
    .set({
      takenUntil: null,
      error: error.slice(0, 500),
      runAt: new Date(now.getTime() + 1000 * 4 ** attempts),
      deadAt: attempts >= ATTEMPTS ? now : null,
    })
    .where(eq(jobs.id, id))
}

const leaseFrom = (now: Date) => new Date(now.getTime() + LEASE_MS)

function isDue(lane: Lane | Blank, now: Date | SQL) {
  const isFree = or(isNull(jobs.takenUntil), lt(jobs.takenUntil, now))
  return and(isNull(jobs.doneAt), isNull(jobs.deadAt), eq(jobs.lane, lane), lte(jobs.runAt, now), isFree)
}
