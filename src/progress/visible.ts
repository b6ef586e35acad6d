import { and, or, type SQL, sql } from 'drizzle-orm'
import { isCoordinator } from '../domain/viewer.ts'
import { fundings } from '../funding/tables.ts'
import { fundingsVisibleTo } from '../funding/visible.ts'
import { heldBy } from '../initiatives/visible.ts'
import type { Reader } from '../platform/db/database.ts'
import type { Eyes } from '../platform/db/prepared.ts'
import { type Blank, oneOf } from '../platform/db/sql.ts'

/**
 * A report is between the carriers and the funder whose own the funding is: others, co-funders among them, do not know
 * of it. For queries that join `fundings` and `initiatives`.
 */
export function progressVisibleTo(db: Reader, eyes: Eyes, today: string | Blank): SQL | undefined {
  const funding = fundingsVisibleTo(db, eyes, today)
  return isCoordinator(eyes) ? funding : and(funding, concerns(db, eyes, today))
}

/** What these eyes write or are written to, coordinator or not. */
export function concerns(db: Reader, eyes: Eyes, today: string | Blank): SQL {
  if (!eyes.networkRole) return sql`1 = 0`
  return or(isFunder(eyes), heldBy(db, eyes, today, 'carrier'))!
}

function isFunder({ actorIds }: Pick<Eyes, 'actorIds'>): SQL {
  if ('length' in actorIds && actorIds.length === 0) return sql`1 = 0`
  return oneOf(fundings.funderId, actorIds)
}
