import { and, type AnyColumn, eq, gte, inArray, isNull, like, lte, or, type SQL, sql } from 'drizzle-orm'
import { memberships } from '../actors/tables.ts'
import type { Role } from '../domain/roles.ts'
import { isCoordinator } from '../domain/viewer.ts'
import type { Reader } from '../platform/db/database.ts'
import type { Eyes } from '../platform/db/prepared.ts'
import { type Blank, literal, oneOf } from '../platform/db/sql.ts'
import { initiatives, participations } from './tables.ts'

/**
 * Which initiatives a reader may see: the same rule as `domain/visibility`, in SQL. Every query that
 * shows, lists, counts or searches initiatives to somebody carries it; what it leaves out does not exist for them.
 */
export function visibleTo(db: Reader, viewer: Eyes, today: string | Blank): SQL | undefined {
  const notMerged = isNull(initiatives.mergedIntoId)
  if (isCoordinator(viewer)) return notMerged
  if (!viewer.networkRole) return and(notMerged, eq(initiatives.visibility, literal('public')))
  return and(
    notMerged,
    or(
      sql`${initiatives.visibility} in ('public', 'network')`,
      and(sql`${initiatives.visibility} in ('community', 'team')`, heldBy(db, viewer, today)),
      and(eq(initiatives.visibility, literal('restricted')), heldBy(db, viewer, today, 'carrier')),
      and(eq(initiatives.visibility, literal('restricted')), heldBy(db, viewer, today, 'named')),
    ),
  )
}

/** Initiatives on which the reader, or whom they speak for, holds a role today; any role, one role, or one that `names` (a `,funder,taker,` column) names. */
export function heldBy(
  db: Reader,
  { actorIds }: Eyes,
  today: string | Blank,
  role?: Role | 'named',
  names: AnyColumn = initiatives.namedRoles,
): SQL {
  if ('length' in actorIds && actorIds.length === 0) return sql`1 = 0`
  return inArray(
    initiatives.id,
    db
      .select({ id: participations.initiativeId })
      .from(participations)
      .where(
        and(
          oneOf(participations.actorId, actorIds),
          isHeldOn(today),
          role === undefined
            ? undefined
            : role === 'named'
              ? like(names, sql`'%,' || ${participations.role} || ',%'`)
              : eq(participations.role, literal(role)),
        ),
      ),
  )
}

/** Participations that are held on a day: accepted, begun, not over. The same rule as `isHeld` of the domain. */
export function isHeldOn(today: string | Blank): SQL {
  return and(
    eq(participations.state, literal('accepted')),
    lte(participations.since, today),
    or(isNull(participations.until), gte(participations.until, today)),
  )!
}

/** Memberships that stand on a day: those by which `actsFor` lets a person act. */
export function isMemberOn(today: string | Blank): SQL {
  return and(lte(memberships.since, today), or(isNull(memberships.until), gte(memberships.until, today)))!
}
