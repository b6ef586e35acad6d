import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { DAY_MS } from '../domain/calendar.ts'
import { findNetwork } from '../network/queries.ts'
import { dialect } from '../platform/db/dialect.ts'
import { glimpsed } from '../platform/db/open-snapshot.ts'
import type { Snapshot } from '../platform/db/snapshot.ts'
import { newId } from '../platform/id.ts'
import { type Keeping, openStorage } from '../platform/storage/opening.ts'
import { flushFolder } from '../platform/storage/storage.ts'
import { checkArchive, migrationsKnown } from './checking.ts'
import { archived } from './contents.ts'
import { ArchiveFault, faultOf } from './faults.ts'
import { FORMAT, isArchiveName, type Made } from './format.ts'
import { held } from './held.ts'
import { writeArchive } from './writing.ts'

export interface Source extends Keeping {
  databaseUrl: string
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
  const noted = isArchiveName(basename(file)) ? `${file}.json` : undefined
  try {
    await mkdir(dirname(file), { recursive: true })
    await sweep(dirname(file), /^sillon-.*\.part$/, making.takenAt)
    const made = await written(making, part)
    // What is known of it is there before it is: a disk that fills up in between leaves neither.
    if (noted) await writeFile(noted, `${JSON.stringify(made)}\n`, { flush: true })
    await rename(part, file)
    await flushFolder(dirname(file))
    return made
  } catch (error) {
    // A folder that is full or gone refuses this too; the first reason is the one to tell.
    for (const half of [part, noted]) if (half) await rm(half, { force: true }).catch(() => {})
    throw faultOf(error, dirname(file))
  }
}

/** What a process that was killed left half-made goes after a day. */
async function sweep(folder: string, ours: RegExp, now: Date): Promise<void> {
  for (const name of (await readdir(folder).catch(() => [])).filter((one) => ours.test(one))) {
    const { mtime } = await stat(join(folder, name)).catch(() => ({ mtime: now }))
    if (now.getTime() - mtime.getTime() > DAY_MS) await rm(join(folder, name), { recursive: true, force: true })
  }
}

async function written(
  { databaseUrl, dataFolder, s3, root, file, takenAt, reached, now }: Making,
  part: string,
): Promise<Made> {
  const migrations = await migrationsOf(databaseUrl, root)
  await sweep(join(dataFolder, 'held'), /^[0-9a-f-]{36}$/, takenAt)
  const { snapshot, files, missing, release } = await held(
    databaseUrl,
    await openStorage({ dataFolder, s3 }),
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
async function versionOf(root: string): Promise<string> {
  return (JSON.parse(await readFile(resolve(root, 'package.json'), 'utf8')) as { version: string }).version
}

/** By name. The tables must be those that this program knows: nothing is upgraded while somebody may be at work. */
export async function migrationsOf(databaseUrl: string, root: string): Promise<string[]> {
  const applied = await glimpsed(databaseUrl, (snapshot) => snapshot.migrations())
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
