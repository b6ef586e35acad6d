import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createReadStream, createWriteStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { type Pack, pack as newTar } from 'tar-stream'
import { type Column, plainOf } from '../platform/db/plain.ts'
import type { Snapshot } from '../platform/db/snapshot.ts'
import { archived, headOf } from './contents.ts'
import { type About, FORMAT, type Manifest, partName } from './format.ts'

// A tar says how long an entry is before its bytes: rows are gathered in parts of about this size.
const PART_BYTES = 4_000_000

export interface Writing {
  snapshot: Snapshot
  about: About
  /** Where each file is held, by its name in the store. */
  files: ReadonlyMap<string, string>
  /** Names that rows point to, and the store does not have. */
  missing: string[]
  /** Told of the rows written so far. */
  reached: (rows: number) => void
}

/**
 * Writes a whole archive to `path`, which is on disk when this returns and which only its owner reads: it holds
 * everything. What is half-written is the caller's to remove.
 */
export async function writeArchive(path: string, writing: Writing): Promise<void> {
  const tar = newTar()
  const out = pipeline(tar, createGzip(), fixedHeader(), createWriteStream(path, { flush: true, mode: 0o600 }))
  // A disk that is full ends the tar, and the entry that waits for it.
  out.catch((error: Error) => tar.destroy(error))
  try {
    await writeEntries(new Entries(tar, new Date(writing.about.takenAt)), writing)
    tar.finalize()
  } catch (error) {
    tar.destroy(error as Error)
    await out
    throw error
  }
  await out
}

async function writeEntries(entries: Entries, { snapshot, about, files, missing, reached }: Writing): Promise<void> {
  await entries.add('sillon.json', JSON.stringify(about))
  const rows: Manifest['rows'] = {}
  let written = 0
  for (const { name, columns, order, only } of archived) {
    rows[name] = 0
    const list = columns.map((column) => `"${column.name}"`).join()
    let [part, lines, size] = [1, [] as string[], 0]
    const flush = async () => {
      if (size > 0) await entries.add(partName(name, part++), lines.join(''))
      ;[lines, size] = [[], 0]
    }
    for await (const some of snapshot.rows(
      `select ${list} from "${name}"${only ? ` where ${only}` : ''} order by ${order}`,
    )) {
      for (const row of some) {
        const line = lineOf(columns, row)
        size += line.length
        lines.push(line)
        if (size >= PART_BYTES) await flush()
      }
      rows[name] += some.length
      written += some.length
      reached(written)
    }
    await flush()
  }
  for (const [name, held] of files) await entries.addFile(`files/${name}`, held)
  const journal = await headOf(snapshot.reader)
  const manifest: Manifest = { format: FORMAT, rows, files: files.size, missing, entries: entries.list, journal }
  await entries.add('manifest.json', JSON.stringify(manifest))
}

/** One row as one line of JSON, by the names of its columns. */
export function lineOf(columns: readonly Column[], row: readonly unknown[]): string {
  const fields = columns.map((column, index) => `"${column.name}":${JSON.stringify(plainOf(column, row[index]))}`)
  return `{${fields.join()}}\n`
}

class Entries {
  readonly list: Manifest['entries'] = []
  #tar: Pack
  #mtime: Date

  constructor(tar: Pack, mtime: Date) {
    this.#tar = tar
    this.#mtime = mtime
  }

  async add(name: string, text: string): Promise<void> {
    const bytes = Buffer.from(text)
    this.#note(name, bytes.length, createHash('sha256').update(bytes).digest('hex'))
    await new Promise<void>((done, failed) => {
      this.#tar.entry({ name, mtime: this.#mtime, mode: 0o600 }, bytes, (error) => (error ? failed(error) : done()))
    })
  }

  async addFile(name: string, path: string): Promise<void> {
    const { size } = await stat(path)
    const hash = createHash('sha256')
    const entry = this.#tar.entry({ name, size, mtime: this.#mtime, mode: 0o600 })
    const ended = once(entry, 'close')
    ended.catch(() => {})
    if (size > 0) {
      for await (const bytes of createReadStream(path, { end: size - 1 })) {
        hash.update(bytes as Buffer)
        if (!entry.write(bytes)) await Promise.race([once(entry, 'drain'), ended])
      }
    }
    entry.end(null)
    await ended
    this.#note(name, size, hash.digest('hex'))
  }

  #note(name: string, size: number, sha256: string) {
    this.list.push({ name, size, sha256 })
  }
}

/**
 * Two bytes of a gzip header say which system and which effort made it, and no sum covers them: they are always the
 * same here, so that every byte of an archive is known.
 */
function fixedHeader(): Transform {
  let at = 0
  return new Transform({
    transform(bytes: Buffer, _encoding, next) {
      if (at < 10)
        for (const place of [8, 9])
          if (place >= at && place < at + bytes.length) bytes[place - at] = place === 8 ? 0 : 255
      at += bytes.length
      next(null, bytes)
    },
  })
}
