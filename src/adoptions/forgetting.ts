import { DAY_MS } from '../domain/calendar.ts'
import { inArray, lt } from 'drizzle-orm'
import type { Database } from '../platform/db/database.ts'
import { adoptionContacts, adoptions } from './tables.ts'

const KEPT_MS = 365 * DAY_MS

/** How to answer whoever asked by the public form is kept for a year at most, answered or not; with it goes what they wrote. */
export async function forgetContacts(db: Database, now: Date): Promise<number> {
  const isOld = lt(adoptionContacts.createdAt, new Date(now.getTime() - KEPT_MS))
  const old = await db.select({ adoptionId: adoptionContacts.adoptionId }).from(adoptionContacts).where(isOld)
  if (old.length === 0) return 0
  const ids = old.map(({ adoptionId }) => adoptionId)
  await db.commit((tx) => [
    tx.update(adoptions).set({ message: '' }).where(inArray(adoptions.id, ids)),
    tx.delete(adoptionContacts).where(inArray(adoptionContacts.adoptionId, ids)),
  ])
  return old.length
}
