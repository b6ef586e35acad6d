import type { Writer } from '../db/database.ts'
import { inserted } from '../db/filled.ts'
import { newId } from '../id.ts'
import { jobs, type Lane } from './tables.ts'

interface Asked {
  runAt?: Date | undefined
  /** Work that must not be done twice has an id of its own making: a second row of it is refused. */
  id?: string | undefined
  lane?: Lane | undefined
  /** The account that asked for it, and may follow it. */
  requestedById?: string | null | undefined
}

/** A step for someone else's commit: work that will be done after it, once, even if the process dies in between. */
export function queued(tx: Writer, kind: string, payload: unknown, now: Date, asked: Asked = {}) {
  return inserted(tx, jobs, job(kind, payload, now, asked))
}

/** The row of a job, for who says what becomes of one that is there already. */
export function job(
  kind: string,
  payload: unknown,
  now: Date,
  { runAt = now, id = newId(), lane = 'short', requestedById = null }: Asked = {},
) {
  return { id, kind, lane, payload, runAt, requestedById, createdAt: now }
}
