import type { Database } from '../platform/db/database.ts'
import type { NetworkNow } from '../platform/http/floor.ts'
import { findNetwork } from './queries.ts'

const FRESH_MS = 5_000

/** The network's name, language and time zone, which every page needs. */
export async function networkNow(db: Database): Promise<NetworkNow> {
  let current = await findNetwork(db)
  let readAt = 0
  return {
    get: () => current,
    async refresh() {
      current = await findNetwork(db)
      return current
    },
    async keepFresh(now) {
      if (now.getTime() - readAt < FRESH_MS) return
      readAt = now.getTime()
      current = await findNetwork(db)
    },
  }
}
