import type { PgTable } from 'drizzle-orm/pg-core'

/** What erasure does with rows of a person. */
export const fates = ['goes', 'emptied', 'stays'] as const
export type Fate = (typeof fates)[number]

/**
 * One way in which a table may hold something of a person. Columns are named as the tables of the house name them.
 * A table that holds nothing of anybody has an entry too: nothing is left out by forgetting it.
 */
export interface Holding {
  /** A key for all times: of the JSON that people take away, and of its words (`privacy.persons.kind.<key>`). */
  key: string
  table: PgTable
  /** Columns that say of whom a row is: an account, an actor that is a person, an address as a whole. */
  account?: readonly string[]
  actor?: readonly string[]
  address?: readonly string[]
  /** Columns in the middle of which an address stands. */
  within?: readonly string[]
  /** Whether their name is looked for there too. */
  names?: boolean
  /** The row of another table leads to it: those whose `key` is the `id` here, and which hold the address. */
  through?: { table: PgTable; key: string; address: string }
  /** Columns with ids in passing: the row is of somebody else, or of nobody. They stay, and lead to nobody. */
  passing?: readonly string[]
  /** What of such a row is handed over to the person: never what concerns others. */
  given: readonly string[]
  /** Columns of text written by hand, in which somebody may have named a person. */
  written?: readonly string[]
  /** Families of words (`words.<family>`) in which a column is said. */
  words?: Readonly<Record<string, string>>
  fate?: Fate
  /** Why it stays, or what becomes of it: `privacy.persons.why.<why>`. */
  why?: string
}

/** A table in which there is nothing of anybody, but perhaps words. */
export function ofNobody(key: string, table: PgTable, written: readonly string[] = []): Holding {
  return { key, table, given: [], written }
}

/** What somebody did: the row stays, and with it an id that leads to nobody. */
export function deed(
  key: string,
  table: PgTable,
  account: readonly string[],
  given: readonly string[],
  more: Partial<Holding> = {},
): Holding {
  return { key, table, account, given, fate: 'stays', why: 'history', ...more }
}
