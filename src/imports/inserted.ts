import type { Step, Writer } from '../platform/db/database.ts'

type Table = Parameters<Writer['insert']>[0]

/** SQL takes so many parameters and no more; and no rows at all make no statement. */
export function inserted<T extends Table>(tx: Writer, into: T, rows: T['$inferInsert'][]): Step[] {
  const parts = Array.from({ length: Math.ceil(rows.length / 200) }, (_, part) =>
    rows.slice(part * 200, part * 200 + 200),
  )
  return parts.map((some) => tx.insert(into).values(some as never))
}
