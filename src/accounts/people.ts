import { and, eq, isNull, ne, sql } from 'drizzle-orm'
import { recorded } from '../activity/recorded.ts'
import { capacitiesOf, may, type NetworkRole } from '../domain/permissions.ts'
import type { By } from '../domain/viewer.ts'
import { type Database, exactlyOne, type Step, type Writer } from '../platform/db/database.ts'
import { NotAllowed, NotFound, Refusal, Stale } from '../platform/http/refusal.ts'
import { mayGive } from './inviting.ts'
import { findAccount, invitationsBy } from './queries.ts'
import { otherSessionsRevoked } from './sessions.ts'
import { invitationsCutShort, signInLinksRevoked } from './steps.ts'
import { accounts } from './tables.ts'

/**
 * Invitations that somebody in this role may not send do not stand either. Throws 409 when it would leave the network
 * without an administrator.
 */
export async function changeNetworkRole(
  db: Database,
  { id, networkRole, version }: { id: string; networkRole: NetworkRole; version: number },
  by: By,
  now: Date,
): Promise<void> {
  const lost = (await invitationsBy(db, id)).filter(({ grants }) => {
    const given = (grants.networkRole ?? 'member') as NetworkRole
    return !grants.participationId && !mayGive(given, networkRole).allowed
  })
  await change(
    db,
    { id, version, set: { networkRole } },
    by,
    now,
    'network_role_changed',
    networkRole === 'administrator',
    (tx) => [invitationsCutShort(tx, lost, now)],
  )
}

/** A disabled account is signed out everywhere at once, and no link that was sent to it, or by it, works any more. */
export async function disableAccount(
  db: Database,
  { id, version }: { id: string; version: number },
  by: By,
  now: Date,
): Promise<void> {
  const sent = await invitationsBy(db, id)
  await change(db, { id, version, set: { disabledAt: now } }, by, now, 'account_disabled', false, (tx, email) => [
    otherSessionsRevoked(tx, id, undefined),
    signInLinksRevoked(tx, email, now),
    invitationsCutShort(tx, sent, now),
  ])
}

export async function enableAccount(
  db: Database,
  { id, version }: { id: string; version: number },
  by: By,
  now: Date,
): Promise<void> {
  await change(db, { id, version, set: { disabledAt: null } }, by, now, 'account_enabled', true)
}

interface Change {
  id: string
  version: number
  set: { networkRole?: NetworkRole; disabledAt?: Date | null }
}

async function change(
  db: Database,
  { id, version, set }: Change,
  by: By,
  now: Date,
  what: string,
  keepsAdministrator: boolean,
  more: (tx: Writer, email: string) => Step[] = () => [],
): Promise<void> {
  const permission = may('people.manage', capacitiesOf(by.networkRole))
  if (!permission.allowed) throw new NotAllowed(permission.reserved)
  const account = await findAccount(db, id)
  if (!account) throw new NotFound()
  if (account.isDemo) throw new Refusal(403, 'not_in_demo')
  const isGuarded = account.networkRole === 'administrator' && !keepsAdministrator
  const { networkRole: role } = set
  await db.commit((tx): Step[] => [
    ...(isGuarded ? anotherAdministrator(tx, id) : []),
    exactlyOne(
      tx
        .update(accounts)
        .set({ ...set, version: version + 1 })
        .where(and(eq(accounts.id, id), eq(accounts.version, version)))
        .returning({ id: accounts.id }),
      () => new Stale([], account.version),
    ),
    ...more(tx, account.email),
    recorded(tx, by, now, {
      what,
      subject: { kind: 'account', id },
      particulars: role ? { role } : {},
      as: permission.as,
    }),
  ])
}

/**
 * Steps: refused (409) unless there is another administrator. Touching them takes their locks in one order: of two who
 * dismiss each other, the second is refused.
 */
export function anotherAdministrator(tx: Writer, id: string): Step[] {
  const isAdministrator = and(eq(accounts.networkRole, 'administrator'), isNull(accounts.disabledAt))
  const unchanged = { version: sql`${accounts.version}` }
  return [
    tx.update(accounts).set(unchanged).where(isAdministrator),
    {
      statement: tx
        .update(accounts)
        .set(unchanged)
        .where(and(isAdministrator, ne(accounts.id, id)))
        .returning({ id: accounts.id }),
      check(others: unknown[]) {
        if (others.length === 0) throw new Refusal(409, 'last_administrator')
      },
    },
  ]
}
