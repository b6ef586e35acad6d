import { and, eq, gt, inArray, isNull } from 'drizzle-orm'
import { DAY_MS } from '../domain/calendar.ts'
import type { NetworkRole } from '../domain/permissions.ts'
import type { Role } from '../domain/roles.ts'
import { exactlyOne, type Step, type Writer } from '../platform/db/database.ts'
import { Refusal } from '../platform/http/refusal.ts'
import type { Locale } from '../platform/i18n/locales.ts'
import { newId } from '../platform/id.ts'
import { queued } from '../platform/jobs/queued.ts'
import type { InvitationLetter } from './letters.ts'
import { hashOf, newToken } from './secrets.ts'
import { accounts, tokens } from './tables.ts'

// Steps for the commits of other rooms.

const INVITATION_DAYS = 14

/** A link that was used, has expired, was withdrawn, or never was: the answer is the same. */
export class LinkSpent extends Refusal {
  constructor() {
    super(404, 'link_spent')
  }
}

export interface Invited {
  /** Of the token's row, for those who journal it. */
  id?: string
  email: string
  /** What accepting gives: a network role, the actor somebody is, the role on an initiative they take. */
  grants: { networkRole?: NetworkRole; actorId?: string; participationId?: string }
  /** The inviter's language: the letter is theirs. */
  locale: Locale
  invitedBy: { accountId: string; name: string }
  /** The title of the initiative it is for; without it, the network itself. */
  subject?: string | undefined
  role?: Role | undefined
}

/**
 * Somebody is invited: the token's row, and the letter that brings `${url}/invitations/…`.
 * The token itself is drawn when the letter leaves, so that it lies in no table, not even in the queue.
 */
export function invited(tx: Writer, invitation: Invited, url: string, now: Date): Step[] {
  const { id = newId(), email, grants, locale, invitedBy, subject, role } = invitation
  return [
    tx.insert(tokens).values({
      id,
      hash: hashOf(newToken()),
      purpose: 'invitation',
      email: email.trim().toLowerCase(),
      grants: Object.fromEntries(Object.entries(grants).filter(([, granted]) => granted)),
      invitedById: invitedBy.accountId,
      createdAt: now,
      expiresAt: invitationEnd(now),
    }),
    invitationPosted(tx, { tokenId: id, url, locale, inviter: invitedBy.name, subject, role }, now),
  ]
}

/** The letter of an invitation leaves, once more if need be. Links of earlier letters stop working. */
export function invitationPosted(tx: Writer, letter: InvitationLetter, now: Date) {
  return queued(tx, 'invitation.send', letter, now)
}

export function invitationEnd(now: Date): Date {
  return new Date(now.getTime() + INVITATION_DAYS * DAY_MS)
}

/** Links by which somebody gives what they may not give any more stop working; whoever may sends them again. */
export function invitationsCutShort(tx: Writer, some: readonly { id: string }[], now: Date) {
  const ids = some.map(({ id }) => id)
  const isOpen = and(inArray(tokens.id, ids), isNull(tokens.usedAt), gt(tokens.expiresAt, now))
  return tx.update(tokens).set({ expiresAt: now }).where(isOpen)
}

export interface NewAccount {
  id: string
  email: string
  name: string
  networkRole: NetworkRole
  passwordHash?: string | null
  locale?: Locale | null
  isDemo?: boolean
}

export function accountOpened(tx: Writer, account: NewAccount, now: Date) {
  return tx.insert(accounts).values({ ...account, email: account.email.trim().toLowerCase(), createdAt: now })
}

/** A link serves once, before it expires; otherwise the whole commit is undone by LinkSpent. */
export function tokenUsed(tx: Writer, tokenId: string, now: Date) {
  const isUsable = and(eq(tokens.id, tokenId), isNull(tokens.usedAt), gt(tokens.expiresAt, now))
  return exactlyOne(
    tx.update(tokens).set({ usedAt: now }).where(isUsable).returning({ id: tokens.id }),
    () => new LinkSpent(),
  )
}

/** Sign-in links that were sent and not used stop working. */
export function signInLinksRevoked(tx: Writer, email: string, now: Date) {
  const isOpen = and(eq(tokens.email, email), eq(tokens.purpose, 'sign_in'), isNull(tokens.usedAt))
  return tx.update(tokens).set({ usedAt: now }).where(isOpen)
}
