import { randomUUID } from 'node:crypto'
import { copyFile, link, mkdir, open, readdir, readFile, rename, rm, stat, statfs, utimes } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Readable } from 'node:stream'
import { Unavailable } from '../db/database.ts'
import { type Extent, measuring } from './measuring.ts'
import { halvesRemoved, spooled } from './spooling.ts'

/** A file in the store. */
export interface Kept {
  /** The SHA-256 of its bytes, in hexadecimal. */
  name: string
  size: number
}

/** A file as the store lists it. */
export interface Stored extends Kept {
  /** When it was last kept. */
  at: Date
}

/** Where files are kept. Names are made by the store: nothing a person typed reaches the file system. */
export interface Storage {
  /**
   * Streams a file in and returns its name. It is in the store to stay before this returns; nothing half-written stays.
   * The same bytes are kept once, and their time is then the present: no sweep takes them. Given a name, the bytes must
   * be those of it, or the name one of those that are no hash, which older networks have. Throws Unavailable.
   */
  keep(file: Readable, name?: string): Promise<Kept>
  read(name: string): Promise<Buffer>
  /** From `start` to `end`, both included. Refused (ENOENT) for what is not there. */
  stream(name: string, range?: { start: number; end: number }): Promise<Readable>
  /** Undefined for what is not in the store. */
  sizeOf(name: string): Promise<number | undefined>
  /** Puts a file at a path of this machine that nothing is at, the cheapest way. False when it is not in the store. */
  copyTo(name: string, path: string): Promise<boolean>
  /** For whoever knows that no row points to it: the same bytes may have come twice. Everybody else leaves it to the sweep. */
  remove(name: string): Promise<void>
  /** Removes it unless it was kept again since that instant. Whether it was removed. */
  removeOlder(name: string, than: Date): Promise<boolean>
  /** Every file of the store, in no order. What is no file of a store is passed over. */
  names(): AsyncIterable<Stored>
  /** Removes what a process that was killed before that instant left half-written. */
  tidy(before: Date): Promise<void>
  /** Bytes that may still be kept; undefined when nobody knows. */
  room(): Promise<number | undefined>
  /** How much is kept. */
  measured(): Promise<Extent>
}

/** The store does not answer, or refuses the key. */
export class StoreUnreachable extends Unavailable {
  override name = 'StoreUnreachable'

  constructor(cause: unknown) {
    super('unreachable', cause)
  }
}

export const isHash = (name: string) => /^[0-9a-f]{64}$/.test(name)
/** Hashes, and what stores gave before names were hashes. */
export const isStoreName = (name: string) => /^([0-9a-f]{64}|[0-9a-f-]{36})$/.test(name)

/** Where a store in a folder has the file of this name. Throws when no store gave it. */
export function placeIn(folder: string, name: string): string {
  return join(folder, checked(name).slice(0, 2), name)
}

export function checked(name: string): string {
  if (!isStoreName(name)) throw new Error('not a name of this store')
  return name
}

export function folderStorage(folder: string): Storage {
  const place = (name: string) => placeIn(folder, name)
  const sizeOf = (name: string) => stat(place(name)).then(({ size }) => size, gone)
  return {
    async keep(file, as) {
      const { path: part, name, size } = await spooled(file, folder, as)
      const path = place(name)
      try {
        await mkdir(dirname(path), { recursive: true })
        // Of another size, it is not what was kept under this name: a disk has lost some of it.
        const isThere = (await sizeOf(name)) === size && (await refreshed(path, part))
        if (isThere) await rm(part)
        else await rename(part, path)
        await flushFolder(dirname(path))
        return { name, size }
      } catch (error) {
        await rm(part, { force: true })
        throw error
      }
    },
    read: (name) => readFile(place(name)),
    async stream(name, range) {
      const file = await open(place(name))
      return file.createReadStream(range)
    },
    sizeOf,
    async copyTo(name, path) {
      const from = place(name)
      // A second name for the same file; a copy where the disk knows no second names.
      const copied = link(from, path).catch(async (error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') throw error
        await copyFile(from, path)
      })
      return copied.then(() => true, gone).then(Boolean)
    },
    remove: (name) => rm(place(name), { force: true }),
    async removeOlder(name, than) {
      const isOld = async (path: string) => {
        const found = await stat(path).catch(gone)
        return found !== undefined && found.mtime < than
      }
      if (!(await isOld(place(name)))) return false
      // Taken out first, then looked at again: whoever keeps the same bytes meanwhile finds them, or puts them there.
      const aside = join(folder, `${randomUUID()}.part`)
      await rename(place(name), aside)
      if (await isOld(aside)) return rm(aside).then(() => true)
      return rename(aside, place(name)).then(() => false)
    },
    async *names() {
      for (const within of await foldersIn(folder)) {
        for (const name of ((await readdir(within).catch(gone)) ?? []).filter(isStoreName)) {
          const found = await stat(join(within, name)).catch(gone)
          if (found?.isFile()) yield { name, size: found.size, at: found.mtime }
        }
      }
    },
    async tidy(before) {
      for (const within of [folder, ...(await foldersIn(folder))]) await halvesRemoved(within, before)
    },
    room: () => roomIn(folder),
    measured: measuring(folder),
  }
}

/** Gives a file the time of another. False when it is not there. */
async function refreshed(path: string, as: string): Promise<boolean> {
  const { mtime } = await stat(as)
  return utimes(path, mtime, mtime)
    .then(() => true, gone)
    .then(Boolean)
}

async function foldersIn(folder: string): Promise<string[]> {
  const entries = (await readdir(folder, { withFileTypes: true }).catch(gone)) ?? []
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => join(folder, name))
}

/** Bytes that are free on the disk of a folder, to whoever is not its administrator. */
export async function roomIn(folder: string): Promise<number | undefined> {
  try {
    await mkdir(folder, { recursive: true })
    const { bavail, bsize } = await statfs(folder)
    return bavail * bsize
  } catch {
    return undefined
  }
}

function gone(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error
}

/** A name is on disk once its folder is. */
export async function flushFolder(path: string) {
  const folder = await open(path)
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
