import { and, eq, isNull, sql } from 'drizzle-orm'
import { accounts } from '../accounts/tables.ts'
import { actsFor } from '../actors/queries.ts'
import { actors, memberships } from '../actors/tables.ts'
import type { Viewer } from '../domain/viewer.ts'
import { participations } from '../initiatives/tables.ts'
import { isHeldOn, isMemberOn } from '../initiatives/visible.ts'
import type { Reader } from '../platform/db/database.ts'
import { oneOf } from '../platform/db/sql.ts'
import { findReport, type MetReport } from './queries.ts'

export interface Addressee {
  accountId: string
  email: string
  name: string
  locale: string | null
}

export type Side = 'carriers' | 'funder'

/** The accounts on one side of a report. Nobody is written to of what they could not open. */
export async function addresseesOf(
  db: Reader,
  { report, initiative, funder }: Pick<MetReport, 'report' | 'initiative' | 'funder'>,
  side: Side,
  today: string,
): Promise<Addressee[]> {
  const actorIds = side === 'funder' ? [funder.id] : await carriersOf(db, initiative.id, today)
  const found = await accountsOf(db, actorIds, today)
  const all = [...new Map(found.map((one) => [one.accountId, one])).values()]
  const mayOpen = await Promise.all(
    all.map(async ({ accountId, name, networkRole }) => {
      const viewer: Viewer = { accountId, name, networkRole, actorIds: await actsFor(db, accountId, today) }
      return (await findReport(db, viewer, today, report.id)) !== undefined
    }),
  )
  return all.filter((_one, n) => mayOpen[n])
}

async function carriersOf(db: Reader, initiativeId: string, today: string): Promise<string[]> {
  const rows = await db
    .selectDistinct({ actorId: participations.actorId })
    .from(participations)
    .where(and(eq(participations.initiativeId, initiativeId), eq(participations.role, 'carrier'), isHeldOn(today)))
  return rows.map(({ actorId }) => actorId)
}

/** Persons by their own account, organisations and groups by those of whoever speaks for them. */
function accountsOf(db: Reader, actorIds: readonly string[], today: string) {
  if (actorIds.length === 0) return Promise.resolve([])
  const { id: accountId, email, name, locale, networkRole } = accounts
  const isOpen = and(eq(accountId, actors.accountId), isNull(accounts.disabledAt))
  const columns = { accountId, email, name, locale, networkRole }
  return db
    .select({ ...columns, actorId: sql<string>`${actors.id}` })
    .from(actors)
    .innerJoin(accounts, isOpen)
    .where(oneOf(actors.id, actorIds))
    .unionAll(
      db
        .select({ ...columns, actorId: sql<string>`${memberships.organisationId}` })
        .from(memberships)
        .innerJoin(actors, eq(actors.id, memberships.personId))
        .innerJoin(accounts, isOpen)
        .where(and(oneOf(memberships.organisationId, actorIds), isMemberOn(today))),
    )
}
