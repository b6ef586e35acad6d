import type { Database } from '../platform/db/database.ts'
import { findNetwork, type Network } from './queries.ts'

const FRESH_MS = 5_000

export interface NetworkNow {
  /** From memory, at most some seconds old: asked on every page. */
  get: () => Network
  /** Reads it again, after it was changed here. */
  refresh(): Promise<Network>
  /** Reads it again if it may have been changed by another process. */
  keepFresh(now: Date): Promise<void>
}

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
