import { type AnyColumn, getTableName, sql } from 'drizzle-orm'
import type { Table } from 'drizzle-orm'

/** The number after the last among the rows of one parent: asked in the insert, so that two cannot count alike unseen. */
export function nextNumber(of: Table, number: AnyColumn, parent: AnyColumn, id: string) {
  const [name, counted, within] = [getTableName(of), number.name, parent.name].map((one) => sql.identifier(one))
  return sql<number>`(select coalesce(max(n.${counted}), 0) + 1 from ${name} n where n.${within} = ${id})`
}
