import { and, eq, ne } from 'drizzle-orm'
import { recorded } from '../activity/recorded.ts'
import { DAY_MS } from '../domain/calendar.ts'
import type { By } from '../domain/viewer.ts'
import type { Database, Writer } from '../platform/db/database.ts'
import { newId } from '../platform/id.ts'
import { hashOf, newToken } from './secrets.ts'
import { sessions } from './tables.ts'

const MINUTE = 60_000
/** Thirty days without a visit end a session. */
export const SESSION_MS = 30 * DAY_MS
/** How long a second factor is waited for. */
const UNPROVEN_MS = 20 * MINUTE
const USER_AGENT_KEPT = 400

export interface NewSession {
  accountId: string
  userAgent: string
  /** False while the second factor is still to be given. */
  proven: boolean
}

/** A step for someone else's commit: a browser is signed in. The token goes into its cookie and nowhere else. */
export function sessionOpened(tx: Writer, token: string, { accountId, userAgent, proven }: NewSession, now: Date) {
  return tx.insert(sessions).values({
    id: newId(),
    tokenHash: hashOf(token),
    accountId,
    userAgent: userAgent.slice(0, USER_AGENT_KEPT),
    createdAt: now,
    seenAt: now,
    expiresAt: new Date(now.getTime() + (proven ? SESSION_MS : UNPROVEN_MS)),
    provenAt: proven ? now : null,
  })
}

/** Signs a browser in, without asking anything: who calls has made sure. */
export async function openSession(db: Database, session: NewSession, now: Date): Promise<{ token: string }> {
  const token = newToken()
  await db.commit((tx) => [sessionOpened(tx, token, session, now)])
  return { token }
}

/** Says that a session is still used, and moves its end. */
export async function prolongSession(db: Database, id: string, now: Date): Promise<void> {
  const expiresAt = new Date(now.getTime() + SESSION_MS)
  await db.commit((tx) => [tx.update(sessions).set({ seenAt: now, expiresAt }).where(eq(sessions.id, id))])
}

/** A step for someone else's commit: every browser of the account is signed out, but for the one that asks. */
export function otherSessionsRevoked(tx: Writer, accountId: string, keptId: string | undefined) {
  const others = keptId
    ? and(eq(sessions.accountId, accountId), ne(sessions.id, keptId))
    : eq(sessions.accountId, accountId)
  return tx.delete(sessions).where(others)
}

/** Signs out one of one's own browsers. One that is already signed out, or not one's own, is left as it is. */
export async function revokeSession(db: Database, { id }: { id: string }, by: By, now: Date): Promise<void> {
  const { accountId } = by
  if (!accountId) return
  await db.commit((tx) => [
    tx.delete(sessions).where(and(eq(sessions.id, id), eq(sessions.accountId, accountId))),
    recorded(tx, by, now, { what: 'session_ended', subject: { kind: 'account', id: accountId } }),
  ])
}

/** Signs out every other browser of one's own. */
export async function revokeOtherSessions(db: Database, { kept }: { kept: string }, by: By, now: Date): Promise<void> {
  const { accountId } = by
  if (!accountId) return
  await db.commit((tx) => [
    otherSessionsRevoked(tx, accountId, kept),
    recorded(tx, by, now, { what: 'other_sessions_ended', subject: { kind: 'account', id: accountId } }),
  ])
}
