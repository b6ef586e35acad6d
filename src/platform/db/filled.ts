import { getTableColumns, getTableName, type SQL, sql } from 'drizzle-orm'
import type { PgTable } from 'drizzle-orm/pg-core'
import type { Writer } from './database.ts'
import { nameOf, type Preparable } from './prepared.ts'

type Values = Record<string, unknown>

/** A statement that was built before, and the values it is sent with: a step like any other. */
class Filled<Rows> implements PromiseLike<Rows> {
  readonly #send: () => PromiseLike<Rows>

  constructor(send: () => PromiseLike<Rows>) {
    this.#send = send
  }

  /** As drizzle's own statements have it, for SQLite. */
  prepare() {
    return { execute: this.#send }
  }

  // oxlint-disable-next-line unicorn/no-thenable -- sent when it is waited for, as drizzle's own statements are
  then<A = Rows, B = never>(
    done?: ((rows: Rows) => A | PromiseLike<A>) | null,
    failed?: ((error: unknown) => B | PromiseLike<B>) | null,
  ) {
    return this.#send().then(done, failed)
  }
}

const known = new WeakMap<Writer, Map<string, { execute(values: Values): PromiseLike<unknown> }>>()

/**
 * A step whose statement is built once for each connection and `key`, and then only filled in: what `build` makes must
 * be the same for the same key, with a blank for each value.
 */
export function filled<Rows>(
  tx: Writer,
  key: string,
  build: () => Preparable<{ execute(values: Values): PromiseLike<Rows> }>,
  values: Values,
): PromiseLike<Rows> {
  let statements = known.get(tx)
  if (!statements) known.set(tx, (statements = new Map()))
  let statement = statements.get(key) as { execute(values: Values): PromiseLike<Rows> } | undefined
  if (!statement) {
    const query = build()
    statements.set(key, (statement = query.prepare(nameOf(query.toSQL().sql))))
  }
  const one = statement
  return new Filled(() => one.execute(values))
}

/** A row more, by a statement that is built once: for what is written with every deed. */
export function inserted<Table extends PgTable>(tx: Writer, table: Table, row: Table['$inferInsert']) {
  const { names, blanks, values } = blanksFor(table, row)
  const build = () => tx.insert(table).values(blanks as Table['$inferInsert'])
  return filled(tx, `insert ${getTableName(table)} ${names.join()}`, build, values)
}

/** For the columns that a row says something of: a blank each, and what it is filled in with. */
export function blanksFor(table: PgTable, row: Values) {
  const columns = getTableColumns(table)
  const names = Object.keys(row).filter((name) => row[name] !== undefined)
  const blanks: Record<string, SQL> = {}
  const values: Values = {}
  for (const name of names) {
    const value = row[name]
    blanks[name] = sql`${sql.placeholder(name)}`
    values[name] = value === null ? null : columns[name]!.mapToDriverValue(value)
  }
  return { names, blanks, values }
}
