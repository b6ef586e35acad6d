import { and, asc, eq, sql } from 'drizzle-orm'
import { actors } from '../actors/tables.ts'
import { isUseMaintained } from '../domain/adoptions.ts'
import { maySee } from '../domain/visibility.ts'
import { isNamedTo } from '../initiatives/cards.ts'
import { rolesNamedBy } from '../initiatives/queries.ts'
import type { FindCounted } from '../initiatives/sections.ts'
import type { Reader } from '../platform/db/database.ts'
import { prepared } from '../platform/db/prepared.ts'
import { blank } from '../platform/db/sql.ts'
import { adoptions } from './tables.ts'

/** The adoptions by which an initiative found takers (A1, A2), as far as the reader may see them and who it is. */
export function adoptionsThatCount(db: Reader): FindCounted {
  return async ({ initiative, capacities }, { viewer, today, t, format }, codes) => {
    if (!codes.includes('A1') && !codes.includes('A2')) return []
    const rows = await lasting(db).execute({ initiativeId: initiative.id })
    return rows
      .filter(({ visibility }) => maySee(visibility, capacities, rolesNamedBy(initiative)))
      .filter((row) => isNamedTo(viewer, row.actorVisibility) || viewer.actorIds.includes(row.takerId))
      .flatMap(({ id, takerKind, status, since, name }) => {
        const isIntegrated = takerKind === 'adopter' && status === 'integrated'
        const isUsed = takerKind === 'beneficiary' && isUseMaintained(since, today)
        if (!isIntegrated && !isUsed) return []
        const text = t('initiatives.innovation.adoption', { name, day: format.day(since) })
        return [{ code: isIntegrated ? ('A1' as const) : ('A2' as const), text, href: `/adoptions/${id}` }]
      })
  }
}

const lasting = prepared((db) =>
  db
    .select({
      id: adoptions.id,
      takerId: actors.id,
      takerKind: adoptions.takerKind,
      status: adoptions.status,
      since: adoptions.since,
      visibility: adoptions.visibility,
      name: actors.name,
      actorVisibility: actors.visibility,
    })
    .from(adoptions)
    .innerJoin(actors, eq(actors.id, adoptions.takerId))
    .where(
      and(
        eq(adoptions.initiativeId, blank('initiativeId')),
        eq(adoptions.isConfirmed, true),
        sql`${adoptions.status} in ('trial', 'integrated')`,
      ),
    )
    .orderBy(asc(adoptions.since), asc(adoptions.id)),
)
