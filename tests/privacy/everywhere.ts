import { existsSync, readFileSync } from 'node:fs'
import type Connection from 'better-sqlite3'
import type pg from 'pg'
import type { Database } from '../../src/platform/db/database.ts'
import { dialect } from '../../src/platform/db/dialect.ts'

/** Every column of every table in which something stands, those of full text too: `table.column`. */
export async function columnsWith(db: Database, sought: RegExp): Promise<string[]> {
  const found = new Set<string>()
  for (const [table, rows] of await everyRow(db)) {
    for (const row of rows) {
      for (const [column, value] of Object.entries(row)) if (sought.test(told(value))) found.add(`${table}.${column}`)
    }
  }
  return [...found].sort()
}

function told(value: unknown): string {
  if (Buffer.isBuffer(value)) return value.toString('latin1')
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '')
}

async function everyRow(db: Database): Promise<[string, Record<string, unknown>[]][]> {
  if (dialect === 'postgresql') {
    const { raw } = db as Database & { raw: pg.Pool }
    const { rows: tables } = await raw.query<{ name: string }>(
      "select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'",
    )
    const all: [string, Record<string, unknown>[]][] = []
    for (const { name } of tables) all.push([name, (await raw.query(`select * from "${name}"`)).rows])
    return all
  }
  const { raw } = db as Database & { raw: Connection.Database }
  const names = raw.prepare("select name from sqlite_master where type = 'table'").pluck().all() as string[]
  return names.map((name) => [name, raw.prepare(`select * from "${name}"`).all() as Record<string, unknown>[]])
}

/** The bytes of the file and of its log; and the words that full text knows, which it keeps shortened. */
export function bytesOf(db: Database): string {
  const { raw } = db as Database & { raw: Connection.Database }
  const files = [raw.name, `${raw.name}-wal`].filter((path) => existsSync(path))
  const words = ['initiative_words', 'actor_words', 'document_words'].flatMap((name) => {
    raw.exec(`create virtual table if not exists temp.${name}_known using fts5vocab('main', '${name}', 'row')`)
    return raw.prepare(`select term from temp.${name}_known`).pluck().all() as string[]
  })
  return [...files.map((path) => readFileSync(path, 'latin1')), ...words].join('\n')
}
