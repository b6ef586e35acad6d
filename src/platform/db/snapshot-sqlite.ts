import { setImmediate as breathe } from 'node:timers/promises'
import Connection from 'better-sqlite3'
import { drizzle } from 'drizzle-orm/better-sqlite3'
import type { Reader } from './database.ts'
import { ROWS_AT_ONCE, type Snapshot } from './snapshot.ts'
import { translated } from './sqlite.ts'

/** A connection of its own that only reads, in one transaction: with the WAL, writers go on and are not seen. */
export async function openSnapshot(path: string): Promise<Snapshot> {
  const connection = openedToRead(path)
  connection.exec('begin')
  // The instant is that of the first reading, not of the beginning.
  connection.prepare('select count(*) from sqlite_schema').get()

  return {
    reader: drizzle(connection) as unknown as Reader,
    async migrations() {
      const isThere = connection.prepare(`select 1 from sqlite_schema where name = '__drizzle_migrations'`).get()
      if (!isThere) return []
      return connection.prepare('select created_at from __drizzle_migrations order by 1').pluck().all() as number[]
    },
    async *rows(query) {
      let some: unknown[][] = []
      for (const row of connection.prepare(query).raw().iterate()) {
        if (some.push(row as unknown[]) < ROWS_AT_ONCE) continue
        yield some
        some = []
        await breathe()
      }
      yield some
    },
    async close() {
      connection.close()
    },
  }
}

/** Throws Unavailable when the database is not there. */
export function openedToRead(path: string): Connection.Database {
  try {
    const connection = new Connection(path, { readonly: true, fileMustExist: true })
    connection.pragma('busy_timeout = 5000')
    return connection
  } catch (error) {
    throw translated(error)
  }
}
