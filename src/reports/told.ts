import { type AnyColumn, type SQL, sql } from 'drizzle-orm'
import type { PgTable } from 'drizzle-orm/pg-core'
import type { Reader } from '../platform/db/database.ts'
import { dialect } from '../platform/db/dialect.ts'

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
  const line = sql.join(columns.map(asText), sql` || '|' || `)
  const all =
    dialect === 'postgresql' ? sql<string>`string_agg(${line}, e'\\n')` : sql<string>`group_concat(${line}, char(10))`
  const [found] = await db.select({ all }).from(table).where(where)
  if (!found?.all) return []
  return found.all.split('\n').map((one) => one.split('|'))
}

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
