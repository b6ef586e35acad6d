import { lt } from 'drizzle-orm'
import type { By } from '../domain/viewer.ts'
import type { Database } from '../platform/db/database.ts'
import { NotAllowed } from '../platform/http/refusal.ts'
import { deskVisits } from './tables.ts'

/**
 * « J'ai tout vu »: up to when the page was made, never back. It is nobody's business but theirs, so not in the journal;
 * sent twice it says the same.
 */
export async function markSeen(db: Database, until: Date, { accountId }: By, now: Date): Promise<void> {
  if (!accountId) throw new NotAllowed(['member'])
  const seenUntil = until < now ? until : now
  await db.commit((tx) => [
    tx
      .insert(deskVisits)
      .values({ accountId, seenUntil })
      .onConflictDoUpdate({
        target: deskVisits.accountId,
        set: { seenUntil },
        setWhere: lt(deskVisits.seenUntil, seenUntil),
      }),
  ])
}
