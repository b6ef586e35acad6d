import type { Database, Measured } from '../platform/db/database.ts'
import type { Clock } from '../platform/clock.ts'
import type { Extent } from '../platform/storage/measuring.ts'
import type { Storage } from '../platform/storage/storage.ts'
import { rowsNow } from './queries.ts'

export interface Sizes {
  database: Measured
  files: Extent
  rows: Awaited<ReturnType<typeof rowsNow>>
}

const KEPT_MS = 60_000

/** How large everything is, at most a minute old: however often a page or a monitor asks, it is measured once. */
export function sizesOf({ db, storage, clock }: { db: Database; storage: Storage; clock: Clock }) {
  let at = -Infinity
  let known: Promise<Sizes> | undefined
  return (): Promise<Sizes> => {
    const now = clock.now().getTime()
    if (!known || Math.abs(now - at) >= KEPT_MS) {
      at = now
      known = measure(db, storage)
      // What failed is tried again at the next question.
      known.catch(() => (known = undefined))
    }
    return known
  }
}

async function measure(db: Database, storage: Storage): Promise<Sizes> {
  const [database, files, rows] = await Promise.all([db.measured(), storage.measured(), rowsNow(db)])
  return { database, files, rows }
}
