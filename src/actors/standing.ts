import { and, eq, isNull } from 'drizzle-orm'
import { accounts } from '../accounts/tables.ts'
import type { Viewer } from '../domain/viewer.ts'
import type { Reader } from '../platform/db/database.ts'
import { oneOf } from '../platform/db/sql.ts'
import { isMemberThen } from './queries.ts'
import { actors, memberships } from './tables.ts'

/**
 * Who these people are today, by their account, with the rights they have now: what they once made lives by them.
 * Whoever is disabled or gone is not among them.
 */
export async function stillHere(
  db: Reader,
  accountIds: readonly (string | null)[],
  today: string,
): Promise<ReadonlyMap<string | null, Viewer>> {
  const ids = [...new Set(accountIds.filter((id) => id !== null))]
  if (ids.length === 0) return new Map()
  const { id: accountId, name, networkRole } = accounts
  const rows = await db
    .select({ accountId, name, networkRole, personId: actors.id, organisationId: memberships.organisationId })
    .from(accounts)
    .leftJoin(actors, eq(actors.accountId, accounts.id))
    .leftJoin(memberships, and(eq(memberships.personId, actors.id), isMemberThen(today)))
    .where(and(oneOf(accounts.id, ids), isNull(accounts.disabledAt)))
  return new Map(
    [...Map.groupBy(rows, (row) => row.accountId)].map(([id, own]) => {
      const [{ name: called, networkRole: role }] = own as [(typeof own)[number]]
      const acting = own.flatMap(({ personId, organisationId }) => [personId, organisationId])
      const actorIds = [...new Set(acting.filter((one) => one !== null))]
      return [id, { accountId: id, name: called, networkRole: role, actorIds }]
    }),
  )
}
