import { and, asc, eq } from 'drizzle-orm'
import type { Reader } from '../platform/db/database.ts'
import { oneOf } from '../platform/db/sql.ts'
import { uploads } from './tables.ts'

export type Upload = typeof uploads.$inferSelect

/** Those of these files that this account has sent and that wait to be taken up, in the order they came. */
export async function uploadsOf(db: Reader, accountId: string, ids: readonly string[]): Promise<Upload[]> {
  if (ids.length === 0) return []
  return db
    .select()
    .from(uploads)
    .where(and(oneOf(uploads.id, ids), eq(uploads.accountId, accountId)))
    .orderBy(asc(uploads.receivedAt), asc(uploads.id))
}
