import type { Writer } from '../db/database.ts'
import { newId } from '../id.ts'
import { jobs } from './tables.ts'

/** A step for someone else's commit: work that will be done after it, once, even if the process dies in between. */
export function queued(
  tx: Writer,
  kind: string,
  payload: unknown,
  now: Date,
  { runAt = now, id = newId() }: { runAt?: Date | undefined; id?: string | undefined } = {},
) {
  return tx.insert(jobs).values({ id, kind, payload, runAt, createdAt: now })
}
