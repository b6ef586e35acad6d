import { and, asc, desc, eq, gt, inArray, isNotNull, isNull, lte, max, or } from 'drizzle-orm'
import { accounts } from '../accounts/tables.ts'
import { journal } from '../activity/tables.ts'
import { actors } from '../actors/tables.ts'
import { DAY_MS } from '../domain/calendar.ts'
import type { Viewer } from '../domain/viewer.ts'
import { initiatives } from '../initiatives/tables.ts'
import type { Reader } from '../platform/db/database.ts'
import { NotFound } from '../platform/http/refusal.ts'
import { jobs } from '../platform/jobs/tables.ts'
import { type Fault, faultOf } from './faults.ts'
import { letterKinds } from './kinds.ts'

export type Job = typeof jobs.$inferSelect

/** Work that was due this long ago and that nobody took up is late. */
const LATE_MS = 300_000

const isOpen = and(isNull(jobs.doneAt), isNull(jobs.deadAt))
const isDead = isNotNull(jobs.deadAt)

/** How many jobs stand where: to do, under way, due for five minutes, done in the last day, given up. */
export async function queueNow(db: Reader, now: Date) {
  const isFree = or(isNull(jobs.takenUntil), lte(jobs.takenUntil, now))
  const [waiting, underWay, late, done, dead] = await Promise.all([
    db.$count(jobs, and(isOpen, isFree)),
    db.$count(jobs, and(isOpen, gt(jobs.takenUntil, now))),
    db.$count(jobs, and(isOpen, isFree, lte(jobs.runAt, new Date(now.getTime() - LATE_MS)))),
    db.$count(jobs, gt(jobs.doneAt, new Date(now.getTime() - DAY_MS))),
    db.$count(jobs, isDead),
  ])
  return { waiting, underWay, late, done, dead }
}

export type Queue = Awaited<ReturnType<typeof queueNow>>

const trouble = {
  id: jobs.id,
  kind: jobs.kind,
  attempts: jobs.attempts,
  error: jobs.error,
  createdAt: jobs.createdAt,
  runAt: jobs.runAt,
  deadAt: jobs.deadAt,
}

/** The jobs that were given up, the latest first. */
export function deadJobs(db: Reader, limit: number) {
  return db.select(trouble).from(jobs).where(isDead).orderBy(desc(jobs.deadAt), desc(jobs.id)).limit(limit)
}

/** The jobs that failed and will be tried again, the next first. */
export function failingJobs(db: Reader, limit: number) {
  const isFailing = and(isOpen, isNotNull(jobs.error))
  return db.select(trouble).from(jobs).where(isFailing).orderBy(asc(jobs.runAt), asc(jobs.id)).limit(limit)
}

/** Letters: those to send, those given up, when the last one left, and what the last trouble was. */
export async function lettersNow(db: Reader) {
  const isLetter = inArray(jobs.kind, letterKinds)
  const [waiting, dead, sent, failed] = await Promise.all([
    db.$count(jobs, and(isLetter, isOpen)),
    db.$count(jobs, and(isLetter, isDead)),
    db
      .select({ at: max(jobs.doneAt) })
      .from(jobs)
      .where(isLetter),
    db
      .select({ error: jobs.error })
      .from(jobs)
      .where(and(isLetter, isNull(jobs.doneAt), isNotNull(jobs.error)))
      .orderBy(desc(jobs.runAt))
      .limit(1),
  ])
  const fault: Fault | undefined = failed[0] && faultOf(failed[0].error)
  return { waiting, dead, sentAt: sent[0]?.at ?? undefined, fault }
}

export type Letters = Awaited<ReturnType<typeof lettersNow>>

/** Rows of the main tables. The journal only grows: its last number says how long it is, but for numbers never used. */
export async function rowsNow(db: Reader) {
  const [allInitiatives, allActors, allAccounts, last] = await Promise.all([
    db.$count(initiatives),
    db.$count(actors),
    db.$count(accounts),
    db.select({ seq: max(journal.seq) }).from(journal),
  ])
  return { initiatives: allInitiatives, actors: allActors, accounts: allAccounts, journal: last[0]?.seq ?? 0 }
}

async function findJob(db: Reader, id: string): Promise<Job | undefined> {
  const [job] = await db.select().from(jobs).where(eq(jobs.id, id))
  return job
}

export async function findJobOrRefuse(db: Reader, id: string): Promise<Job> {
  const job = await findJob(db, id)
  if (!job) throw new NotFound()
  return job
}

/** The work that somebody asked for, the latest first. Done work is kept for a week. */
export function jobsAskedBy(db: Reader, accountId: string, limit = 50): Promise<Job[]> {
  return db
    .select()
    .from(jobs)
    .where(eq(jobs.requestedById, accountId))
    .orderBy(desc(jobs.createdAt), desc(jobs.id))
    .limit(limit)
}

/** A job for whoever asked for it, and for administrators. Throws NotFound for everybody else. */
export async function findJobFor(db: Reader, { accountId, networkRole }: Viewer, id: string): Promise<Job> {
  const job = networkRole ? await findJob(db, id) : undefined
  const isTheirs = accountId !== null && job?.requestedById === accountId
  if (!job || !(isTheirs || networkRole === 'administrator')) throw new NotFound()
  return job
}
