import type { Logger } from 'pino'
import type { Database, Measured } from '../platform/db/database.ts'
import type { Floor } from '../platform/http/floor.ts'
import type { Extent } from '../platform/storage/measuring.ts'
import type { Storage } from '../platform/storage/storage.ts'
import { rowsNow } from './queries.ts'

export interface Sizes {
  database: Measured
  /** Undefined where the store cannot be read: the page of what is wrong must not fail with it. */
  files: Extent | undefined
  rows: Awaited<ReturnType<typeof rowsNow>>
}

const KEPT_MS = 60_000

/** How large everything is, at most a minute old: however often a page or a monitor asks, it is measured once. */
export function sizesOf({ db, storage, clock, log }: Pick<Floor, 'db' | 'storage' | 'clock' | 'log'>) {
  let at = -Infinity
  let known: Promise<Sizes> | undefined
  return (): Promise<Sizes> => {
    const now = clock.now().getTime()
    if (!known || Math.abs(now - at) >= KEPT_MS) {
      at = now
      known = measure(db, storage, log)
      // What failed is tried again at the next question.
      known.catch(() => (known = undefined))
    }
    return known
  }
}

async function measure(db: Database, storage: Storage, log: Logger): Promise<Sizes> {
  const unread = (error: unknown): undefined => {
    log.warn({ err: error }, 'the files cannot be measured')
  }
  const [database, files, rows] = await Promise.all([db.measured(), storage.measured().catch(unread), rowsNow(db)])
  return { database, files, rows }
}
