import { DAY_MS } from '../domain/calendar.ts'
import type { Reader } from '../platform/db/database.ts'
import type { Storage, Stored } from '../platform/storage/storage.ts'
import { filesPointedTo } from './contents.ts'

// A store of few files may lose them all: a demo that was emptied, a first import that was discarded.
const FEW = 100

export interface Swept {
  removed: number
  /** Files that no row points to and that were left, for fear that this is the store of another network. */
  left: number
}

/** Files of the store that no row points to, of all ages. */
export async function orphansIn(pointedTo: () => Promise<string[]>, storage: Storage) {
  const stored: Stored[] = []
  for await (const one of storage.names()) stored.push(one)
  // Read after the list: whoever keeps a file writes its row afterwards.
  const pointed = new Set(await pointedTo())
  return { stored, pointed, orphans: stored.filter(({ name }) => !pointed.has(name)) }
}

/** An hour of one day is enough for any form: what is older and has no row has none to come. */
export const sweepable = (now: Date) => new Date(now.getTime() - DAY_MS)

/**
 * Removes what no row has pointed to for a day, and what was left half-written. Files kept again meanwhile are young,
 * and stay. A database that does not know most of the store is probably not its own: then nothing is removed.
 */
export async function sweepStorage(db: Reader, storage: Storage, now: Date): Promise<Swept> {
  const before = sweepable(now)
  await storage.tidy(before)
  const { stored, orphans } = await orphansIn(() => filesPointedTo(db), storage)
  const old = orphans.filter(({ at }) => at < before)
  if (old.length > FEW && old.length * 2 > stored.length) return { removed: 0, left: old.length }
  return { removed: await removedOlder(storage, old, before), left: 0 }
}

export async function removedOlder(storage: Storage, files: readonly Stored[], before: Date): Promise<number> {
  let removed = 0
  for (const { name } of files) if (await storage.removeOlder(name, before)) removed++
  return removed
}
