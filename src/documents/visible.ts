import { and, eq, isNull, or, type SQL, sql } from 'drizzle-orm'
import { isCoordinator } from '../domain/viewer.ts'
import { heldBy, visibleTo } from '../initiatives/visible.ts'
import type { Reader } from '../platform/db/database.ts'
import type { Eyes } from '../platform/db/prepared.ts'
import { type Blank, literal } from '../platform/db/sql.ts'
import { documents } from './tables.ts'

/**
 * Which documents a reader may see: those of initiatives that they may see, at a level that is theirs, and not in the
 * bin. The same rule as `domain/visibility`, in SQL, for queries that join `initiatives`. Every query that shows,
 * lists, counts, searches or serves documents to somebody carries it; what it leaves out does not exist for them.
 */
export function documentsVisibleTo(db: Reader, eyes: Eyes, today: string | Blank): SQL | undefined {
  return and(isNull(documents.binnedAt), visibleTo(db, eyes, today), levelVisibleTo(db, eyes, today))
}

/** The same for what lies in the bin: whoever could see it before. */
export function binVisibleTo(db: Reader, eyes: Eyes, today: string | Blank): SQL | undefined {
  return and(sql`${documents.binnedAt} is not null`, visibleTo(db, eyes, today), levelVisibleTo(db, eyes, today))
}

function levelVisibleTo(db: Reader, eyes: Eyes, today: string | Blank): SQL | undefined {
  if (isCoordinator(eyes)) return undefined
  if (!eyes.networkRole) return eq(documents.visibility, literal('public'))
  return or(
    sql`${documents.visibility} in ('public', 'network')`,
    and(sql`${documents.visibility} in ('community', 'team')`, heldBy(db, eyes, today)),
    and(eq(documents.visibility, literal('restricted')), heldBy(db, eyes, today, 'carrier')),
    and(eq(documents.visibility, literal('restricted')), heldBy(db, eyes, today, 'named', documents.namedRoles)),
  )
}
