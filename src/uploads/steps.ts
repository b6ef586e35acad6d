import { inArray } from 'drizzle-orm'
import type { Writer } from '../platform/db/database.ts'
import { uploads } from './tables.ts'

/** A step that notes files sent whole, until somebody takes them up. */
export function uploaded(tx: Writer, rows: (typeof uploads.$inferInsert)[]) {
  return tx.insert(uploads).values(rows)
}

/** A step for the commit that takes files up: they wait no more. */
export function taken(tx: Writer, ids: readonly string[]) {
  return tx.delete(uploads).where(inArray(uploads.id, [...ids]))
}
