import { and, eq, isNotNull, isNull, lt, or } from 'drizzle-orm'
import { recorded } from '../activity/recorded.ts'
import type { By } from '../domain/viewer.ts'
import { type Database, exactlyOne, type Step, type Writer } from '../platform/db/database.ts'
import { InvalidInput, NotAllowed, Refusal } from '../platform/http/refusal.ts'
import { newId } from '../platform/id.ts'
import { acceptedStep, newRecoveryCodes, newTotpSecret, recoveryHash } from './codes.ts'
import { passwordMatches } from './passwords.ts'
import { type Account, findAccount } from './queries.ts'
import { hashOf, newToken } from './secrets.ts'
import { otherSessionsRevoked, SESSION_MS } from './sessions.ts'
import { accounts, recoveryCodes, sessions } from './tables.ts'

const wrongCode = () => new InvalidInput([{ field: 'code', key: 'wrong_code' }])

/** Draws a secret for an authenticator. Nothing is asked at sign-in before a code of it was given once. */
export async function startSecondFactor(db: Database, by: By, now: Date): Promise<void> {
  const { id, isDemo } = await own(db, by)
  if (isDemo) throw new Refusal(403, 'not_in_demo')
  await db.commit((tx) => [
    tx
      .update(accounts)
      .set({ totpSecret: newTotpSecret(), totpLastStep: null })
      .where(and(eq(accounts.id, id), isNull(accounts.totpConfirmedAt))),
    recorded(tx, by, now, { what: 'second_factor_started', subject: { kind: 'account', id } }),
  ])
}

/** The first code turns the second factor on, signs out every other browser, and gives the recovery codes, once. */
export async function confirmSecondFactor(
  db: Database,
  { code, sessionId }: { code: string; sessionId: string },
  by: By,
  now: Date,
): Promise<string[]> {
  const account = await own(db, by)
  if (!account.totpSecret || account.totpConfirmedAt) throw wrongCode()
  const step = acceptedStep(account.totpSecret, code, null, now)
  if (step === undefined) throw wrongCode()
  const codes = newRecoveryCodes()
  await db.commit((tx) => [
    exactlyOne(
      tx
        .update(accounts)
        .set({ totpConfirmedAt: now, totpLastStep: step })
        .where(and(eq(accounts.id, account.id), isNull(accounts.totpConfirmedAt)))
        .returning({ id: accounts.id }),
      wrongCode,
    ),
    ...recoveryCodesReplaced(tx, account.id, codes),
    otherSessionsRevoked(tx, account.id, sessionId),
    recorded(tx, by, now, { what: 'second_factor_confirmed', subject: { kind: 'account', id: account.id } }),
  ])
  return codes
}

/** Ten new recovery codes; the earlier ones stop working. */
export async function renewRecoveryCodes(
  db: Database,
  { code }: { code: string },
  by: By,
  now: Date,
): Promise<string[]> {
  const account = await own(db, by)
  const codes = newRecoveryCodes()
  const given = await proof(account, code, now)
  await db.commit((tx): Step[] => [
    given(tx),
    ...recoveryCodesReplaced(tx, account.id, codes),
    recorded(tx, by, now, { what: 'recovery_codes_renewed', subject: { kind: 'account', id: account.id } }),
  ])
  return codes
}

/** Turns it off, for a code, a recovery code or the password. */
export async function endSecondFactor(db: Database, { code }: { code: string }, by: By, now: Date): Promise<void> {
  const account = await own(db, by)
  const isPassword = account.passwordHash !== null && (await passwordMatches(account.passwordHash, code))
  const given = isPassword ? undefined : await proof(account, code, now)
  await db.commit((tx): Step[] => [
    ...(given ? [given(tx)] : []),
    tx
      .update(accounts)
      .set({ totpSecret: null, totpConfirmedAt: null, totpLastStep: null })
      .where(eq(accounts.id, account.id)),
    tx.delete(recoveryCodes).where(eq(recoveryCodes.accountId, account.id)),
    recorded(tx, by, now, { what: 'second_factor_ended', subject: { kind: 'account', id: account.id } }),
  ])
}

/** The second half of signing in. The session gets a new token: the one that waited is worth nothing any more. */
export async function proveSession(
  db: Database,
  { sessionId, accountId, code }: { sessionId: string; accountId: string; code: string },
  { once }: By,
  now: Date,
): Promise<{ account: Account; token: string }> {
  const account = await findAccount(db, accountId)
  if (!account) throw wrongCode()
  const given = await proof(account, code, now)
  const token = newToken()
  const proven = {
    tokenHash: hashOf(token),
    provenAt: now,
    seenAt: now,
    expiresAt: new Date(now.getTime() + SESSION_MS),
  }
  const by: By = { accountId, name: account.name, networkRole: account.networkRole, actorIds: [], once }
  await db.commit((tx): Step[] => [
    given(tx),
    tx
      .update(sessions)
      .set(proven)
      .where(and(eq(sessions.id, sessionId), isNull(sessions.provenAt))),
    recorded(tx, by, now, { what: 'second_factor_given', subject: { kind: 'account', id: accountId } }),
  ])
  return { account, token }
}

async function own(db: Database, by: By): Promise<Account> {
  const account = by.accountId ? await findAccount(db, by.accountId) : undefined
  if (!account) throw new NotAllowed(['member'])
  return account
}

// A code serves once: the guard is in the statement, so that of two who send the same one, one is refused.
async function proof(account: Account, code: string, now: Date): Promise<(tx: Writer) => Step> {
  const { id, totpSecret, totpConfirmedAt, totpLastStep } = account
  if (!totpSecret || !totpConfirmedAt) throw wrongCode()
  const step = acceptedStep(totpSecret, code, totpLastStep, now)
  if (step !== undefined) {
    const isNewer = or(isNull(accounts.totpLastStep), lt(accounts.totpLastStep, step))
    const isOn = and(eq(accounts.id, id), isNotNull(accounts.totpConfirmedAt), isNewer)
    return (tx) =>
      exactlyOne(tx.update(accounts).set({ totpLastStep: step }).where(isOn).returning({ id: accounts.id }), wrongCode)
  }
  const isUnused = and(
    eq(recoveryCodes.accountId, id),
    eq(recoveryCodes.hash, recoveryHash(code)),
    isNull(recoveryCodes.usedAt),
  )
  return (tx) =>
    exactlyOne(
      tx.update(recoveryCodes).set({ usedAt: now }).where(isUnused).returning({ id: recoveryCodes.id }),
      wrongCode,
    )
}

function recoveryCodesReplaced(tx: Writer, accountId: string, codes: string[]): Step[] {
  const rows = codes.map((code) => ({ id: newId(), accountId, hash: recoveryHash(code) }))
  return [tx.delete(recoveryCodes).where(eq(recoveryCodes.accountId, accountId)), tx.insert(recoveryCodes).values(rows)]
}
