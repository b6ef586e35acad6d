import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { glimpsed, openSnapshot } from '../platform/db/open-snapshot.ts'
import type { Snapshot } from '../platform/db/snapshot.ts'
import type { Storage } from '../platform/storage/storage.ts'
import { filesPointedTo } from './contents.ts'

const TRIES = 5

export interface Held {
  snapshot: Snapshot
  /** Where each file is held, by its name in the store. */
  files: Map<string, string>
  /** Names that rows of the snapshot point to, and that the store does not have. */
  missing: string[]
  release: () => Promise<void>
}

/**
 * A snapshot of the database with the files its rows point to, held on this machine by copies of their own (by links,
 * where the store is a folder): what is swept meanwhile loses a name, not the file. Held before the snapshot, and again those that came between. One that came
 * and went in that moment is missing from the store but not from the snapshot: then another snapshot is taken, and a
 * file that is missing from that one too is truly lost.
 */
export async function held(databaseUrl: string, storage: Storage, aside: string): Promise<Held> {
  await mkdir(aside, { recursive: true })
  const files = new Map<string, string>()
  const hold = async (names: string[]) => {
    const missing: string[] = []
    for (const name of names) {
      if (files.has(name)) continue
      if (await storage.copyTo(name, join(aside, name))) files.set(name, join(aside, name))
      else missing.push(name)
    }
    return missing
  }
  let snapshot: Snapshot | undefined
  try {
    await hold(await glimpsed(databaseUrl, ({ reader }) => filesPointedTo(reader)))
    for (let attempt = 1; ; attempt++) {
      snapshot = await openSnapshot(databaseUrl)
      const names = await filesPointedTo(snapshot.reader)
      const missing = await hold(names)
      if (missing.length === 0 || attempt === TRIES) {
        const taken = snapshot
        const release = async () => {
          await taken.close()
          await rm(aside, { recursive: true, force: true })
        }
        return {
          snapshot,
          files: new Map(names.flatMap((name) => (files.has(name) ? [[name, files.get(name)!]] : []))),
          missing,
          release,
        }
      }
      await snapshot.close()
    }
  } catch (error) {
    await snapshot?.close().catch(() => {})
    await rm(aside, { recursive: true, force: true })
    throw error
  }
}
