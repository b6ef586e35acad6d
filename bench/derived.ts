import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type Connection from 'better-sqlite3'
import type pg from 'pg'
import type { Database } from '../src/platform/db/database.ts'
import { dialect } from '../src/platform/db/dialect.ts'

// Row by row, triggers would write the words of an initiative again for each of its roles: hours, for the largest size.
// They are put aside, and what they keep is made at once, as the migration made it of what was there before.

const kept = ['initiatives', 'participations', 'initiative_territories', 'territories', 'actors']

/** Runs the loading without the triggers of what it fills (the journal keeps its own), then makes what they keep. */
export async function loadedAtOnce(db: Database, root: string, load: () => Promise<void>): Promise<void> {
  const run = statementsOn(db)
  const triggers = dialect === 'sqlite' ? sqliteTriggers(db) : undefined
  if (triggers) for (const { name } of triggers) await run(`drop trigger "${name}"`)
  else for (const table of kept) await run(`alter table ${table} disable trigger user`)
  if (dialect === 'sqlite') await run('pragma synchronous = off')
  await load()
  for (const statement of derivedIn(root)) await run(statement)
  if (triggers) for (const { sql } of triggers) await run(sql)
  else for (const table of kept) await run(`alter table ${table} enable trigger user`)
  await settled(db)
}

/**
 * Both engines plan by what they know of the tables. PostgreSQL learns it by itself within a minute or two, and then also
 * has new words in their index instead of beside it: to be measured before would be to measure the loading.
 */
export async function settled(db: Database): Promise<void> {
  await statementsOn(db)(dialect === 'sqlite' ? 'analyze' : 'vacuum analyze')
}

/** Sends a statement as it is, on whichever engine. */
export function statementsOn(db: Database): (statement: string) => Promise<void> {
  const { raw } = db as unknown as { raw: Connection.Database | pg.Pool }
  return async (statement) => {
    if ('exec' in raw) raw.exec(statement)
    else await raw.query(statement)
  }
}

function sqliteTriggers(db: Database) {
  const { raw } = db as unknown as { raw: Connection.Database }
  const names = kept.map(() => '?').join()
  return raw
    .prepare(`select name, sql from sqlite_schema where type = 'trigger' and tbl_name in (${names})`)
    .all(...kept) as { name: string; sql: string }[]
}

function derivedIn(root: string): string[] {
  const [, made] = readFileSync(join(root, 'db', 'custom', `derived.${dialect}.sql`), 'utf8').split(
    '-- What was there before.',
  )
  return (made ?? '')
    .split('--> statement-breakpoint')
    .map((one) => one.trim())
    .filter(Boolean)
}
