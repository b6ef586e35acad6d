import { findNetwork } from '../network/queries.ts'
import { dayIn } from '../platform/clock.ts'
import { type Database, Duplicate } from '../platform/db/database.ts'
import { queued } from '../platform/jobs/queued.ts'
import type { Nights } from './running.ts'

/**
 * Queues the back-up of this night once its hour has come, whoever asks and however often: the job bears the day. A
 * server that was down at that hour makes it when it is up again. Returns whether it was queued now.
 */
export async function backupAtNight(db: Database, { kept, hour }: Pick<Nights, 'kept' | 'hour'>, now: Date) {
  if (kept === 0) return false
  const { timeZone } = await findNetwork(db)
  if (hourIn(timeZone, now) < hour) return false
  try {
    await db.commit((tx) => [queued(tx, 'backup.run', {}, now, { id: `backup-${dayIn(timeZone, now)}`, lane: 'long' })])
    return true
  } catch (error) {
    if (error instanceof Duplicate) return false
    throw error
  }
}

function hourIn(timeZone: string, now: Date): number {
  return Number(new Intl.DateTimeFormat('en', { timeZone, hour: 'numeric', hourCycle: 'h23' }).format(now))
}
