import { and, eq, exists, isNull, or, sql } from 'drizzle-orm'
import { accounts } from '../accounts/tables.ts'
import { actors, memberships } from '../actors/tables.ts'
import type { Reader } from '../platform/db/database.ts'
import { prepared } from '../platform/db/prepared.ts'
import { blank, oneOf } from '../platform/db/sql.ts'
import type { Participation } from './queries.ts'
import { participations } from './tables.ts'
import { isMemberOn } from './visible.ts'

type Link = Pick<Participation, 'isLead' | 'actorId'> & Partial<Pick<Participation, 'state'>>

/**
 * Those who lead, as far as somebody with an account can be reached there: a person by their own account,
 * an organisation or a group by that of somebody who speaks for it.
 */
export async function reachableAmong(db: Reader, links: readonly Link[], today: string): Promise<Set<string>> {
  const leads = links
    .filter(({ isLead, state = 'accepted' }) => isLead && state === 'accepted')
    .map(({ actorId }) => actorId)
  if (leads.length === 0) return new Set()
  const rows = await withAccounts(db).execute({ leads: JSON.stringify([...new Set(leads)]), today })
  return new Set(rows.flatMap(({ personId, organisationId }) => [personId, organisationId ?? personId]))
}

// Asked apart: one condition on both would look through everybody who has an account.
const withAccounts = prepared((db) => {
  const hasAccount = and(eq(accounts.id, actors.accountId), isNull(accounts.disabledAt))
  return db
    .select({ personId: actors.id, organisationId: sql<string | null>`null` })
    .from(actors)
    .innerJoin(accounts, hasAccount)
    .where(oneOf(actors.id, blank('leads')))
    .unionAll(
      db
        .select({ personId: actors.id, organisationId: sql<string | null>`${memberships.organisationId}` })
        .from(memberships)
        .innerJoin(actors, eq(actors.id, memberships.personId))
        .innerJoin(accounts, hasAccount)
        .where(and(oneOf(memberships.organisationId, blank('leads')), isMemberOn(blank('today')))),
    )
})

/** Whether somebody can be reached at the actor of a participation: the same rule, in SQL, for who holds a link. */
export function isReachable(db: Reader) {
  const hasAccount = and(eq(accounts.id, actors.accountId), isNull(accounts.disabledAt))
  const { actorId } = participations
  return or(
    exists(db.select({ id: actors.id }).from(actors).innerJoin(accounts, hasAccount).where(eq(actors.id, actorId))),
    exists(
      db
        .select({ id: memberships.id })
        .from(memberships)
        .innerJoin(actors, eq(actors.id, memberships.personId))
        .innerJoin(accounts, hasAccount)
        .where(and(eq(memberships.organisationId, actorId), isMemberOn(blank('today')))),
    ),
  )
}
