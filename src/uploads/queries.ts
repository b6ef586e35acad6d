import { and, asc, desc, eq } from 'drizzle-orm'
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

/** One of them; undefined for somebody else's too. */
export async function findUpload(db: Reader, accountId: string, id: string): Promise<Upload | undefined> {
  const [upload] = await uploadsOf(db, accountId, [id])
  return upload
}

const SHOWN = 20

/** What this account has sent lately and not taken up, newest first. */
export async function uploadsWaiting(db: Reader, accountId: string): Promise<Upload[]> {
  return db
    .select()
    .from(uploads)
    .where(eq(uploads.accountId, accountId))
    .orderBy(desc(uploads.receivedAt), desc(uploads.id))
    .limit(SHOWN)
}
