import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type * as z from 'zod'
import { dialect } from '../platform/db/dialect.ts'
import { type Column, fits, type PlainRow } from '../platform/db/plain.ts'
import { archived } from './contents.ts'
import { ArchiveFault } from './faults.ts'
import { About, FORMAT, Manifest } from './format.ts'
import { linesOf } from './lines.ts'
import { LIMITS, type Limits, type ReadEntry, readArchive } from './reading.ts'

/** An archive that was read from its first byte to its last, and is whole. */
export interface Checked {
  about: About
  manifest: Manifest
  /** Of the archive itself. */
  sha256: string
  bytes: number
  rows: number
}

export interface Checking {
  /** The folder that holds the migrations this program knows. */
  root: string
  /** What is done with what was read: nothing, when it is only looked at. */
  onRows?: (table: string, rows: PlainRow[]) => Promise<void>
  onFile?: (name: string, bytes: AsyncIterable<Buffer>) => Promise<void>
  limits?: Limits
}

/**
 * Reads a whole archive and believes nothing: its format and migrations are known here, each entry is one of ours,
 * its list names every entry with its size and sum, and every row fits its table. Throws ArchiveFault.
 */
export async function checkArchive(
  path: string,
  { root, onRows, onFile, limits = LIMITS }: Checking,
): Promise<Checked> {
  const reading = await readArchive(path, limits)
  const met: Manifest['entries'] = []
  const rows: Record<string, number> = Object.fromEntries(archived.map(({ name }) => [name, 0]))
  let about: About | undefined
  let manifest: Manifest | undefined

  for await (const entry of reading.entries) {
    if (manifest) throw new ArchiveFault('unexpected_entry', { entry: entry.name })
    if (!about && entry.kind.kind !== 'about') throw new ArchiveFault('not_an_archive')
    const summed = withSum(entry)
    if (entry.kind.kind === 'about') {
      if (about) throw new ArchiveFault('unexpected_entry', { entry: entry.name })
      about = parsedAs(About, await textOf(summed, 1_000_000), entry.name)
      await knownHere(about, root)
    } else if (entry.kind.kind === 'manifest') {
      manifest = parsedAs(Manifest, await textOf(summed, limits.manifest), entry.name)
      continue
    } else if (entry.kind.kind === 'file') {
      if (onFile) await onFile(entry.kind.of, summed.bytes)
      else for await (const _ of summed.bytes);
    } else {
      const table = archived.find(({ name }) => entry.kind.kind === 'rows' && name === entry.kind.of)
      if (!table) throw new ArchiveFault('unexpected_entry', { entry: entry.name })
      rows[table.name]! += await rowsOf(summed, table.columns, limits, (some) => onRows?.(table.name, some))
    }
    met.push({ name: entry.name, size: entry.size, sha256: summed.sha256() })
  }
  if (!about) throw new ArchiveFault('not_an_archive')
  if (!manifest) throw new ArchiveFault('cut_short', { entry: met.at(-1)?.name ?? '' })
  compare(manifest, met, rows)
  const all = Object.values(rows).reduce((sum, many) => sum + many, 0)
  return { about, manifest, sha256: reading.sha256(), bytes: reading.bytes, rows: all }
}

interface Summed extends ReadEntry {
  sha256: () => string
}

function withSum(entry: ReadEntry): Summed {
  const hash = createHash('sha256')
  async function* bytes() {
    for await (const some of entry.bytes) {
      hash.update(some)
      yield some
    }
  }
  return { ...entry, bytes: bytes(), sha256: () => hash.digest('hex') }
}

async function textOf({ bytes, name }: ReadEntry, most: number): Promise<string> {
  const parts: Buffer[] = []
  let size = 0
  for await (const some of bytes) {
    size += some.length
    if (size > most) throw new ArchiveFault('too_large', { entry: name, most })
    parts.push(some)
  }
  return Buffer.concat(parts).toString()
}

