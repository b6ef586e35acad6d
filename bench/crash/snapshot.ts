import Connection from 'better-sqlite3'
import { drizzle as onSqlite } from 'drizzle-orm/better-sqlite3'
import { drizzle as onPostgresql } from 'drizzle-orm/node-postgres'
import pg from 'pg'
import { inTurn } from '../../src/platform/db/snapshot-postgresql.ts'
import type { Reader } from '../../src/platform/db/database.ts'

/** Reads a database at one instant, past the server: `unsound` is what the engine itself finds wrong with its file. */
export async function snapshot<T>(url: string, read: (db: Reader, unsound: string[]) => Promise<T>): Promise<T> {
  return url.startsWith('postgres') ? postgresql(url, read) : sqlite(url.replace(/^sqlite:/, ''), read)
}

async function sqlite<T>(path: string, read: (db: Reader, unsound: string[]) => Promise<T>): Promise<T> {
  const connection = new Connection(path, { fileMustExist: true })
  try {
    const found = connection.pragma('integrity_check') as { integrity_check: string }[]
    const broken = connection.pragma('foreign_key_check') as unknown[]
    const unsound = [
      ...found.map(({ integrity_check }) => integrity_check).filter((one) => one !== 'ok'),
      ...broken.map((row) => `points at nothing: ${JSON.stringify(row)}`),
    ]
    connection.exec('begin')
    return await read(onSqlite(connection) as unknown as Reader, unsound)
  } finally {
    connection.close()
  }
}

async function postgresql<T>(url: string, read: (db: Reader, unsound: string[]) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  try {
    await client.query('begin isolation level repeatable read read only')
    return await read(onPostgresql(inTurn(client)), [])
  } finally {
    await client.end()
  }
}
