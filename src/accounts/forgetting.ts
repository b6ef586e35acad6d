import { and, count, eq, gte, isNotNull, lt, ne, notInArray, or, sql } from 'drizzle-orm'
import { journal } from '../activity/tables.ts'
import type { Reader } from '../platform/db/database.ts'
import { type Forgetting, forgettingOf } from '../platform/db/forgetting.ts'
import { accounts, sessions, tokens } from './tables.ts'

/** Browsers that came no more: counted from when their session ended. */
export const endedSessions: Forgetting = forgettingOf({
  table: sessions,
  key: sessions.id,
  isOver: (before) => lt(sessions.expiresAt, before),
})

const isSpent = (before: Date) => or(lt(tokens.usedAt, before), lt(tokens.expiresAt, before))

/** Links to sign in and to found the network, counted from when they were used or expired. */
export const spentSignInLinks: Forgetting = forgettingOf({
  table: tokens,
  key: tokens.id,
  isOver: (before) => and(ne(tokens.purpose, 'invitation'), isSpent(before)),
})

/** Invitations that were answered or ran out, with the address they were sent to. */
export const spentInvitations: Forgetting = forgettingOf({
  table: tokens,
  key: tokens.id,
  isOver: (before) => and(eq(tokens.purpose, 'invitation'), isSpent(before)),
})

/** Accounts of which no browser was seen and by which nothing was done since. Told to administrators: nobody goes by it. */
export async function unusedAccounts(db: Reader, since: Date): Promise<number> {
  const seen = db.select({ id: sessions.accountId }).from(sessions).where(gte(sessions.seenAt, since))
  const active = db
    .select({ id: sql<string>`${journal.byAccountId}` })
    .from(journal)
    .where(and(gte(journal.at, since), isNotNull(journal.byAccountId)))
  const isUnused = and(
    eq(accounts.isDemo, false),
    lt(accounts.createdAt, since),
    notInArray(accounts.id, seen),
    notInArray(accounts.id, active),
  )
  const [row] = await db.select({ many: count() }).from(accounts).where(isUnused)
  return row?.many ?? 0
}
