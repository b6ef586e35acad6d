import { type AnyColumn, type GetColumnData, type SQL, sql } from 'drizzle-orm'
import { dialect } from './dialect.ts'

/** Rows with these columns, as any query returns them. */
export type Listed<Fields extends Record<string, AnyColumn>> = {
  [Name in keyof Fields]: GetColumnData<Fields[Name]>
}

/**
 * The rows of a subquery as one value of a query: what a page needs of several tables is asked in one statement, so
 * that PostgreSQL is waited for once and all of it is of the same instant. `from` says from what, and which of them.
 */
export function listed<Fields extends Record<string, AnyColumn>>(
  fields: Fields,
  from: SQL,
  ...order: SQL[]
): SQL<Listed<Fields>[]> {
  const columns = Object.entries(fields)
  const values = sql.join(Object.values(fields), sql`, `)
  const ordered = order.length > 0 ? sql` order by ${sql.join(order, sql`, `)}` : sql``
  const list =
    dialect === 'postgresql'
      ? sql`(select coalesce(jsonb_agg(jsonb_build_array(${values})${ordered}), '[]') ${from})`
      : sql`(select json_group_array(json_array(${values})${ordered}) ${from})`

  // By a loop: exports read a million of these.
  const row = (found: unknown[]) => {
    const read: Record<string, unknown> = {}
    let n = 0
    for (const [name, column] of columns) {
      const value = found[n++]
      read[name] = value === null ? null : column.mapFromDriverValue(value)
    }
    return read as Listed<Fields>
  }
  return list.mapWith((found: unknown) =>
    (typeof found === 'string' ? (JSON.parse(found) as unknown[][]) : (found as unknown[][])).map(row),
  )
}
