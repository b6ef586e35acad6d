import { resolve } from 'node:path'
import type Connection from 'better-sqlite3'
import { keptBySqlite } from './plain.ts'
import { openSqlite, translated } from './sqlite.ts'
import type { Whole } from './whole.ts'

export async function whole<T>(path: string, root: string, body: (tx: Whole) => Promise<T>): Promise<T> {
  const db = openSqlite(path, resolve(root, 'db/sqlite'))
  try {
    db.raw.pragma('cache_size = -64000')
    db.raw.exec('begin immediate')
    // What points at a row that comes later is looked at in the end.
    db.raw.pragma('defer_foreign_keys = ON')
    const result = await body({ reader: db, ...writing(db.raw) })
    db.raw.exec('commit')
    return result
  } catch (error) {
    if (db.raw.inTransaction) db.raw.exec('rollback')
    throw translated(error)
  } finally {
    await db.close()
  }
}

function writing(connection: Connection.Database): Omit<Whole, 'reader'> {
  const statements = new Map<string, Connection.Statement>()
  return {
    async quietly(tables, body) {
      const triggers = connection
        .prepare(
          `select name, sql from sqlite_schema where type = 'trigger' and tbl_name in (${tables.map(() => '?').join()})`,
        )
        .all(...tables) as { name: string; sql: string }[]
      for (const { name } of triggers) connection.exec(`drop trigger "${name}"`)
      await body()
      for (const { sql } of triggers) connection.exec(sql)
    },
    async run(statement) {
      connection.exec(statement)
    },
    async put(table, columns, rows) {
      for (const row of rows) {
        const given = columns.filter(({ name }) => row[name] !== undefined)
        const names = given.map(({ name }) => `"${name}"`).join()
        const query = `insert into "${table}" (${names}) values (${given.map(() => '?').join()})`
        const statement = statements.get(query) ?? connection.prepare(query)
        statements.set(query, statement)
        statement.run(given.map((column) => keptBySqlite(column, row[column.name])))
      }
    },
    async empty(tables) {
      for (const table of tables.toReversed()) connection.exec(`delete from "${table}"`)
    },
    // AUTOINCREMENT keeps the highest number that was ever there by itself.
    async countOn() {},
  }
}
