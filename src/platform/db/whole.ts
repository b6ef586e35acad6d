import type { Reader } from './database.ts'
import type { Column, PlainRow } from './plain.ts'

/** A whole database being written in one transaction. */
export interface Whole {
  /** Sees what was written so far. */
  reader: Reader
  /** Triggers of these tables sleep while `body` fills them; what they would have done is the caller's to do. */
  quietly(tables: readonly string[], body: () => Promise<void>): Promise<void>
  run(statement: string): Promise<void>
  /** Adds rows in order; columns that a row leaves out have their defaults. */
  put(table: string, columns: readonly Column[], rows: readonly PlainRow[]): Promise<void>
  /** Takes away every row of these tables, also of those that triggers keep. */
  empty(tables: readonly string[]): Promise<void>
  /** Numbers that the database gives out go on after those that are there. */
  countOn(table: string, column: string): Promise<void>
}

/**
 * One transaction over everything, awaited in between: what commit() forbids, since others' requests would fall into
 * it or wait for it. Only for a process that does nothing else. Migrates first, as every opening does; what `body`
 * throws undoes all of the rest.
 */
export async function whole<T>(url: string, root: string, body: (tx: Whole) => Promise<T>): Promise<T> {
  if (url.startsWith('postgres')) return (await import('./whole-postgresql.ts')).whole(url, root, body)
  return (await import('./whole-sqlite.ts')).whole(url.replace(/^sqlite:/, ''), root, body)
}
