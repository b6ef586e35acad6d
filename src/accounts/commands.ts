import { and, eq, lte } from 'drizzle-orm'
import { recorded } from '../activity/recorded.ts'
import type { By } from '../domain/viewer.ts'
import type { Database, Step, Writer } from '../platform/db/database.ts'
import { InvalidInput } from '../platform/http/refusal.ts'
import type { Locale } from '../platform/i18n/locales.ts'
import { queued } from '../platform/jobs/queued.ts'
import type { SignInLetter } from './letters.ts'
import { passwordMatches } from './passwords.ts'
import { type Account, findAccountByEmail, findToken, isUsable } from './queries.ts'
import { newToken } from './secrets.ts'
import { sessionOpened } from './sessions.ts'
import { LinkSpent, tokenUsed } from './steps.ts'
import { sessions } from './tables.ts'

export { openSession } from './sessions.ts'

/** The browser that signs in, and the session it had until now. */
export interface Browser {
  userAgent: string
  replaces?: string | undefined
}

export interface SignedIn {
  account: Account
  token: string
  /** False while the second factor is still to be given. */
  isProven: boolean
  /** Where the letter's link leads: a path. */
  landing?: string | undefined
}

/** Throws InvalidInput in the same words, after the same time, for a wrong password and an unknown address. */
export async function signInWithPassword(
  db: Database,
  { email, password }: { email: string; password: string },
  browser: Browser,
  by: By,
  now: Date,
): Promise<SignedIn> {
  const account = await findAccountByEmail(db, email)
  const matches = await passwordMatches(account?.passwordHash, password)
  if (!account || !matches || account.disabledAt) throw new InvalidInput([{ field: 'password', key: 'wrong_sign_in' }])
  return signIn(db, account, browser, by, now, 'password', () => [])
}

/** Throws LinkSpent when the link was used, has expired or was revoked. */
export async function signInWithLink(
  db: Database,
  { token }: { token: string },
  browser: Browser,
  by: By,
  now: Date,
): Promise<SignedIn> {
  const link = await findToken(db, token, 'sign_in')
  const account = link && (await findAccountByEmail(db, link.email))
  if (!isUsable(link, now) || !account || account.disabledAt) throw new LinkSpent()
  const signedIn = await signIn(db, account, browser, by, now, 'link', (tx) => [tokenUsed(tx, link.id, now)])
  return { ...signedIn, landing: link.grants.landing }
}

/** Asks for a link. What it does, and how long it takes, is the same for every address. */
export async function askForSignInLink(
  db: Database,
  { email, landing }: { email: string; landing: string },
  { locale, url }: { locale: Locale; url: string },
  now: Date,
): Promise<void> {
  const letter: SignInLetter = { email, landing, locale, url }
  await db.commit((tx) => [queued(tx, 'sign_in_link.send', letter, now)])
}

/** Signs this browser out. */
export async function endSession(db: Database, { id }: { id: string }, by: By, now: Date): Promise<void> {
  const ended = by.accountId && { what: 'signed_out', subject: { kind: 'account', id: by.accountId } }
  await db.commit((tx): Step[] => [
    tx.delete(sessions).where(eq(sessions.id, id)),
    ...(ended ? [recorded(tx, by, now, ended)] : []),
  ])
}

async function signIn(
  db: Database,
  account: Account,
  { userAgent, replaces }: Browser,
  { once }: By,
  now: Date,
  how: string,
  first: (tx: Writer) => Step[],
): Promise<SignedIn> {
  const isProven = account.totpConfirmedAt === null
  const token = newToken()
  const by: By = { accountId: account.id, name: account.name, networkRole: account.networkRole, actorIds: [], once }
  const subject = { kind: 'account', id: account.id }
  const isOver = and(eq(sessions.accountId, account.id), lte(sessions.expiresAt, now))
  await db.commit((tx): Step[] => [
    ...first(tx),
    tx.delete(sessions).where(isOver),
    ...(replaces ? [tx.delete(sessions).where(eq(sessions.id, replaces))] : []),
    sessionOpened(tx, token, { accountId: account.id, userAgent, proven: isProven }, now),
    recorded(tx, by, now, { what: 'signed_in', subject, particulars: { how } }),
  ])
  return { account, token, isProven }
}
