import { and, eq, isNull } from 'drizzle-orm'
import { hashedPassword, passwordProblem } from '../accounts/passwords.ts'
import { findToken, isUsable, isWithoutAccounts } from '../accounts/queries.ts'
import { hashOf, newToken } from '../accounts/secrets.ts'
import { sessionOpened } from '../accounts/sessions.ts'
import { accountOpened, LinkSpent, tokenUsed } from '../accounts/steps.ts'
import { tokens } from '../accounts/tables.ts'
import { recorded } from '../activity/recorded.ts'
import type { By } from '../domain/viewer.ts'
import { findNetwork } from '../network/queries.ts'
import { networkSet } from '../network/steps.ts'
import type { Database, Reader, Step } from '../platform/db/database.ts'
import { InvalidInput } from '../platform/http/refusal.ts'
import { newId } from '../platform/id.ts'
import type { Browser } from './commands.ts'
import { newPerson } from './person.ts'

const FOUNDING_MS = 48 * 3_600_000

/** The link that makes the first administrator, once, within 48 hours. Links made before stop working. */
export async function foundingLink(db: Database, url: string, now: Date): Promise<string> {
  const token = newToken()
  const row = { id: newId(), hash: hashOf(token), purpose: 'first_administrator', email: '', grants: {} } as const
  await db.commit((tx) => [
    tx.delete(tokens).where(and(eq(tokens.purpose, 'first_administrator'), isNull(tokens.usedAt))),
    tx.insert(tokens).values({ ...row, createdAt: now, expiresAt: new Date(now.getTime() + FOUNDING_MS) }),
  ])
  return `${url}/first-administrator/${token}`
}

/** The row of a founding link that still works, as long as there is no account at all. Throws LinkSpent. */
export async function foundingOrRefuse(db: Reader, link: string, now: Date) {
  const token = await findToken(db, link, 'first_administrator')
  if (!isUsable(token, now) || !(await isWithoutAccounts(db))) throw new LinkSpent()
  return token
}

export interface FoundingInput {
  token: string
  network: string
  name: string
  email: string
  /** Empty for none. */
  password: string
}

/** The first administrator, the person they are, and the network, in one commit. Returns the token of their session. */
export async function foundNetwork(
  db: Database,
  { token, network: networkName, name, email, password }: FoundingInput,
  { locale, userAgent }: Browser,
  { once }: By,
  now: Date,
): Promise<string> {
  const link = await foundingOrRefuse(db, token, now)
  const problem = password === '' ? undefined : passwordProblem(password, { name, email })
  if (problem) throw new InvalidInput([{ field: 'password', key: problem }])
  const passwordHash = password === '' ? null : await hashedPassword(password)

  const account = { id: newId(), email, name, networkRole: 'administrator', passwordHash, locale } as const
  const person = await newPerson(db, account, now)
  const network = await findNetwork(db)
  const session = newToken()
  const by: By = { accountId: account.id, name, networkRole: 'administrator', actorIds: [person.id], once }
  await db.commit((tx): Step[] => [
    tokenUsed(tx, link.id, now),
    accountOpened(tx, account, now),
    ...person.steps(tx),
    networkSet(tx, network, { name: networkName }),
    sessionOpened(tx, session, { accountId: account.id, userAgent, proven: true }, now),
    recorded(tx, by, now, { what: 'network_founded', subject: { kind: 'account', id: account.id } }),
  ])
  return session
}
