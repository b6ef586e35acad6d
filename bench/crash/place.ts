import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { atEnd } from './ending.ts'

export const root = resolve(import.meta.dirname, '../..')

/** Where one server lives: its folder of data, its database and its port. */
export interface Place {
  data: string
  databaseUrl: string
  port: number
}

/** A folder of its own, gone at the end. Others may enter it: PostgreSQL is run by somebody else than root. */
export function folder(name: string): string {
  const path = mkdtempSync(join(tmpdir(), `sillon-crash-${name}-`))
  chmodSync(path, 0o755)
  atEnd(() => rmSync(path, { recursive: true, force: true }))
  return path
}

/** A place in `within`, on SQLite unless an address is given. */
export async function placeIn(within: string, databaseUrl?: string): Promise<Place> {
  const data = join(within, 'data')
  mkdirSync(data, { recursive: true })
  return { data, databaseUrl: databaseUrl ?? `sqlite:${fileIn(data)}`, port: await freePort() }
}

export const fileIn = (data: string) => join(data, 'sillon.db')

export function freePort(): Promise<number> {
  return new Promise((found) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => found(port))
    })
  })
}
