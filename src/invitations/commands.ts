import { eq } from 'drizzle-orm'
import { hashedPassword, passwordProblem } from '../accounts/passwords.ts'
import { newToken } from '../accounts/secrets.ts'
import { sessionOpened } from '../accounts/sessions.ts'
import { accountOpened, LinkSpent, tokenUsed } from '../accounts/steps.ts'
import { alsoRecorded, recorded } from '../activity/recorded.ts'
import type { NetworkRole } from '../domain/permissions.ts'
import type { By } from '../domain/viewer.ts'
import { claimOnAcceptance } from '../initiatives/claiming.ts'
import { answered } from '../initiatives/answering.ts'
import { participations } from '../initiatives/tables.ts'
import type { Moment } from '../platform/clock.ts'
import type { Database, Reader, Step, Writer } from '../platform/db/database.ts'
import { InvalidInput, Refusal } from '../platform/http/refusal.ts'
import type { Locale } from '../platform/i18n/locales.ts'
import { newId } from '../platform/id.ts'
import { personAccepting } from './person.ts'
import { findOffer, type Offer, type OfferedRole, stillStands } from './queries.ts'

export interface AcceptanceInput {
  token: string
  name: string
  /** Empty for none. */
  password: string
}

/** The browser of whoever accepts, and the language it is read in. */
export interface Browser {
  locale: Locale
  userAgent: string
}

export interface Accepted {
  initiativeId: string | undefined
  /** The session of a new account; nothing for those who were signed in. */
  session: string | undefined
}

/**
 * Accepts in one commit: the account, its person, the membership, the role and the journal stand together.
 * Throws LinkSpent, InvalidInput, or a Refusal that names the account which the invitation is for.
 */
export async function acceptInvitation(
  db: Database,
  input: AcceptanceInput,
  browser: Browser,
  by: By,
  when: Moment,
): Promise<Accepted> {
  const offer = await offerOrRefuse(db, input.token, when.at)
  refuseOthers(offer, by)
  const { participation, token } = offer
  const opening = offer.account ? undefined : await newAccount(offer, input, browser)
  const { id, name, networkRole } = offer.account ?? (opening as NonNullable<typeof opening>)
  const person = await personAccepting(db, offer, { id, name }, when)
  const accepting: By = { accountId: id, name, networkRole, actorIds: [person.id], once: by.once }
  const session = opening && newToken()
  const claimed = participation ? await claimOnAcceptance(db, participation, when) : () => []
  const subject = { kind: 'account', id }

  await db.commit((tx): Step[] => [
    tokenUsed(tx, token.id, when.at),
    ...(opening ? [accountOpened(tx, opening, when.at)] : []),
    ...person.steps(tx),
    ...claimed(tx, accepting),
    ...(participation ? answered(tx, participation, 'accepted', null, when.at) : []),
    ...roleTakenOver(tx, offer, person.id),
    ...(session
      ? [sessionOpened(tx, session, { accountId: id, userAgent: browser.userAgent, proven: true }, when.at)]
      : []),
    recorded(
      tx,
      accepting,
      when.at,
      participation ? happening('participation_accepted', participation) : { what: 'invitation_accepted', subject },
    ),
    ...(opening ? [alsoRecorded(tx, accepting, when.at, { what: 'account_opened', subject })] : []),
  ])
  return { initiativeId: participation?.initiativeId, session }
}

/** Whoever holds the link may say no, with or without an account. */
export async function declineInvitation(
  db: Database,
  { token }: { token: string },
  by: By,
  when: Moment,
): Promise<void> {
  const offer = await offerOrRefuse(db, token, when.at)
  const { participation } = offer
  const subject = { kind: 'invitation', id: offer.token.id }
  await db.commit((tx): Step[] => [
    tokenUsed(tx, offer.token.id, when.at),
    ...(participation ? answered(tx, participation, 'declined', null, when.at) : []),
    recorded(
      tx,
      by,
      when.at,
      participation ? happening('participation_declined', participation) : { what: 'invitation_declined', subject },
    ),
  ])
}

async function offerOrRefuse(db: Reader, link: string, now: Date): Promise<Offer> {
  const offer = await findOffer(db, link)
  if (!offer || !stillStands(offer, now)) throw new LinkSpent()
  return offer
}

// A letter is easily forwarded: its link opens no account that exists, and gives nothing to another one.
function refuseOthers({ token, account }: Offer, by: By) {
  const { email } = token
  if (by.accountId && by.accountId !== account?.id) throw new Refusal(403, 'other_account', { email })
  if (account && !by.accountId) throw new Refusal(403, 'sign_in_first', { email })
}

async function newAccount({ token }: Offer, { name, password }: AcceptanceInput, { locale }: Browser) {
  const { email, grants } = token
  const problem = password === '' ? undefined : passwordProblem(password, { name, email })
  const issues = [
    ...(name === '' ? [{ field: 'name', key: 'required' }] : []),
    ...(problem ? [{ field: 'password', key: problem }] : []),
  ]
  if (issues.length > 0) throw new InvalidInput(issues)
  const passwordHash = password === '' ? null : await hashedPassword(password)
  const networkRole = (grants.networkRole ?? 'member') as NetworkRole
  return { id: newId(), email, name, networkRole, passwordHash, locale }
}

// Somebody who was entered as a new person, and turns out to be known: the role is theirs, under their own name.
function roleTakenOver(tx: Writer, { participation, actor }: Offer, personId: string): Step[] {
  if (!participation || actor?.kind !== 'person' || actor.id === personId) return []
  return [tx.update(participations).set({ actorId: personId }).where(eq(participations.id, participation.id))]
}

function happening(what: string, { id, initiativeId, role, actorId }: OfferedRole) {
  return { what, subject: { kind: 'participation', id }, initiativeId, particulars: { role, actor: actorId } }
}
