import type { Reader } from './database.ts'

/**
 * The database as it is at one instant, while others write. Nothing is migrated and nothing can be written: for what
 * copies a whole database in a process or thread of its own.
 */
export interface Snapshot {
  reader: Reader
  /** By number, as drizzle keeps them. */
  migrations(): Promise<number[]>
  /** Rows as arrays, some at a time, however many there are: memory stays flat. */
  rows(query: string): AsyncIterable<unknown[][]>
  close(): Promise<void>
}

/** Rows that are fetched together. */
export const ROWS_AT_ONCE = 1000
