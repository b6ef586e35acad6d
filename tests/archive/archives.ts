import { createHash } from 'node:crypto'
import { createReadStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGunzip, gzipSync } from 'node:zlib'
import pg from 'pg'
import { extract, type Header, pack } from 'tar-stream'
import { afterEach, inject } from 'vitest'
import { openDatabase } from '../../src/platform/db/open.ts'
import type { Database } from '../../src/platform/db/database.ts'
import { dialect } from '../../src/platform/db/dialect.ts'
import { root } from '../database.ts'

export interface Entry {
  name: string
  bytes: Buffer
  type?: Header['type']
  linkname?: string
}

/** A folder of its own for each test. */
export function useFolder(): { readonly path: string } {
  let path: string | undefined
  afterEach(() => {
    if (path) rmSync(path, { recursive: true, force: true })
    path = undefined
  })
  return {
    get path() {
      return (path ??= mkdtempSync(join(tmpdir(), 'sillon-archive-')))
    },
  }
}

/** Addresses of databases where nothing ever was, on whichever engine this run is for. */
export function useNowhere(folder: { readonly path: string }) {
  const dropped: (() => Promise<void>)[] = []
  afterEach(async () => {
    for (const drop of dropped.splice(0)) await drop()
  })
  return {
    async fresh(): Promise<string> {
      const name = `elsewhere_${process.pid}_${process.env.VITEST_POOL_ID ?? 0}_${count++}`
      if (dialect === 'sqlite') return `sqlite:${join(folder.path, `${name}.db`)}`
      const url = inject('postgresUrl')
      await administer(url, `create database ${name} template template0 encoding 'UTF8' locale 'C.UTF-8'`)
      dropped.push(() => administer(url, `drop database ${name} with (force)`))
      return Object.assign(new URL(url), { pathname: name }).href
    },
    async opened(url: string): Promise<Database> {
      const db = await openDatabase(url, root)
      dropped.unshift(() => db.close())
      return db
    },
  }
}
let count = 0

async function administer(url: string, statement: string) {
  const client = new pg.Client(url)
  await client.connect()
  await client.query(statement)
  await client.end()
}

/** What an archive holds, entry by entry, without the house's own reader. */
export async function entriesIn(file: string): Promise<Entry[]> {
  const tar = extract()
  const entries: Entry[] = []
  const flow = pipeline(createReadStream(file), createGunzip(), tar)
  for await (const entry of tar) {
    const parts: Buffer[] = []
    for await (const bytes of entry) parts.push(bytes as Buffer)
    entries.push({ name: entry.header.name, bytes: Buffer.concat(parts) })
  }
  await flow
  return entries
}

/** The rows of an archive by table; JSON values as they are, whatever order their keys are in. */
export async function rowsIn(file: string): Promise<Record<string, unknown[]>> {
  const rows: Record<string, unknown[]> = {}
  for (const { name, bytes } of await entriesIn(file)) {
    const table = /^tables\/([a-z_]+)-/.exec(name)?.[1]
    if (!table) continue
    const lines = bytes.toString().trimEnd().split('\n')
    ;(rows[table] ??= []).push(...lines.map((line): unknown => JSON.parse(line)))
  }
  return rows
}

/** An archive made by hand, of whatever entries. */
export async function packed(file: string, entries: Entry[]): Promise<string> {
  const tar = pack()
  for (const { name, bytes, type = 'file', linkname } of entries) {
    if (type === 'file') tar.entry({ name, type }, bytes)
    else tar.entry({ name, type, ...(linkname ? { linkname } : {}) })
  }
  tar.finalize()
  const parts: Buffer[] = []
  for await (const bytes of tar) parts.push(bytes as Buffer)
  return compressed(file, Buffer.concat(parts))
}

/** With the header that every archive has. */
export function compressed(file: string, tar: Buffer): string {
  const bytes = gzipSync(tar)
  bytes[8] = 0
  bytes[9] = 255
  writeFileSync(file, bytes)
  return file
}

/** The same entries with a list that agrees with them: what somebody would write who knows the format. */
export function relisted(
  entries: Entry[],
  change: (manifest: Record<string, unknown>) => object = (one) => one,
): Entry[] {
  const others = entries.filter(({ name }) => name !== 'manifest.json')
  const manifest = JSON.parse(entries.at(-1)!.bytes.toString()) as Record<string, unknown>
  manifest.entries = others.map(({ name, bytes }) => ({
    name,
    size: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
  }))
  return [...others, { name: 'manifest.json', bytes: Buffer.from(JSON.stringify(change(manifest))) }]
}

export const there = (...parts: string[]) => resolve(root, ...parts)
