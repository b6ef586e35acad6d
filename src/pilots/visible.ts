import { and, eq, isNull, or, type SQL, sql } from 'drizzle-orm'
import { isCoordinator } from '../domain/viewer.ts'
import { heldBy, visibleTo } from '../initiatives/visible.ts'
import type { Reader } from '../platform/db/database.ts'
import type { Eyes } from '../platform/db/prepared.ts'
import { type Blank, literal } from '../platform/db/sql.ts'
import { indicators, pilots } from './tables.ts'

/**
 * Which pilots a reader may see: those of initiatives that they may see, at a level that is theirs. For queries that
 * join `initiatives`; what it leaves out does not exist for them, nor does what was said there.
 */
export function pilotsVisibleTo(db: Reader, eyes: Eyes, today: string | Blank): SQL | undefined {
  return and(visibleTo(db, eyes, today), levelVisibleTo(db, eyes, today, pilots.visibility))
}

/** The same for indicators, those that were withdrawn left out. */
export function indicatorsVisibleTo(db: Reader, eyes: Eyes, today: string | Blank): SQL | undefined {
  return and(
    isNull(indicators.withdrawnAt),
    visibleTo(db, eyes, today),
    levelVisibleTo(db, eyes, today, indicators.visibility),
  )
}

function levelVisibleTo(
  db: Reader,
  eyes: Eyes,
  today: string | Blank,
  level: typeof pilots.visibility | typeof indicators.visibility,
): SQL | undefined {
  if (isCoordinator(eyes)) return undefined
  if (!eyes.networkRole) return eq(level, literal('public'))
  return or(
    sql`${level} in ('public', 'network')`,
    and(sql`${level} in ('community', 'team')`, heldBy(db, eyes, today)),
    and(eq(level, literal('restricted')), heldBy(db, eyes, today, 'carrier')),
  )
}
