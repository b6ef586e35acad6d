import { and, eq, isNull, or, type SQL, sql } from 'drizzle-orm'
import { isCoordinator } from '../domain/viewer.ts'
import { heldBy, visibleTo } from '../initiatives/visible.ts'
import type { Reader } from '../platform/db/database.ts'
import type { Eyes } from '../platform/db/prepared.ts'
import { type Blank, literal, oneOf } from '../platform/db/sql.ts'
import { adoptions } from './tables.ts'

// Who sees which adoption. Every query that shows, lists or counts adoptions carries one of these.

/**
 * Adoptions that are on record, for queries that join `initiatives`: carriers see all of theirs, takers their own.
 * Others see who intends to, tries or does, by the level of each; that somebody hesitates or gave up is between the two.
 */
export function adoptionsVisibleTo(db: Reader, eyes: Eyes, today: string | Blank): SQL | undefined {
  const stands = and(visibleTo(db, eyes, today), eq(adoptions.isConfirmed, true))
  if (isCoordinator(eyes)) return stands
  const isTold = sql`${adoptions.status} in ('intent', 'trial', 'integrated')`
  if (!eyes.networkRole) return and(stands, isTold, eq(adoptions.visibility, literal('public')))
  return and(
    stands,
    or(
      and(isTold, sql`${adoptions.visibility} in ('public', 'network')`),
      isOwn(eyes),
      heldBy(db, eyes, today, 'carrier'),
      and(isTold, sql`${adoptions.visibility} in ('community', 'team')`, heldBy(db, eyes, today)),
    ),
  )
}

/** Those that wait to be confirmed or declined, for carriers and coordinators. For queries that join `initiatives`. */
export function waitingFor(db: Reader, eyes: Eyes, today: string | Blank): SQL | undefined {
  return and(
    visibleTo(db, eyes, today),
    eq(adoptions.isConfirmed, false),
    isNull(adoptions.declinedAt),
    isCoordinator(eyes) ? undefined : heldBy(db, eyes, today, 'carrier'),
  )
}

function isOwn({ actorIds }: Eyes): SQL {
  if ('length' in actorIds && actorIds.length === 0) return sql`1 = 0`
  return oneOf(adoptions.takerId, actorIds)
}
