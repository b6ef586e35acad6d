import { resolve } from 'node:path'
import type { Database } from './database.ts'

/** Opens and migrates the database that `url` names: `sqlite:PATH`, `sqlite::memory:` or `postgres://…`. */
export async function openDatabase(url: string, root: string): Promise<Database> {
  if (url.startsWith('postgres')) {
    const { openPostgresql } = await import('./postgresql.ts')
    return openPostgresql(url, resolve(root, 'db/postgresql'))
  }
  const { openSqlite } = await import('./sqlite.ts')
  return openSqlite(url.replace(/^sqlite:/, ''), resolve(root, 'db/sqlite'))
}
