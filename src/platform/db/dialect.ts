import * as pg from 'drizzle-orm/pg-core'
import * as lite from 'drizzle-orm/sqlite-core'

type Dialect = 'sqlite' | 'postgresql'

// Chosen once, at load: tables are values, and a process talks to one kind of database.
export const dialect: Dialect = process.env.DATABASE_URL?.startsWith('postgres') ? 'postgresql' : 'sqlite'

const postgresql = {
  table: pg.pgTable,
  text: (name: string) => pg.text(name),
  integer: (name: string) => pg.integer(name),
  bigint: (name: string) => pg.bigint(name, { mode: 'number' }),
  boolean: (name: string) => pg.boolean(name),
  instant: (name: string) => pg.timestamp(name, { withTimezone: true, precision: 3, mode: 'date' }),
  json: (name: string) => pg.jsonb(name),
  sequence: (name: string) => pg.serial(name).primaryKey(),
  index: pg.index,
  uniqueIndex: pg.uniqueIndex,
  primaryKey: pg.primaryKey,
}

const sqlite = {
  table: lite.sqliteTable,
  text: (name: string) => lite.text(name),
  integer: (name: string) => lite.integer(name),
  bigint: (name: string) => lite.integer(name),
  boolean: (name: string) => lite.integer(name, { mode: 'boolean' }),
  instant: (name: string) => lite.integer(name, { mode: 'timestamp_ms' }),
  json: (name: string) => lite.text(name, { mode: 'json' }),
  sequence: (name: string) => lite.integer(name).primaryKey({ autoIncrement: true }),
  index: lite.index,
  uniqueIndex: lite.uniqueIndex,
  primaryKey: lite.primaryKey,
}

// Both kits make columns that hold the same JavaScript values, so the code above this line is
// typed once. PostgreSQL leads: its types lack SQLite's own verbs, and what SQLite lacks fails on a laptop.
const kit: typeof postgresql = dialect === 'postgresql' ? postgresql : (sqlite as unknown as typeof postgresql)

export const { table, text, integer, bigint, boolean, instant, json, sequence, index, uniqueIndex, primaryKey } = kit

/** A calendar day, YYYY-MM-DD. Text on both databases: it sorts, compares and has no time zone. */
export const day = text
