import { type AnyColumn, asc, getTableColumns, inArray, or, type SQL, sql } from 'drizzle-orm'
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core'
import type { Reader } from '../platform/db/database.ts'
import { oneOf } from '../platform/db/sql.ts'
import type { Holding } from './holding.ts'
import { holdings } from './holdings.ts'
import type { Subject } from './subject.ts'

/** What is kept of somebody in one way: rows as they stand, oldest first. */
export interface Part {
  holding: Holding
  rows: Record<string, unknown>[]
}

/** Everything that is kept of somebody, by kind. One statement for each kind, however much there is. */
export async function knownOf(db: Reader, subject: Subject): Promise<Part[]> {
  const parts = await Promise.all(
    holdings.map(async (holding) => ({ holding, rows: await rowsOf(db, holding, subject) })),
  )
  return parts.filter(({ rows }) => rows.length > 0)
}

/** How many rows there are of somebody, by key, in those ways in which there are some. One statement for each. */
export async function countsOf(
  db: Reader,
  subject: Subject,
  among: readonly Holding[],
): Promise<{ holding: Holding; many: number }[]> {
  const counted = await Promise.all(
    among.map(async (holding) => {
      const isTheirs = isOf(holding, subject)
      return { holding, many: isTheirs ? await db.$count(holding.table, isTheirs) : 0 }
    }),
  )
  return counted.filter(({ many }) => many > 0)
}

async function rowsOf(db: Reader, holding: Holding, subject: Subject): Promise<Record<string, unknown>[]> {
  const isTheirs = isOf(holding, subject)
  if (!isTheirs || holding.given.length === 0) return []
  const all = columnsIn(holding.table)
  const chosen = Object.fromEntries(holding.given.map((name) => [name, columnOf(all, name)]))
  return db
    .select(chosen)
    .from(holding.table)
    .where(isTheirs)
    .orderBy(asc(firstOf(all)))
}

/** Which rows of a table are of somebody in this way; undefined when none can be. */
function isOf(holding: Holding, { accountId, actorIds, addresses, names }: Subject): SQL | undefined {
  const all = columnsIn(holding.table)
  const column = (name: string) => columnOf(all, name)
  const conditions = [
    ...(accountId ? (holding.account ?? []).map((name) => oneOf(column(name), [accountId])) : []),
    ...(actorIds.length > 0 ? (holding.actor ?? []).map((name) => oneOf(column(name), actorIds)) : []),
    ...(addresses.length > 0 ? (holding.address ?? []).map((name) => isAddress(column(name), addresses)) : []),
    ...(holding.within ?? []).flatMap((name) =>
      [...addresses, ...(holding.names ? names : [])].map((one) => holds(column(name), one)),
    ),
    ...(holding.through && addresses.length > 0 ? [isLedTo(column('id'), holding.through, addresses)] : []),
  ]
  return conditions.length === 0 ? undefined : or(...conditions)
}

const isAddress = (column: AnyColumn, addresses: readonly string[]) => inArray(sql`lower(${column})`, [...addresses])

/** A text or JSON that holds these words as they are, or in lower case; SQLite knows no case of accented letters. */
export function holds(column: AnyColumn, words: string): SQL {
  const pattern = `%${words.replace(/[\\%_]/g, '\\$&')}%`
  const text = sql`cast(${column} as text)`
  return sql`(${text} like ${pattern} escape '\\' or lower(${text}) like ${pattern.toLowerCase()} escape '\\')`
}

function isLedTo(
  id: AnyColumn,
  { table, key, address }: NonNullable<Holding['through']>,
  addresses: readonly string[],
) {
  const all = columnsIn(table)
  return sql`${id} in (select ${columnOf(all, key)} from ${table} where ${isAddress(columnOf(all, address), addresses)})`
}

export const columnsIn = (table: PgTable) => getTableColumns(table) as Record<string, PgColumn>

export function columnOf(all: Record<string, PgColumn>, name: string): PgColumn {
  const column = all[name]
  if (!column) throw new Error(`no column ${name}`)
  return column
}

const firstOf = (all: Record<string, PgColumn>) => Object.values(all)[0]!
