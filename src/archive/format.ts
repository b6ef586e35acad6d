import * as z from 'zod'

// One archive: a tar, compressed, of `sillon.json`, `tables/<name>-<part>.jsonl`, `files/<name>` and `manifest.json`.

export const FORMAT = 1

export const About = z.object({
  format: z.literal(FORMAT),
  /** Of the application that made it. */
  version: z.string().max(100),
  /** Names of the migrations that its tables have been through. */
  migrations: z.array(z.string().max(200)).max(10_000),
  engine: z.enum(['sqlite', 'postgresql']),
  takenAt: z.iso.datetime(),
  network: z.string().max(10_000),
})
export type About = z.output<typeof About>

const Entry = z.object({ name: z.string(), size: z.int().nonnegative(), sha256: z.hash('sha256') })

export const Manifest = z.object({
  format: z.literal(FORMAT),
  /** Rows per table. */
  rows: z.record(z.string(), z.int().nonnegative()),
  files: z.int().nonnegative(),
  /** Files that rows point to and that the store did not have. */
  missing: z.array(z.string()),
  /** Every entry before this one, in order. */
  entries: z.array(Entry),
  journal: z.object({ seq: z.int().nonnegative(), hash: z.string() }),
})
export type Manifest = z.output<typeof Manifest>

/** What an entry is, by its name alone: nothing else is ever read, and no name becomes a path. */
export function kindOf(
  name: string,
): { kind: 'about' | 'manifest' } | { kind: 'rows' | 'file'; of: string } | undefined {
  if (name === 'sillon.json') return { kind: 'about' }
  if (name === 'manifest.json') return { kind: 'manifest' }
  const table = /^tables\/([a-z_]+)-\d{4,}\.jsonl$/.exec(name)?.[1]
  if (table) return { kind: 'rows', of: table }
  const file = /^files\/([0-9a-f]{64}|[0-9a-f-]{36})$/.exec(name)?.[1]
  return file ? { kind: 'file', of: file } : undefined
}

export const partName = (table: string, part: number) => `tables/${table}-${String(part).padStart(4, '0')}.jsonl`

/** `sillon-20261125T030000Z.tar.gz` */
export function nameAt(instant: Date): string {
  return `sillon-${instant.toISOString().replace(/[-:]|\.\d+/g, '')}.tar.gz`
}

/** Names that nameAt gives: only such files are listed, pruned, downloaded or removed. */
export const isArchiveName = (name: string) => /^sillon-\d{8}T\d{6}Z(-\d+)?\.tar\.gz$/.test(name)

/** What is known of an archive that was made, read again and found whole. Kept beside it as `<file>.json`. */
export const Made = z.object({
  file: z.string(),
  takenAt: z.iso.datetime(),
  bytes: z.int().nonnegative(),
  rows: z.int().nonnegative(),
  files: z.int().nonnegative(),
  sha256: z.hash('sha256'),
  checkedAt: z.iso.datetime(),
  /** Names of files that rows point to and that the store did not have. */
  missing: z.array(z.string()),
})
export type Made = z.output<typeof Made>
