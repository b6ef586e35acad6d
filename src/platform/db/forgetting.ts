import { type AnyColumn, and, count, type SQL, sql } from 'drizzle-orm'
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core'
import type { Expectation, Reader, Step, Writer } from './database.ts'
import { oneOf } from './sql.ts'

/** Some of what is due, and the steps that forget exactly these or throw Overtaken. */
export interface Slice {
  rows: number
  steps: (tx: Writer) => readonly Step[]
}

/** What forgets rows whose time was over before an instant. Who commits it writes in the same commit how many went. */
export interface Forgetting {
  many(db: Reader, before: Date): Promise<number>
  next(db: Reader, before: Date, limit: number, now: Date): Promise<Slice>
}

/** Another process forgot some of these first, or somebody took them back: nothing was done, and they are read again. */
export class Overtaken extends Error {
  override name = 'Overtaken'
}

interface Rule {
  table: PgTable
  /** The primary key: texts. */
  key: PgColumn
  isOver: (before: Date, db: Reader) => SQL | undefined
  /** Instead of deleting them: what forgets them and answers with a row for each. */
  forget?: (tx: Writer, which: SQL | undefined) => PromiseLike<unknown[]>
  /** Goes first, in the same commit. */
  first?: (tx: Writer, ids: readonly string[]) => readonly Step[]
}

export function forgettingOf({ table, key, isOver, forget, first }: Rule): Forgetting {
  const deletion = (tx: Writer, which: SQL | undefined) => tx.delete(table).where(which).returning({ key })
  return {
    async many(db, before) {
      const [row] = await db.select({ many: count() }).from(table).where(isOver(before, db))
      return row?.many ?? 0
    },
    async next(db, before, limit) {
      const due = await db.select({ id: key }).from(table).where(isOver(before, db)).limit(limit)
      const ids = due.map(({ id }) => id as string)
      const which = and(among(key, ids), isOver(before, db))
      return {
        rows: ids.length,
        steps: (tx) => [...(first?.(tx, ids) ?? []), allOf((forget ?? deletion)(tx, which), ids.length)],
      }
    },
  }
}

/** The statement (give it .returning()) must touch so many rows, or everything is undone. Throws Overtaken. */
export function allOf(statement: PromiseLike<unknown[]>, rows: number): Expectation<unknown[]> {
  return {
    statement,
    check(touched) {
      if (touched.length !== rows) throw new Overtaken()
    },
  }
}

/** The column is one of these ids, however many: the words of the statement stay the same. */
export function among(column: AnyColumn, ids: readonly string[]): SQL {
  return oneOf(column, sql`${JSON.stringify(ids)}`)
}
