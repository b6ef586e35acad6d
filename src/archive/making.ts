import { existsSync } from 'node:fs'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { findNetwork } from '../network/queries.ts'
import { dialect } from '../platform/db/dialect.ts'
import { openSnapshot, type Snapshot } from '../platform/db/snapshot.ts'
import { newId } from '../platform/id.ts'
import { flushFolder } from '../platform/storage/storage.ts'
import { checkArchive, migrationsKnown } from './checking.ts'
import { archived } from './contents.ts'
import { ArchiveFault, faultOf } from './faults.ts'
import { FORMAT, isArchiveName, type Made } from './format.ts'
import { held } from './held.ts'
import { writeArchive } from './writing.ts'

export interface Source {
  databaseUrl: string
  /** SILLON_DATA: the store is its folder `files`. */
  dataFolder: string
  /** The folder of package.json, and of the migrations. */
  root: string
}

export interface Making extends Source {
  /** Where the archive goes. */
  file: string
  takenAt: Date
  reached?: (done: number, total: number) => void
  now: () => Date
}

/**
 * Makes an archive of a network at work, reads it again, and only then gives it its name: what is under that name is
 * whole, whatever happens. Beside one of a folder of
 * archives its result stands as `<file>.json`. Throws ArchiveFault.
 */
export async function makeArchive(making: Making): Promise<Made> {
  const { file } = making
  const part = `${file}.part`
  if (existsSync(file)) throw new ArchiveFault('exists', { file })
  try {
    await mkdir(dirname(file), { recursive: true })
    const made = await written(making, part)
    await rename(part, file)
    await flushFolder(dirname(file))
    if (isArchiveName(basename(file))) await writeFile(`${file}.json`, `${JSON.stringify(made)}\n`, { flush: true })
    return made
  } catch (error) {
    // A folder that is full or gone refuses this too; the first reason is the one to tell.
    await rm(part, { force: true }).catch(() => {})
    throw faultOf(error, dirname(file))
  }
}

async function written(
  { databaseUrl, dataFolder, root, file, takenAt, reached, now }: Making,
  part: string,
): Promise<Made> {
  const migrations = await migrationsOf(databaseUrl, root)
  const { snapshot, files, missing, release } = await held(
    databaseUrl,
    join(dataFolder, 'files'),
    join(dataFolder, 'held', newId()),
  )
  try {
    const about = {
      format: FORMAT,
      version: await versionOf(root),
      migrations,
      engine: dialect,
      takenAt: takenAt.toISOString(),
      network: (await findNetwork(snapshot.reader)).name,
    } as const
    const total = await rowsIn(snapshot)
    reached?.(0, total)
    await writeArchive(part, { snapshot, about, files, missing, reached: (rows) => reached?.(rows, total) })
  } finally {
    await release()
  }
  const { bytes, rows, manifest, sha256 } = await checkArchive(part, { root })
  const name = basename(file)
  const checkedAt = now().toISOString()
  return { file: name, takenAt: takenAt.toISOString(), bytes, rows, files: manifest.files, sha256, checkedAt, missing }
}

/** Of the application. */
export async function versionOf(root: string): Promise<string> {
  return (JSON.parse(await readFile(resolve(root, 'package.json'), 'utf8')) as { version: string }).version
}

/** By name. The tables must be those that this program knows: nothing is upgraded while somebody may be at work. */
async function migrationsOf(databaseUrl: string, root: string): Promise<string[]> {
  const snapshot = await openSnapshot(databaseUrl)
  const applied = await snapshot.migrations().finally(() => snapshot.close())
  const known = await migrationsKnown(root)
  if (applied.join() !== known.map(({ when }) => when).join()) {
    throw new ArchiveFault(applied.length === 0 ? 'no_database' : 'other_version')
  }
  return known.map(({ tag }) => tag)
}

async function rowsIn(snapshot: Snapshot): Promise<number> {
  const counts = archived.map(({ name, only }) => `(select count(*) from "${name}"${only ? ` where ${only}` : ''})`)
  let total = 0
  for await (const rows of snapshot.rows(`select ${counts.join(' + ')}`))
    for (const [many] of rows) total += Number(many)
  return total
}
