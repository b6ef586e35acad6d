import { and, asc, count, desc, eq, gt, isNull, max } from 'drizzle-orm'
import type { Reader } from '../platform/db/database.ts'
import { prepared } from '../platform/db/prepared.ts'
import { blank, oneOf } from '../platform/db/sql.ts'
import { hashOf } from './secrets.ts'
import { accounts, recoveryCodes, sessions, tokens } from './tables.ts'

export type Account = typeof accounts.$inferSelect
export type Token = typeof tokens.$inferSelect

/** The session that a cookie's token opens, with its account. Asked on every request. */
export async function findSession(db: Reader, tokenHash: string) {
  const [row] = await session(db).execute({ tokenHash })
  return row
}

const session = prepared((db) =>
  db
    .select({
      id: sessions.id,
      accountId: sessions.accountId,
      seenAt: sessions.seenAt,
      expiresAt: sessions.expiresAt,
      provenAt: sessions.provenAt,
      name: accounts.name,
      networkRole: accounts.networkRole,
      locale: accounts.locale,
      disabledAt: accounts.disabledAt,
    })
    .from(sessions)
    .innerJoin(accounts, eq(accounts.id, sessions.accountId))
    .where(eq(sessions.tokenHash, blank('tokenHash'))),
)

export async function findAccount(db: Reader, id: string): Promise<Account | undefined> {
  const [row] = await db.select().from(accounts).where(eq(accounts.id, id))
  return row
}

/** `email` in lower case. */
export async function findAccountByEmail(db: Reader, email: string): Promise<Account | undefined> {
  const [row] = await db.select().from(accounts).where(eq(accounts.email, email))
  return row
}

export async function isWithoutAccounts(db: Reader): Promise<boolean> {
  return (await db.select({ id: accounts.id }).from(accounts).limit(1)).length === 0
}

/** The row of a link, used or not, expired or not. */
export async function findToken(db: Reader, token: string, purpose: Token['purpose']): Promise<Token | undefined> {
  const [row] = await db
    .select()
    .from(tokens)
    .where(and(eq(tokens.hash, hashOf(token)), eq(tokens.purpose, purpose)))
  return row
}

export function isUsable(token: Token | undefined, now: Date): token is Token {
  return token !== undefined && token.usedAt === null && token.expiresAt > now
}

/** The browsers that are signed in, last seen first. */
export function sessionsOf(db: Reader, accountId: string, now: Date) {
  return db
    .select({ id: sessions.id, userAgent: sessions.userAgent, createdAt: sessions.createdAt, seenAt: sessions.seenAt })
    .from(sessions)
    .where(and(eq(sessions.accountId, accountId), gt(sessions.expiresAt, now)))
    .orderBy(desc(sessions.seenAt), desc(sessions.id))
}

export async function unusedRecoveryCodes(db: Reader, accountId: string): Promise<number> {
  const isUnused = and(eq(recoveryCodes.accountId, accountId), isNull(recoveryCodes.usedAt))
  const [row] = await db.select({ unused: count() }).from(recoveryCodes).where(isUnused)
  return row?.unused ?? 0
}

/** The accounts that the demo offers, by role. */
export function demoAccounts(db: Reader) {
  return db
    .select({ email: accounts.email, name: accounts.name, networkRole: accounts.networkRole })
    .from(accounts)
    .where(and(eq(accounts.isDemo, true), isNull(accounts.disabledAt)))
    .orderBy(asc(accounts.networkRole), asc(accounts.name))
}

// Databases order by bytes, or by a language of their own: « Élise » comes after « Zoé », or « CO » before « Ca ».
const dictionary = new Intl.Collator('fr')

/** Everybody who has an account, in the order of a dictionary, with when a browser of theirs was last seen. */
export async function people(db: Reader) {
  const rows = await db
    .select({
      id: accounts.id,
      name: accounts.name,
      email: accounts.email,
      networkRole: accounts.networkRole,
      disabledAt: accounts.disabledAt,
      version: accounts.version,
    })
    .from(accounts)
    .orderBy(asc(accounts.id))
  const seen = await db
    .select({ accountId: sessions.accountId, seenAt: max(sessions.seenAt) })
    .from(sessions)
    .groupBy(sessions.accountId)
  const seenAt = new Map(seen.map((row) => [row.accountId, row.seenAt]))
  return rows
    .map((row) => ({ ...row, seenAt: seenAt.get(row.id) ?? undefined }))
    .sort((one, other) => dictionary.compare(one.name, other.name))
}

/** Invitations to the network that wait for an answer, newest first; those to a role belong to their initiative. */
export async function openInvitations(db: Reader) {
  const rows = await db
    .select()
    .from(tokens)
    .where(and(eq(tokens.purpose, 'invitation'), isNull(tokens.usedAt)))
    .orderBy(desc(tokens.createdAt), desc(tokens.id))
  return rows.filter(({ grants }) => !grants.participationId)
}

/** Those that somebody has sent and that nobody has answered. */
export function invitationsBy(db: Reader, accountId: string): Promise<Token[]> {
  const isOpen = and(eq(tokens.purpose, 'invitation'), isNull(tokens.usedAt))
  return db
    .select()
    .from(tokens)
    .where(and(isOpen, eq(tokens.invitedById, accountId)))
}

export async function findInvitation(db: Reader, id: string): Promise<Token | undefined> {
  const [row] = await db
    .select()
    .from(tokens)
    .where(and(eq(tokens.id, id), eq(tokens.purpose, 'invitation'), isNull(tokens.usedAt)))
  return row
}

export async function namesOf(db: Reader, accountIds: string[]): Promise<Map<string, string>> {
  if (accountIds.length === 0) return new Map()
  const rows = await names(db).execute({ ids: JSON.stringify(accountIds) })
  return new Map(rows.map(({ id, name }) => [id, name]))
}

const names = prepared((db) =>
  db
    .select({ id: accounts.id, name: accounts.name })
    .from(accounts)
    .where(oneOf(accounts.id, blank('ids'))),
)
