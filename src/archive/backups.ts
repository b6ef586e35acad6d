import { readdir, readFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { isArchiveName, Made } from './format.ts'

export interface Backup {
  file: string
  /** When it was taken; by its name when nothing else says so. */
  at: Date
  bytes: number
  rows: number | undefined
  files: number | undefined
  sha256: string | undefined
  checkedAt: Date | undefined
  /** What keeps it from being whole, or from being known to be. A word of `archive.list.fault`. */
  fault: 'cut_short' | 'unexpected' | 'missing_files' | undefined
}

/** The archives of a folder, newest first; none when there is no such folder. */
export async function backupsIn(folder: string): Promise<Backup[]> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return []
    throw error
  })
  const found = await Promise.all(names.filter(isArchiveName).map((name) => backupAt(folder, name)))
  return found.filter((one) => one !== undefined).sort((a, b) => (a.file < b.file ? 1 : -1))
}

async function backupAt(folder: string, file: string): Promise<Backup | undefined> {
  const size = await stat(join(folder, file)).then(
    (one) => (one.isFile() ? one.size : undefined),
    () => undefined,
  )
  if (size === undefined) return undefined
  const made = await madeOf(join(folder, file))
  if (!made) {
    const nothing = { rows: undefined, files: undefined, sha256: undefined, checkedAt: undefined }
    return { file, at: instantIn(file), bytes: size, ...nothing, fault: 'unexpected' }
  }
  return {
    file,
    at: new Date(made.takenAt),
    bytes: size,
    rows: made.rows,
    files: made.files,
    sha256: made.sha256,
    checkedAt: new Date(made.checkedAt),
    fault: size === made.bytes ? (made.missing.length > 0 ? 'missing_files' : undefined) : 'cut_short',
  }
}

/** What was noted beside an archive when it was made; undefined when that is gone or was written by somebody else. */
async function madeOf(path: string): Promise<Made | undefined> {
  try {
    return Made.parse(JSON.parse(await readFile(`${path}.json`, 'utf8')))
  } catch {
    return undefined
  }
}

function instantIn(file: string): Date {
  const [, day, time] = /^sillon-(\d{8})T(\d{6})Z/.exec(file)!
  return new Date(`${day!.replace(/(....)(..)(..)/, '$1-$2-$3')}T${time!.replace(/(..)(..)(..)/, '$1:$2:$3')}Z`)
}

/** Keeps the newest of a folder; what else lies there is left alone. Never called before a newer one was found whole. */
export async function pruned(folder: string, kept: number): Promise<void> {
  const all = await backupsIn(folder)
  for (const { file } of all.slice(Math.max(1, kept))) await removed(folder, file)
}

export async function removed(folder: string, file: string): Promise<void> {
  await rm(join(folder, file), { force: true })
  await rm(join(folder, `${file}.json`), { force: true })
}
