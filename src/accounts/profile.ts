import { and, eq } from 'drizzle-orm'
import { recorded } from '../activity/recorded.ts'
import type { By } from '../domain/viewer.ts'
import type { Moment } from '../platform/clock.ts'
import { type Database, exactlyOne, type Step } from '../platform/db/database.ts'
import { InvalidInput, NotAllowed, Refusal, Stale } from '../platform/http/refusal.ts'
import { translate } from '../platform/i18n/i18n.ts'
import type { Locale } from '../platform/i18n/locales.ts'
import { posted } from '../platform/mail/letters.ts'
import { consented } from './consents.ts'
import { hashedPassword, passwordMatches, passwordProblem } from './passwords.ts'
import { type Account, findAccount } from './queries.ts'
import { otherSessionsRevoked } from './sessions.ts'
import { signInLinksRevoked } from './steps.ts'
import { accounts } from './tables.ts'

export interface Profile {
  name: string
  locale: Locale
  mailOnMoves: boolean
  version: number
}

/**
 * Throws Stale when the account was changed elsewhere since the form was opened. Whether letters about moves are wanted
 * is a choice of a purpose of its own: the register of consents says when it was made.
 */
export async function editProfile(db: Database, { version, ...profile }: Profile, by: By, when: Moment): Promise<void> {
  const { id, version: current, mailOnMoves } = await own(db, by)
  const isGiven = profile.mailOnMoves
  await db.commit((tx): Step[] => [
    exactlyOne(
      tx
        .update(accounts)
        .set({ ...profile, version: version + 1 })
        .where(and(eq(accounts.id, id), eq(accounts.version, version)))
        .returning({ id: accounts.id }),
      () => new Stale([], current),
    ),
    ...(isGiven === mailOnMoves
      ? []
      : [
          consented(
            tx,
            { accountId: id, purpose: 'moves_by_mail', isGiven, givenOn: when.today, byAccountId: id },
            when.at,
          ),
        ]),
    recorded(tx, by, when.at, { what: 'account_edited', subject: { kind: 'account', id } }),
  ])
}

/** The language or the theme chosen in the head of a page, kept for the next browser too. */
export async function keepPreference(
  db: Database,
  preference: { locale: Locale } | { theme: string },
  by: By,
  now: Date,
): Promise<void> {
  const { accountId } = by
  if (!accountId) return
  await db.commit((tx) => [
    tx.update(accounts).set(preference).where(eq(accounts.id, accountId)),
    recorded(tx, by, now, { what: 'preference_kept', subject: { kind: 'account', id: accountId } }),
  ])
}

export interface PasswordChange {
  /** Asked for when there is one already. */
  current: string
  password: string
  /** The session that stays open. */
  sessionId: string
}

/** A new password signs out every other browser and revokes the links that were sent; a letter says that it was changed. */
export async function changePassword(
  db: Database,
  { current, password, sessionId }: PasswordChange,
  by: By,
  locale: Locale,
  now: Date,
): Promise<void> {
  const account = await own(db, by)
  if (account.isDemo) throw new Refusal(403, 'not_in_demo')
  if (account.passwordHash && !(await passwordMatches(account.passwordHash, current))) {
    throw new InvalidInput([{ field: 'current', key: 'wrong_password' }])
  }
  const problem = passwordProblem(password, account)
  if (problem) throw new InvalidInput([{ field: 'password', key: problem }])
  const passwordHash = await hashedPassword(password)
  const t = translate(locale)
  const letter = { subject: t('mail.password.subject'), text: t('mail.password.text', { name: account.name }) }
  await db.commit((tx) => [
    exactlyOne(
      tx
        .update(accounts)
        .set({ passwordHash, version: account.version + 1 })
        .where(and(eq(accounts.id, account.id), eq(accounts.version, account.version)))
        .returning({ id: accounts.id }),
      () => new Stale(),
    ),
    otherSessionsRevoked(tx, account.id, sessionId),
    signInLinksRevoked(tx, account.email, now),
    posted(tx, { to: account.email, ...letter }, now),
    recorded(tx, by, now, { what: 'password_changed', subject: { kind: 'account', id: account.id } }),
  ])
}

async function own(db: Database, by: By): Promise<Account> {
  const account = by.accountId ? await findAccount(db, by.accountId) : undefined
  if (!account) throw new NotAllowed(['member'])
  return account
}
