import { randomUUID } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { type Extent, measuring } from './measuring.ts'

/** Where files are kept. Names are made by the store: nothing a person typed reaches the file system. */
export interface Storage {
  /** Streams a file in and returns its name. On disk (file, then folder) before it returns; nothing half-written stays. */
  keep(file: Readable): Promise<string>
  read(name: string): Promise<Buffer>
  /** From `start` to `end`, both included. */
  stream(name: string, range?: { start: number; end: number }): Promise<Readable>
  /** Undefined for what is not in the store. */
  sizeOf(name: string): Promise<number | undefined>
  remove(name: string): Promise<void>
  /** How much is kept. */
  measured(): Promise<Extent>
}

/** Where a store in a folder has the file of this name. Throws when no store gave it. */
export function placeIn(folder: string, name: string): string {
  if (!/^(?:[0-9a-f-]{36}|[0-9a-f]{64})$/.test(name)) throw new Error('not a name of this store')
  return join(folder, name.slice(0, 2), name)
}

export function folderStorage(folder: string): Storage {
  const place = (name: string) => placeIn(folder, name)
  return {
    async keep(file) {
      const name = randomUUID()
      const path = place(name)
      await mkdir(dirname(path), { recursive: true })
      try {
        await pipeline(file, createWriteStream(`${path}.part`, { flush: true }))
        await rename(`${path}.part`, path)
        await flushFolder(dirname(path))
      } catch (error) {
        await rm(`${path}.part`, { force: true })
        throw error
      }
      return name
    },
    read: (name) => readFile(place(name)),
    stream: (name, range) => Promise.resolve(createReadStream(place(name), range)),
    sizeOf: (name) =>
      stat(place(name)).then(
        ({ size }) => size,
        (error: NodeJS.ErrnoException) => {
          if (error.code === 'ENOENT') return undefined
          throw error
        },
      ),
    remove: (name) => rm(place(name), { force: true }),
    measured: measuring(folder),
  }
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
