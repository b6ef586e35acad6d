import { createHash, randomUUID } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { access, mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { type Extent, measuring } from './measuring.ts'

/** A file in the store. */
export interface Kept {
  /** The SHA-256 of its bytes, in hexadecimal. */
  name: string
  size: number
}

/** Where files are kept. Names are made by the store: nothing a person typed reaches the file system. */
export interface Storage {
  /** Streams a file in and returns its name. On disk (file, then folder) before it returns; nothing half-written stays. */
  keep(file: Readable): Promise<Kept>
  read(name: string): Promise<Buffer>
  /** From `start` to `end`, both included. */
  stream(name: string, range?: { start: number; end: number }): Promise<Readable>
  /** Undefined for what is not in the store. */
  sizeOf(name: string): Promise<number | undefined>
  remove(name: string): Promise<void>
  /** Free bytes, where a store can tell. */
  room?(): Promise<number | undefined>
  /** How much is kept. */
  measured(): Promise<Extent>
}

/** Where a store in a folder has the file of this name. Throws when no store gave it. */
export function placeIn(folder: string, name: string): string {
  if (!/^([0-9a-f]{64}|[0-9a-f-]{36})$/.test(name)) throw new Error('not a name of this store')
  return join(folder, name.slice(0, 2), name)
}

export function folderStorage(folder: string): Storage {
  const place = (name: string) => placeIn(folder, name)
  return {
    async keep(file) {
      const part = join(folder, `${randomUUID()}.part`)
      const counted = hashing()
      await mkdir(folder, { recursive: true })
      try {
        await pipeline(file, counted.through, createWriteStream(part, { flush: true }))
        const kept = counted.kept()
        const path = place(kept.name)
        await mkdir(dirname(path), { recursive: true })
        const isThere = await access(path).then(
          () => true,
          () => false,
        )
        if (isThere) await rm(part)
        else await rename(part, path)
        await flushFolder(dirname(path))
        return kept
      } catch (error) {
        await rm(part, { force: true })
        throw error
      }
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

function hashing() {
  const hash = createHash('sha256')
  let size = 0
  const through = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk)
      size += chunk.length
      done(null, chunk)
    },
  })
  return { through, kept: (): Kept => ({ name: hash.digest('hex'), size }) }
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
