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
  const { rows } = await db.raw.query<{ name: string }>(
    `select quote_ident(relname) as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace`,
  )
  const tables = rows.map((row) => row.name).join(', ')
  return {
    db,
    url: here,
    // TRUNCATE passes by the triggers that keep the journal's rows.
    empty: async () => void (await db.raw.query(`truncate ${tables} cascade`)),
    drop: async () => {
      await db.close()
      await administer(url, `drop database ${name} with (force)`)
    },
  }
}

async function administer(url: string, ...statements: string[]) {
  const client = new pg.Client(url)
  await client.connect()
  for (const statement of statements) await client.query(statement)
  await client.end()
}
