import { glimpsed } from '../platform/db/open-snapshot.ts'
import { hashOf } from '../platform/storage/spooling.ts'
import { isHash, type Storage, StoreUnreachable } from '../platform/storage/storage.ts'
import { filesPointedTo } from './contents.ts'
import { migrationsOf, type Source } from './making.ts'
import { orphansIn, removedOlder, sweepable } from './sweeping.ts'

export interface Verdict {
  files: number
  bytes: number
  /** Names that rows point to, and that the store does not have. */
  missing: string[]
  /** Names whose bytes are not theirs, or cannot be read. */
  corrupted: string[]
  /** Names that no row points to. */
  orphaned: string[]
  /** How many of these are older than a day. */
  old: number
  swept: number
}

/** What rows point to now. Throws ArchiveFault for a database that is not of this version. */
export async function pointedToIn({ databaseUrl, root }: Source): Promise<string[]> {
  await migrationsOf(databaseUrl, root)
  return glimpsed(databaseUrl, ({ reader }) => filesPointedTo(reader))
}

/**
 * Compares the store with the rows, and every file with its name, which is its hash; names that are none are only
 * looked for. Reads everything. Safe beside a running server: what comes or goes meanwhile is not held against it.
 */
export async function checkStorage(
  source: Source,
  storage: Storage,
  { now, sweeps, reached }: { now: Date; sweeps: boolean; reached: (done: number, total: number) => void },
): Promise<Verdict> {
  const { stored, pointed, orphans } = await orphansIn(() => pointedToIn(source), storage)
  const bytes = stored.reduce((sum, { size }) => sum + size, 0)
  const corrupted: string[] = []
  let done = 0
  for (const { name, size } of stored) {
    if (isHash(name) && !(await isWhole(storage, name))) corrupted.push(name)
    reached((done += size), bytes)
  }
  const listed = new Set(stored.map(({ name }) => name))
  const missing: string[] = []
  for (const name of pointed) {
    if (!listed.has(name) && (await storage.sizeOf(name)) === undefined) missing.push(name)
  }
  const before = sweepable(now)
  const old = orphans.filter(({ at }) => at < before)
  if (sweeps) await storage.tidy(before)
  const swept = sweeps ? await removedOlder(storage, old, before) : 0
  const orphaned = orphans.map(({ name }) => name)
  return { files: stored.length, bytes, missing, corrupted, orphaned, old: old.length, swept }
}

/** Also what has been removed since it was listed. */
async function isWhole(storage: Storage, name: string): Promise<boolean> {
  try {
    return (await hashOf(await storage.stream(name))) === name
  } catch (error) {
    if (error instanceof StoreUnreachable) throw error
    return (error as NodeJS.ErrnoException).code === 'ENOENT'
  }
}
