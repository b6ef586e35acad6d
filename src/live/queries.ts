import { and, eq, inArray, isNull } from 'drizzle-orm'
import type { Role } from '../domain/roles.ts'
import { type Visibility, visibilities } from '../domain/visibility.ts'
import type { Initiative } from '../initiatives/queries.ts'
import { initiatives, participations } from '../initiatives/tables.ts'
import { isHeldOn } from '../initiatives/visible.ts'
import type { Reader } from '../platform/db/database.ts'

const AT_ONCE = 500

/** A role that somebody holds today. */
export interface Held {
  actorId: string
  role: Role
  isLead: boolean
}

/** Initiatives as they stand now, merged ones too, each with who holds which role today. */
export async function standingNow(
  db: Reader,
  ids: readonly string[],
  today: string,
): Promise<{ initiative: Initiative; held: Held[] }[]> {
  if (ids.length === 0) return []
  const { initiativeId, actorId, role, isLead } = participations
  const [rows, held] = await Promise.all([
    db
      .select()
      .from(initiatives)
      .where(inArray(initiatives.id, [...ids])),
    db
      .select({ initiativeId, actorId, role, isLead })
      .from(participations)
      .where(and(inArray(initiativeId, [...ids]), isHeldOn(today))),
  ])
  return rows.map((initiative) => ({ initiative, held: held.filter((one) => one.initiativeId === initiative.id) }))
}

const closed: Visibility[] = visibilities.filter((level) => level !== 'public' && level !== 'network')

/** Initiatives that are not open to the whole network, on which these actors hold a role today. */
export async function closedHeldBy(db: Reader, actorIds: readonly string[], today: string) {
  const { id, stage, status, visibility, namedRoles } = initiatives
  const { actorId, role, isLead } = participations
  const found = []
  for (let from = 0; from < actorIds.length; from += AT_ONCE) {
    found.push(
      ...(await db
        .select({ id, stage, status, visibility, namedRoles, actorId, role, isLead })
        .from(participations)
        .innerJoin(initiatives, eq(initiatives.id, participations.initiativeId))
        .where(
          and(
            inArray(actorId, actorIds.slice(from, from + AT_ONCE)),
            isHeldOn(today),
            inArray(visibility, closed),
            isNull(initiatives.mergedIntoId),
          ),
        )),
    )
  }
  return found
}
