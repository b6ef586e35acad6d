import { type AnyColumn, type GetColumnData, type SQL, sql } from 'drizzle-orm'
import { dialect } from './dialect.ts'
import type { Listed } from './listed.ts'

/** A list inside a row: what hangs on the row, by a subquery that names it. */
export interface Hanging<Row> {
  words: SQL
  read: (found: unknown[][]) => Row[]
}

type Fields = Record<string, AnyColumn | Hanging<unknown>>

/** The row that `nested` reads, with its lists. */
export type Nested<All extends Fields> = {
  [Name in keyof All]: All[Name] extends AnyColumn
    ? GetColumnData<All[Name]>
    : All[Name] extends Hanging<infer Row>
      ? Row[]
      : never
}

/** The rows of `from`, which says whose they are by a column of the row that they hang on. */
export function hanging<All extends Record<string, AnyColumn>>(
  fields: All,
  from: SQL,
  ...order: SQL[]
): Hanging<Listed<All>> {
  const values = sql.join(Object.values(fields), sql`, `)
  const ordered = order.length > 0 ? sql` order by ${sql.join(order, sql`, `)}` : sql``
  const words =
    dialect === 'postgresql'
      ? sql`(select coalesce(json_agg(json_build_array(${values})${ordered}), '[]') ${from})`
      : sql`(select json_group_array(json_array(${values})${ordered}) ${from})`
  const row = rowReader(fields)
  return { words, read: (found) => found.map(row) as Listed<All>[] }
}

/**
 * A row and what hangs on it as one value: read a hundred thousand times, a third of what a statement for each list
 * costs, and of one instant.
 */
export function nested<All extends Fields>(fields: All): SQL<Nested<All>> {
  const pairs = Object.entries(fields)
  const columns = pairs.filter((pair): pair is [string, AnyColumn] => !isHanging(pair[1]))
  const lists = pairs.filter((pair): pair is [string, Hanging<unknown>] => isHanging(pair[1]))
  const values = sql.join(
    columns.map(([, column]) => column),
    sql`, `,
  )
  const words = lists.map(([, { words: one }]) => one)
  // SQLite forgets on the way out of a subquery that a text is JSON: it is put together as text.
  const whole =
    dialect === 'postgresql'
      ? sql`json_build_array(${sql.join([sql`json_build_array(${values})`, ...words], sql`, `)})`
      : sql`concat('[', ${sql.join([sql`json_array(${values})`, ...words], sql`, ',', `)}, ']')`
  const row = rowReader(Object.fromEntries(columns))
  return whole.mapWith((found: unknown) => {
    const parts = (typeof found === 'string' ? JSON.parse(found) : found) as unknown[][]
    const read = row(parts[0]!)
    let n = 1
    for (const [name, list] of lists) read[name] = list.read(parts[n++] as unknown[][])
    return read as Nested<All>
  })
}

const isHanging = (field: AnyColumn | Hanging<unknown>): field is Hanging<unknown> => 'words' in field

// By a loop: exports read a million of these.
function rowReader(fields: Record<string, AnyColumn>) {
  const columns = Object.entries(fields)
  return (found: unknown[]): Record<string, unknown> => {
    const read: Record<string, unknown> = {}
    let n = 0
    for (const [name, column] of columns) {
      const value = found[n++]
      read[name] = value === null ? null : column.mapFromDriverValue(value)
    }
    return read
  }
}
