import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core'

type Drizzle = PgDatabase<PgQueryResultHKT>

/** Reading: drizzle's query builder, with nothing on it that writes. */
export type Reader = Pick<Drizzle, 'select' | 'selectDistinct' | 'with' | '$with' | '$count'>

/** Writing: only inside commit(). */
export type Writer = Pick<Drizzle, 'insert' | 'update' | 'delete'>

/** A drizzle insert, update or delete that has been built but not yet sent. */
type Statement = PromiseLike<unknown>

/** A statement, and what its rows must look like for the commit to stand. */
export interface Expectation<Rows = unknown> {
  statement: PromiseLike<Rows>
  check: (rows: Rows) => void
  /**
   * For PostgreSQL: a reading that must find one row, and locks it, so that the check is certain before the steps are
   * sent. They then go with their commit, and whatever they lock for everybody waits for no answer from here.
   */
  held?: PromiseLike<unknown[]>
}

// oxlint-disable-next-line typescript/no-explicit-any -- an expectation of any rows is a step
export type Step = Statement | Expectation<any>

type Outcome<S> = S extends Expectation<infer Rows> ? Rows : Awaited<S> extends (infer Row)[] ? Row[] : undefined

export interface Database extends Reader {
  /**
   * The same, for what looks through much of a large database: where reading is done in this very thread (SQLite), it is
   * done in another, so that only who asks waits for it. Sees what was committed before it was asked.
   */
  readonly apart: Reader
  /**
   * All of it or none of it, in order. The steps are built first and sent together, so there
   * is nowhere to await: SQLite runs them in one tick, PostgreSQL in one short transaction.
   * Throws Duplicate when a unique value is taken, Unavailable when the database cannot write now.
   */
  commit<const Steps extends readonly Step[]>(
    build: (tx: Writer) => Steps,
  ): Promise<{ -readonly [I in keyof Steps]: Outcome<Steps[I]> }>
  /** What a reading that failed says, when it is that the database cannot answer now. commit() throws it itself. */
  unavailable(error: unknown): Unavailable | undefined
  /** Throws Unavailable when the database does not answer. */
  ping(): Promise<void>
  /**
   * Calls whenever something may have been committed, by this process or by another on the same database; once more
   * than needed rather than once less. Returns how to stop.
   */
  watch(told: () => void): () => void
  /**
   * Says which state a reading would see: the same answer twice means that nobody, in any process, has committed
   * anything in between. Another answer may mean nothing; it never comes back.
   */
  revision(): Promise<string>
  /**
   * What was deleted or overwritten leaves the files too, where the database keeps it about after that (SQLite: full
   * text, the write-ahead log). Throws Unavailable when others are in the way. PostgreSQL does it by VACUUM, in its time.
   */
  scour(): Promise<void>
  /** What it is and how large. Cheap: no table is read. */
  measured(): Promise<Measured>
  close(): Promise<void>
}

export interface Measured {
  engine: 'SQLite' | 'PostgreSQL'
  version: string
  /** On disk, the write-ahead log of SQLite included. */
  bytes: number
  /** How many migrations were applied. */
  migrations: number
}

/** The statement (give it .returning()) must touch exactly one row, or everything is undone. */
export function exactlyOne<Row>(
  statement: PromiseLike<Row[]>,
  otherwise: () => Error,
  held?: PromiseLike<unknown[]>,
): Expectation<Row[]> {
  return {
    statement,
    ...(held && { held }),
    check(rows) {
      if (rows.length !== 1) throw otherwise()
    },
  }
}

export function isExpectation(step: Step): step is Expectation {
  return 'check' in step
}

/** Two rows claimed the same unique value. Raised the same way by both databases. */
export class Duplicate extends Error {
  override name = 'Duplicate'
  /** What the database says was doubled: an index or column name is somewhere in it. */
  on: string

  constructor(on: string, cause: unknown) {
    super(`already there: ${on}`, { cause })
    this.on = on
  }
}

/** The database is locked, full, read-only or gone: nothing was written, and trying later is right. */
export class Unavailable extends Error {
  override name = 'Unavailable'
  reason: 'busy' | 'full' | 'read_only' | 'unreachable'

  constructor(reason: Unavailable['reason'], cause: unknown) {
    super(`database ${reason}`, { cause })
    this.reason = reason
  }
}
