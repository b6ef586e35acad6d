import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, inject } from 'vitest'
import type { Database } from '../src/platform/db/database.ts'
import { dialect } from '../src/platform/db/dialect.ts'
import { openPostgresql } from '../src/platform/db/postgresql.ts'
import { openSqlite } from '../src/platform/db/sqlite.ts'

export const root = resolve(import.meta.dirname, '..')

export interface InUse {
  readonly db: Database
  /** Where another process finds it; for SQLite only when it is on disk. */
  readonly url: string
}

/**
 * A migrated, empty database for each test, on whichever engine this run is for. SQLite's is in memory; on disk when
 * others than the test are to open it.
 */
export function useDatabase({ onDisk = false } = {}): InUse {
  let db: Database
  let empty: () => Promise<void>
  let drop: () => Promise<void>
  let url = 'sqlite::memory:'

  if (dialect === 'postgresql') {
    beforeAll(async () => {
      ;({ db, empty, drop, url } = await postgresql(inject('postgresUrl')))
    })
    beforeEach(() => empty())
    afterAll(() => drop())
  } else {
    beforeEach(() => {
      if (!onDisk) {
        db = openSqlite(template(), resolve(root, 'db/sqlite'))
        return () => db.close()
      }
      const folder = mkdtempSync(join(tmpdir(), 'sillon-database-'))
      const path = join(folder, 'sillon.db')
      writeFileSync(path, template())
      url = `sqlite:${path}`
      db = openSqlite(path, resolve(root, 'db/sqlite'))
      return async () => {
        await db.close()
        rmSync(folder, { recursive: true })
      }
    })
  }
  return {
    get db() {
      return db
    },
    get url() {
      return url
    },
  }
}

// Migrating takes longer than most tests: once per worker, then copies.
let migrated: Buffer | undefined
function template(): Buffer {
  if (!migrated) {
    const { raw } = openSqlite(':memory:', resolve(root, 'db/sqlite'))
    migrated = raw.serialize()
    raw.close()
  }
  return migrated
}

let count = 0
async function postgresql(url: string) {
  const name = `test_${process.pid}_${process.env.VITEST_POOL_ID ?? 0}_${count++}`
  await administer(url, `create database ${name} template template0 encoding 'UTF8' locale 'C.UTF-8'`)
  const here = Object.assign(new URL(url), { pathname: name }).href
  const db = await openPostgresql(here, resolve(root, 'db/postgresql'))
  return {
    db,
    url: here,
    empty: await emptying(db.raw),
    drop: async () => {
      await db.close()
      await administer(url, `drop database ${name} with (force)`)
    },
  }
}

/**
 * Both ways pass by the triggers that keep the journal's rows. TRUNCATE makes every file of every table anew, and takes
 * five times as long as what only a superuser may: to delete as a replica, and have VACUUM give the pages back.
 */
async function emptying(pool: pg.Pool): Promise<() => Promise<void>> {
  const { rows } = await pool.query<{ name: string }>(
    `select quote_ident(relname) as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace`,
  )
  const tables = rows.map(({ name }) => name)
  const mayAll = await pool.query('select 1 from pg_roles where rolname = current_user and rolsuper')
  if (mayAll.rowCount === 0) return async () => void (await pool.query(`truncate ${tables.join(', ')} cascade`))
  const deletion = ['set local session_replication_role = replica', ...tables.map((name) => `delete from ${name}`)]
  return async () => {
    const [, ...deleted] = (await pool.query(deletion.join('; '))) as unknown as pg.QueryResult[]
    const held = tables.filter((_, n) => deleted[n]!.rowCount! > 0)
    // Rows lie in the order in which they come, as in a database that was just made.
    if (held.length > 0) await pool.query(`vacuum (truncate) ${held.join(', ')}`)
  }
}

async function administer(url: string, ...statements: string[]) {
  const client = new pg.Client(url)
  await client.connect()
  for (const statement of statements) await client.query(statement)
  await client.end()
}
