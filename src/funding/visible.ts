import { and, eq, or, type SQL, sql } from 'drizzle-orm'
import { isCoordinator } from '../domain/viewer.ts'
import { heldBy, visibleTo } from '../initiatives/visible.ts'
import type { Reader } from '../platform/db/database.ts'
import type { Eyes } from '../platform/db/prepared.ts'
import { type Blank, literal, oneOf } from '../platform/db/sql.ts'
import { programmes } from '../programmes/tables.ts'
import { fundingRows, fundings } from './tables.ts'

// Who sees which money: product.md, « Who sees what ». Every query that shows, sums or counts money carries these.

/**
 * Fundings of initiatives that a reader may see, at a level that is theirs, or that are their own. For queries that
 * join `initiatives`.
 */
export function fundingsVisibleTo(db: Reader, eyes: Eyes, today: string | Blank): SQL | undefined {
  return and(visibleTo(db, eyes, today), levelVisibleTo(db, eyes, today, fundings.visibility))
}

/** Rows of those fundings, by their own level: a funder sees every row of its own, and of others what the level gives. */
export function fundingRowsVisibleTo(db: Reader, eyes: Eyes, today: string | Blank): SQL | undefined {
  return and(fundingsVisibleTo(db, eyes, today), levelVisibleTo(db, eyes, today, fundingRows.visibility))
}

/** Fundings of editions: nobody carries an edition, so that what is not for the network is for its funder. For queries that join `programmes`. */
export function editionFundingsVisibleTo(eyes: Eyes): SQL | undefined {
  if (isCoordinator(eyes)) return undefined
  if (!eyes.networkRole) {
    return and(eq(programmes.visibility, literal('public')), eq(fundings.visibility, literal('public')))
  }
  return or(isOwn(eyes), sql`${fundings.visibility} in ('public', 'network')`)
}

/** Their rows, likewise. */
export function editionFundingRowsVisibleTo(eyes: Eyes): SQL | undefined {
  if (isCoordinator(eyes)) return undefined
  const shown = editionFundingsVisibleTo(eyes)
  if (!eyes.networkRole) return and(shown, eq(fundingRows.visibility, literal('public')))
  return and(shown, or(isOwn(eyes), sql`${fundingRows.visibility} in ('public', 'network')`))
}

function levelVisibleTo(
  db: Reader,
  eyes: Eyes,
  today: string | Blank,
  level: typeof fundings.visibility | typeof fundingRows.visibility,
): SQL | undefined {
  if (isCoordinator(eyes)) return undefined
  if (!eyes.networkRole) return eq(level, literal('public'))
  return or(
    sql`${level} in ('public', 'network')`,
    isOwn(eyes),
    and(sql`${level} in ('community', 'team')`, heldBy(db, eyes, today)),
    and(eq(level, literal('restricted')), heldBy(db, eyes, today, 'carrier')),
  )
}

function isOwn({ actorIds }: Eyes): SQL {
  if ('length' in actorIds && actorIds.length === 0) return sql`1 = 0`
  return oneOf(fundings.funderId, actorIds)
}
