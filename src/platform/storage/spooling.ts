import { createHash, randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { type Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Unavailable } from '../db/database.ts'

export interface Spooled {
  /** Where its bytes are, for its caller to move or remove. */
  path: string
  name: string
  size: number
}

/**
 * Writes a file to disk under a name of its own while its hash is made: what a store calls it is known only once its
 * last byte has come. Asked for under a name that is a hash, it must be that one. Throws Unavailable; leaves nothing.
 */
export async function spooled(file: Readable, folder: string, as?: string): Promise<Spooled> {
  const path = join(folder, `${randomUUID()}.part`)
  const counted = hashing()
  try {
    await mkdir(folder, { recursive: true })
    await pipeline(file, counted.through, createWriteStream(path, { flush: true }))
    const { sha256, size } = counted.result()
    if (as?.length === 64 && as !== sha256) throw new NotTheSame(as)
    return { path, name: as ?? sha256, size }
  } catch (error) {
    await rm(path, { force: true })
    throw refused(error)
  }
}

/** What came is not what its name says. */
export class NotTheSame extends Error {
  override name = 'NotTheSame'

  constructor(name: string) {
    super(`the bytes are not those of ${name}`)
  }
}

/** The SHA-256, in hexadecimal, of all that is read. */
export async function hashOf(file: AsyncIterable<unknown>): Promise<string> {
  const hash = createHash('sha256')
  for await (const bytes of file) hash.update(bytes as Buffer)
  return hash.digest('hex')
}

/** Removes what was left half-written before that instant. */
export async function halvesRemoved(folder: string, before: Date): Promise<void> {
  const names = await readdir(folder).catch(() => [])
  for (const path of names.filter((name) => name.endsWith('.part')).map((name) => join(folder, name))) {
    const found = await stat(path).catch(() => undefined)
    if (found && found.mtime < before) await rm(path, { force: true })
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
  return { through, result: () => ({ sha256: hash.digest('hex'), size }) }
}

function refused(error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException
  if (code === 'ENOSPC' || code === 'EDQUOT') return new Unavailable('full', error)
  if (code === 'EROFS') return new Unavailable('read_only', error)
  return error
}
