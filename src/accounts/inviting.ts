import { and, eq, isNull } from 'drizzle-orm'
import { recorded } from '../activity/recorded.ts'
import { capacitiesOf, may, type NetworkRole, type Permission } from '../domain/permissions.ts'
import type { By } from '../domain/viewer.ts'
import { type Database, exactlyOne, type Step } from '../platform/db/database.ts'
import { InvalidInput, NotAllowed, NotFound } from '../platform/http/refusal.ts'
import { newId } from '../platform/id.ts'
import { findAccountByEmail, findInvitation } from './queries.ts'
import { invitationEnd, invitationPosted, invited, type Invited, LinkSpent } from './steps.ts'
import { tokens } from './tables.ts'

type Sender = Pick<Invited, 'locale'> & { url: string }

export async function invitePerson(
  db: Database,
  { email, networkRole }: { email: string; networkRole: NetworkRole },
  { locale, url }: Sender,
  by: By,
  now: Date,
): Promise<void> {
  const as = mayInvite(by, networkRole)
  const { accountId, name } = by
  if (!accountId) throw new NotAllowed(['coordinator'])
  if (await findAccountByEmail(db, email)) throw new InvalidInput([{ field: 'email', key: 'has_an_account' }])
  const id = newId()
  const invitation = { id, email, grants: { networkRole }, locale, invitedBy: { accountId, name } }
  await db.commit((tx): Step[] => [
    ...invited(tx, invitation, url, now),
    recorded(tx, by, now, {
      what: 'person_invited',
      subject: { kind: 'invitation', id },
      particulars: { networkRole },
      as,
    }),
  ])
}

/** Sends the letter again, with fourteen days ahead of it: whoever does invites from now on. */
export async function resendInvitation(
  db: Database,
  { id }: { id: string },
  { locale, url }: Sender,
  by: By,
  now: Date,
): Promise<void> {
  const { networkRole } = await invitationOrRefuse(db, id)
  const as = mayInvite(by, networkRole)
  await db.commit((tx) => [
    exactlyOne(
      tx
        .update(tokens)
        .set({ expiresAt: invitationEnd(now), invitedById: by.accountId })
        .where(and(eq(tokens.id, id), isNull(tokens.usedAt)))
        .returning({ id: tokens.id }),
      () => new LinkSpent(),
    ),
    invitationPosted(tx, { tokenId: id, url, locale, inviter: by.name }, now),
    recorded(tx, by, now, { what: 'invitation_sent_again', subject: { kind: 'invitation', id }, as }),
  ])
}

export async function withdrawInvitation(db: Database, { id }: { id: string }, by: By, now: Date): Promise<void> {
  const { networkRole } = await invitationOrRefuse(db, id)
  const as = mayInvite(by, networkRole)
  await db.commit((tx) => [
    tx.delete(tokens).where(and(eq(tokens.id, id), isNull(tokens.usedAt))),
    recorded(tx, by, now, { what: 'invitation_withdrawn', subject: { kind: 'invitation', id }, as }),
  ])
}

function mayInvite(by: By, networkRole: NetworkRole) {
  const permission = mayGive(networkRole, by.networkRole)
  if (!permission.allowed) throw new NotAllowed(permission.reserved)
  return permission.as
}

/** Coordinators invite members; administrators invite anybody. */
export function mayGive(given: NetworkRole, inviter: NetworkRole | undefined): Permission {
  return may(given === 'member' ? 'people.invite' : 'people.manage', capacitiesOf(inviter))
}

async function invitationOrRefuse(db: Database, id: string): Promise<{ networkRole: NetworkRole }> {
  const invitation = await findInvitation(db, id)
  if (!invitation || invitation.grants.participationId) throw new NotFound()
  return { networkRole: (invitation.grants.networkRole ?? 'member') as NetworkRole }
}
