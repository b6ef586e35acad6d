import { and, eq, or } from 'drizzle-orm'
import type { Viewer } from '../domain/viewer.ts'
import type { Reader } from '../platform/db/database.ts'
import { prepared, preparedFor, seenBy } from '../platform/db/prepared.ts'
import { blank } from '../platform/db/sql.ts'
import { initiatives } from './tables.ts'
import { visibleTo } from './visible.ts'

/** Where a merged initiative or a permanent id leads, if the reader may see it. A merged one keeps its address for ever. */
export async function findPresentSlug(
  db: Reader,
  viewer: Viewer,
  today: string,
  was: { slug: string } | { id: string },
): Promise<string | undefined> {
  const [row] = await namedSo(db).execute({ slug: null, id: null, ...was })
  if (!row) return undefined
  const [present] = await slugOf(db, viewer).execute({ id: row.into ?? row.id, ...seenBy(viewer, today) })
  return present?.slug
}

const namedSo = prepared((db) =>
  db
    .select({ id: initiatives.id, into: initiatives.mergedIntoId })
    .from(initiatives)
    .where(or(eq(initiatives.slug, blank('slug')), eq(initiatives.id, blank('id')))),
)

const slugOf = preparedFor((db, eyes, today) =>
  db
    .select({ slug: initiatives.slug })
    .from(initiatives)
    .where(and(eq(initiatives.id, blank('id')), visibleTo(db, eyes, today))),
)
