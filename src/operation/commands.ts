import { and, eq, isNotNull } from 'drizzle-orm'
import { recorded } from '../activity/recorded.ts'
import type { By } from '../domain/viewer.ts'
import { allowed } from '../network/access.ts'
import { type Database, exactlyOne } from '../platform/db/database.ts'
import { Refusal } from '../platform/http/refusal.ts'
import { jobs } from '../platform/jobs/tables.ts'
import { findJobOrRefuse } from './queries.ts'

/** The job lives again: somebody else did the same, or it was forgotten meanwhile. */
export class NotDead extends Refusal {
  constructor() {
    super(409, 'job_not_dead')
  }
}

/** Gives a job that was given up all its attempts again, from now on. Throws NotFound, NotDead. */
export async function retry(db: Database, id: string, by: By, now: Date): Promise<void> {
  const as = allowed('network.manage', by)
  const { kind } = await findJobOrRefuse(db, id)
  const begunAgain = { deadAt: null, takenUntil: null, error: null, attempts: 0, runAt: now }
  await db.commit((tx) => [
    exactlyOne(tx.update(jobs).set(begunAgain).where(isDeadJob(id)).returning({ id: jobs.id }), () => new NotDead()),
    recorded(tx, by, now, { what: 'job_retried', subject: { kind: 'job', id }, as, particulars: { kind } }),
  ])
}

/** Takes a job that was given up away: its work is never done. Throws NotFound, NotDead. */
export async function forget(db: Database, id: string, by: By, now: Date): Promise<void> {
  const as = allowed('network.manage', by)
  const { kind } = await findJobOrRefuse(db, id)
  await db.commit((tx) => [
    exactlyOne(tx.delete(jobs).where(isDeadJob(id)).returning({ id: jobs.id }), () => new NotDead()),
    recorded(tx, by, now, { what: 'job_forgotten', subject: { kind: 'job', id }, as, particulars: { kind } }),
  ])
}

const isDeadJob = (id: string) => and(eq(jobs.id, id), isNotNull(jobs.deadAt))
