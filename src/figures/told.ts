import { type AnyColumn, type SQL, sql } from 'drizzle-orm'
import type { PgTable } from 'drizzle-orm/pg-core'
import type { Reader } from '../platform/db/database.ts'
import { dialect } from '../platform/db/dialect.ts'
import { type Lines, linesOf } from './lines.ts'

/**
 * Rows of a large table as short texts, nothing being empty: the database writes them into one text, which is several
 * times faster to hand over than a hundred thousand rows. Instants are milliseconds. For codes, ids, days and numbers:
 * no text that somebody typed.
 */
export async function told(
  db: Reader,
  columns: readonly AnyColumn[],
  table: PgTable,
  where: SQL | undefined,
): Promise<string[][]> {
  const all = await toldAtOnce(db, columns, table, where, '\n')
  return all === '' ? [] : all.split('\n').map((one) => one.split('|'))
}

/** The same, read field by field: for the largest tables. */
export async function toldLines(
  db: Reader,
  columns: readonly AnyColumn[],
  table: PgTable,
  where: SQL | undefined,
): Promise<Lines> {
  return linesOf(await toldAtOnce(db, columns, table, where, '|'))
}

async function toldAtOnce(
  db: Reader,
  columns: readonly AnyColumn[],
  table: PgTable,
  where: SQL | undefined,
  between: '|' | '\n',
): Promise<string> {
  // Both databases leave NULL out of a text that is joined so, its bar too: nothing may be NULL.
  const line = sql`concat_ws('|', ${sql.join(columns.map(asText), sql`, `)})`
  const joined = dialect === 'postgresql' ? sql`string_agg` : sql`group_concat`
  const [found] = await db
    .select({ all: sql<string | null>`${joined}(${line}, ${sql.raw(between === '|' ? `'|'` : newLine)})` })
    .from(table)
    .where(where)
  return found?.all ?? ''
}

const newLine = dialect === 'postgresql' ? `e'\\n'` : 'char(10)'

function asText(column: AnyColumn): SQL {
  const value =
    dialect === 'postgresql'
      ? column.dataType === 'date'
        ? sql`(extract(epoch from ${column}) * 1000)::bigint::text`
        : sql`${column}::text`
      : sql`${column}`
  return column.notNull ? value : sql`coalesce(${value}, '')`
}

/** Texts cut out of a longer one are compared letter by letter, and keep it alive: a few hundred are shared instead. */
export function sameTexts(): (text: string) => string {
  const known = new Map<string, string>()
  return (text) => {
    const own = known.get(text)
    if (own !== undefined) return own
    const whole = structuredClone(text)
    known.set(whole, whole)
    return whole
  }
}
