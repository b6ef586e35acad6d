import { resolve } from 'node:path'
import { drizzle } from 'drizzle-orm/node-postgres'
import type pg from 'pg'
import { openPostgresql, translated } from './postgresql.ts'
import { inTurn } from './snapshot-postgresql.ts'
import type { Whole } from './whole.ts'

export async function whole<T>(url: string, root: string, body: (tx: Whole) => Promise<T>): Promise<T> {
  const db = await openPostgresql(url, resolve(root, 'db/postgresql'))
  const client = await db.raw.connect()
  try {
    await client.query('begin')
    const result = await body({ reader: drizzle(inTurn(client)), ...writing(client) })
    await client.query('commit')
    return result
  } catch (error) {
    await client.query('rollback').catch(() => {})
    throw translated(error)
  } finally {
    client.release(true)
    await db.close()
  }
}

function writing(client: pg.PoolClient): Omit<Whole, 'reader'> {
  return {
    async quietly(tables, body) {
      for (const table of tables) await client.query(`alter table "${table}" disable trigger user`)
      await body()
      for (const table of tables) await client.query(`alter table "${table}" enable trigger user`)
    },
    async run(statement) {
      await client.query(statement)
    },
    // A plain row is JSON that PostgreSQL reads by the table's own types: one parameter, however many rows.
    async put(table, columns, rows) {
      for (const [names, some] of byColumns(
        columns.map(({ name }) => name),
        rows,
      )) {
        const list = names.map((name) => `"${name}"`).join()
        await client.query(
          `insert into "${table}" (${list}) select ${list} from json_populate_recordset(null::"${table}", $1::json)`,
          [JSON.stringify(some)],
        )
      }
    },
    // TRUNCATE passes by triggers that look at rows.
    async empty(tables) {
      await client.query(`truncate ${tables.map((table) => `"${table}"`).join()}`)
    },
    async countOn(table, column) {
      await client.query(
        `select setval(pg_get_serial_sequence('${table}', '${column}'), greatest(coalesce(max("${column}"), 0), 1)) from "${table}"`,
      )
    },
  }
}

/** Runs of rows that give the same columns: what a row leaves out has its default, not null. */
function byColumns(names: readonly string[], rows: readonly Record<string, unknown>[]) {
  const runs: [string[], Record<string, unknown>[]][] = []
  for (const row of rows) {
    const given = names.filter((name) => row[name] !== undefined)
    const last = runs.at(-1)
    if (last && last[0].join() === given.join()) last[1].push(row)
    else runs.push([given, [row]])
  }
  return runs
}
