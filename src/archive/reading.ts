import { createHash, type Hash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { extract, type Header } from 'tar-stream'
import { ArchiveFault } from './faults.ts'
import { kindOf } from './format.ts'

/** How much an archive may unfold to: rows are some ten times smaller when compressed, a bomb a thousand times. */
export interface Limits {
  /** Times its own size, above the allowance. */
  ratio: number
  allowance: number
  /** One line of a table, the description and the list of entries, in bytes. */
  line: number
  manifest: number
}
export const LIMITS: Limits = { ratio: 200, allowance: 64_000_000, line: 64_000_000, manifest: 256_000_000 }

export interface ReadEntry {
  name: string
  kind: NonNullable<ReturnType<typeof kindOf>>
  size: number
  bytes: AsyncIterable<Buffer>
}

export interface Reading {
  /** Of the archive itself, once all entries were read. */
  sha256: () => string
  bytes: number
  entries: AsyncIterable<ReadEntry>
}

/** The entries of an archive, in order, each read before the next. Throws ArchiveFault: no entry but ours is given. */
export async function readArchive(path: string, limits = LIMITS): Promise<Reading> {
  const { size } = await stat(path).catch((error: unknown) => {
    throw new ArchiveFault('no_file', { file: path }, error)
  })
  const hash = createHash('sha256')
  let sum = ''
  return {
    sha256: () => (sum ||= hash.digest('hex')),
    bytes: size,
    entries: entriesOf(path, size, hash, limits),
  }
}

async function* entriesOf(path: string, size: number, hash: Hash, limits: Limits): AsyncGenerator<ReadEntry> {
  const tar = extract()
  const flow = pipeline(
    createReadStream(path),
    ourGzip(size, hash),
    createGunzip(),
    within(size * limits.ratio + limits.allowance),
    tar,
  )
  flow.catch(() => {})
  let last = 'sillon.json'
  // What broke the flow says more than what its end felt of it.
  const told = async (error: unknown) => {
    if (error instanceof ArchiveFault) return error
    const reason = flow.then(
      () => error,
      (one: unknown) => one,
    )
    return inWords(await Promise.race([reason, error]), last)
  }
  async function* bytesOf(entry: AsyncIterable<Buffer>) {
    try {
      yield* entry
    } catch (error) {
      throw await told(error)
    }
  }
  try {
    for await (const entry of tar) {
      const read = ours(entry)
      last = read.name
      yield { ...read, bytes: bytesOf(read.bytes) }
    }
    await flow
  } catch (error) {
    throw await told(error)
  } finally {
    tar.destroy()
  }
}

function ours(entry: AsyncIterable<unknown> & { header: Header }): ReadEntry {
  const { name, type, size } = entry.header
  if (type === 'link' || type === 'symlink') throw new ArchiveFault('link_entry', { entry: name.slice(0, 200) })
  const kind = type === 'file' ? kindOf(name) : undefined
  if (!kind) throw new ArchiveFault('unexpected_entry', { entry: name.slice(0, 200) })
  return { name, kind, size, bytes: entry as AsyncIterable<Buffer> }
}

/** The header is always the same (see writing.ts): another one is another program's, or was changed. */
function ourGzip(size: number, hash: Hash): Transform {
  let head: Buffer = Buffer.alloc(0)
  return new Transform({
    transform(bytes: Buffer, _encoding, next) {
      hash.update(bytes)
      if (head.length < HEADER.length) {
        head = Buffer.concat([head, bytes]).subarray(0, HEADER.length)
        if (!HEADER.subarray(0, head.length).equals(head)) return next(new ArchiveFault('not_an_archive'))
      }
      next(null, bytes)
    },
    flush(next) {
      next(size < HEADER.length ? new ArchiveFault('not_an_archive') : null)
    },
  })
}
const HEADER = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255])

function within(most: number): Transform {
  let all = 0
  return new Transform({
    transform(bytes: Buffer, _encoding, next) {
      all += bytes.length
      next(all > most ? new ArchiveFault('too_large', { most }) : null, bytes)
    },
  })
}

function inWords(error: unknown, entry: string): unknown {
  if (error instanceof ArchiveFault) return error
  const { code = '', message = '' } = error as Partial<NodeJS.ErrnoException>
  if (code === 'Z_BUF_ERROR' || /Unexpected end of data|unexpected end of file/i.test(message)) {
    return new ArchiveFault('cut_short', { entry }, error)
  }
  if (code.startsWith('Z_') || /tar header|Invalid header|max size|Writable stream closed/i.test(message)) {
    return new ArchiveFault('damaged', { entry }, error)
  }
  return error
}