function parsedAs<Schema extends z.ZodType>(schema: Schema, text: string, entry: string): z.output<Schema> {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw new ArchiveFault('changed', { entry }, error)
  }
  const { format } = (value ?? {}) as { format?: unknown }
  if (typeof format === 'number' && format > FORMAT) throw new ArchiveFault('newer_format', { format, known: FORMAT })
  const parsed = schema.safeParse(value)
  if (!parsed.success) throw new ArchiveFault('changed', { entry }, parsed.error)
  return parsed.data
}

/** A migration that is not known here: the archive was made by a newer Sillon. */
async function knownHere({ migrations, version }: About, root: string): Promise<void> {
  const known = (await migrationsKnown(root)).map(({ tag }) => tag)
  const unknown = migrations.find((tag) => !known.includes(tag))
  if (unknown) throw new ArchiveFault('newer_version', { version, migration: unknown })
}

/** The migrations that come with this program, by the number that drizzle keeps of each. */
export async function migrationsKnown(root: string): Promise<{ tag: string; when: number }[]> {
  const text = await readFile(resolve(root, 'db', dialect, 'meta', '_journal.json'), 'utf8')
  return (JSON.parse(text) as { entries: { tag: string; when: number }[] }).entries
}

async function rowsOf(
  { bytes, name }: ReadEntry,
  columns: Column[],
  limits: Limits,
  take: (rows: PlainRow[]) => Promise<void> | undefined,
): Promise<number> {
  const names = new Set(columns.map((column) => column.name))
  let count = 0
  for await (const lines of linesOf(bytes, name, limits.line)) {
    const rows = lines.map((line) => rowOf(line, columns, names, { entry: name, line: ++count }))
    if (rows.length > 0) await take(rows)
  }
  return count
}

/** A row whose every column is known and fits. Throws ArchiveFault, which says where. */
export function rowOf(
  line: Buffer | string,
  columns: Column[],
  names: ReadonlySet<string>,
  place: { entry: string; line: number },
): PlainRow {
  let row: unknown
  try {
    row = JSON.parse(line.toString())
  } catch (error) {
    throw new ArchiveFault('row', { ...place, column: '' }, error)
  }
  if (typeof row !== 'object' || row === null || Array.isArray(row))
    throw new ArchiveFault('row', { ...place, column: '' })
  const unknown = Object.keys(row).find((name) => !names.has(name))
  if (unknown !== undefined) throw new ArchiveFault('row', { ...place, column: unknown.slice(0, 100) })
  const bad = columns.find((column) => !fits(column, (row as PlainRow)[column.name]))
  if (bad) throw new ArchiveFault('row', { ...place, column: bad.name })
  return row as PlainRow
}

function compare(manifest: Manifest, met: Manifest['entries'], rows: Record<string, number>): void {
  const expected = new Map(manifest.entries.map((entry) => [entry.name, entry]))
  if (expected.size !== manifest.entries.length) throw new ArchiveFault('changed', { entry: 'manifest.json' })
  for (const { name, size, sha256 } of met) {
    const listed = expected.get(name)
    // Twice in the tar is once too often: the second would have replaced the first.
    if (!listed) throw new ArchiveFault('unexpected_entry', { entry: name })
    expected.delete(name)
    if (listed.size !== size || listed.sha256 !== sha256) throw new ArchiveFault('changed', { entry: name })
  }
  const [absent] = expected.keys()
  if (absent !== undefined) throw new ArchiveFault('entry_missing', { entry: absent })
  for (const [table, many] of Object.entries({ ...rows, ...manifest.rows })) {
    if (rows[table] !== (manifest.rows[table] ?? 0)) {
      throw new ArchiveFault('rows', { table, expected: many, found: rows[table] ?? 0 })
    }
  }
  const files = met.filter(({ name }) => name.startsWith('files/')).length
  if (files !== manifest.files)
    throw new ArchiveFault('rows', { table: 'files', expected: manifest.files, found: files })
}
