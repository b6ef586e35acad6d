import { existsSync } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { recorded } from '../activity/recorded.ts'
import { visitor } from '../domain/viewer.ts'
import { isInUse } from '../platform/db/in-use.ts'
import { openDatabase } from '../platform/db/open.ts'
import { openStorage } from '../platform/storage/opening.ts'
import { flushFolder, placeIn, type Storage } from '../platform/storage/storage.ts'
import { type Checked, checkArchive } from './checking.ts'
import type { Head } from './contents.ts'
import { ArchiveFault } from './faults.ts'
import { nameAt } from './format.ts'
import { loadArchive } from './loading.ts'
import { makeArchive, type Source } from './making.ts'

export interface Restoring extends Source {
  file: string
  /** What the network holds now makes way, and is kept aside. */
  replaces: boolean
  now: () => Date
  reached?: (done: number, total: number) => void
}

export interface Restored {
  checked: Checked
  /** Where the former network is kept. */
  aside: string | undefined
}

/** Checks an archive, and only then makes it the network. Throws ArchiveFault; then everything is as it was. */
export async function restore(restoring: Restoring): Promise<Restored> {
  const { file, databaseUrl, dataFolder, root, replaces, now } = restoring
  const checked = await checkArchive(file, { root })
  await mkdir(dataFolder, { recursive: true })
  const path = databaseUrl.startsWith('sqlite:') ? databaseUrl.slice('sqlite:'.length) : undefined
  if (path && existsSync(path) && isInUse(path)) throw new ArchiveFault('running', { file: path })
  const storage = await openStorage(restoring)
  const loading = { ...restoring, storage, checked }
  if (!replaces) {
    await loadArchive({ ...loading, replaces: false })
    return { checked, aside: undefined }
  }

  const aside = join(dataFolder, `replaced-${nameAt(now()).slice('sillon-'.length, -'.tar.gz'.length)}`)
  await mkdir(aside)
  try {
    const former = await copiedAside(storage, join(aside, 'files'))
    if (path) await replaceSqlite(path, aside, loading)
    else await replacePostgresql(aside, loading)
    const brought = new Set(checked.manifest.entries.map(({ name }) => basename(name)))
    for (const name of former) if (!brought.has(name)) await storage.remove(name)
  } catch (error) {
    await rm(aside, { recursive: true, force: true })
    throw error
  }
  return { checked, aside }
}

type Load = Parameters<typeof loadArchive>[0] & Restoring

/** Made whole beside the former one, which stays in its place until then. */
async function replaceSqlite(path: string, aside: string, loading: Load): Promise<void> {
  const beside = `${path}.restoring`
  const remove = () => Promise.all(['', '-wal', '-shm'].map((end) => rm(beside + end, { force: true })))
  await remove()
  try {
    await loadArchive({ ...loading, databaseUrl: `sqlite:${beside}`, replaces: false })
    await noteReplacement(`sqlite:${beside}`, loading)
  } catch (error) {
    await remove()
    throw error
  }
  for (const end of ['-wal', '-shm', '']) {
    if (existsSync(path + end)) await rename(path + end, join(aside, basename(path) + end))
  }
  await rename(beside, path)
  await flushFolder(dirname(path))
}

/**
 * The former network is taken into an archive; then everything is emptied and filled in one transaction. The journal
 * cannot be changed by the application: its triggers refuse each row. TRUNCATE passes by them, as whoever owns a
 * database always may; that it was done is kept in the new journal, and the former one aside.
 */
async function replacePostgresql(aside: string, loading: Load): Promise<void> {
  const takenAt = loading.now()
  await makeArchive({ ...loading, file: join(aside, nameAt(takenAt)), takenAt, reached: () => {} })
  await loadArchive({ ...loading, replaces: true })
  await noteReplacement(loading.databaseUrl, loading)
}

async function noteReplacement(databaseUrl: string, { root, now, checked }: Load): Promise<void> {
  const db = await openDatabase(databaseUrl, root)
  const head: Head = checked.manifest.journal
  const particulars = { takenAt: checked.about.takenAt, sha256: checked.sha256, seq: head.seq, hash: head.hash }
  try {
    await db.commit((tx) => [
      recorded(tx, visitor, now(), {
        what: 'network_replaced',
        subject: { kind: 'network', id: 'network' },
        particulars,
      }),
    ])
  } finally {
    await db.close()
  }
}

/** Every file of the store, as a store in a folder has it. Returns their names. */
async function copiedAside(storage: Storage, aside: string): Promise<string[]> {
  const names: string[] = []
  await mkdir(aside)
  for await (const { name } of storage.names()) {
    await mkdir(dirname(placeIn(aside, name)), { recursive: true })
    await storage.copyTo(name, placeIn(aside, name))
    names.push(name)
  }
  return names
}
