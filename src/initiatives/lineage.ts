import { and, asc, eq, or, sql } from 'drizzle-orm'
import type { Capacity } from '../domain/permissions.ts'
import type { Viewer } from '../domain/viewer.ts'
import { maySee } from '../domain/visibility.ts'
import type { Reader } from '../platform/db/database.ts'
import { prepared, preparedFor, seenBy } from '../platform/db/prepared.ts'
import { type Initiative, rolesNamedBy } from './queries.ts'
import { initiatives } from './tables.ts'
import { visibleTo } from './visible.ts'

// What an initiative came from, what came from it, and what became one with it.

/** The parent and the offspring that the reader may see. */
export async function lineageOf(db: Reader, viewer: Viewer, today: string, { id, parentId }: Initiative) {
  const rows = await related(db, viewer).execute({ id, parentId, ...seenBy(viewer, today) })
  return { parent: rows.find((row) => row.id === parentId), offspring: rows.filter((row) => row.parentId === id) }
}

const related = preparedFor((db, eyes, today) =>
  db
    .select({ id: initiatives.id, slug: initiatives.slug, title: initiatives.title, parentId: initiatives.parentId })
    .from(initiatives)
    .where(
      and(
        or(eq(initiatives.parentId, sql.placeholder('id')), eq(initiatives.id, sql.placeholder('parentId'))),
        visibleTo(db, eyes, today),
      ),
    )
    .orderBy(asc(initiatives.id)),
)

/** Initiatives that were merged into this one, each as far as its own level lets somebody with these capacities read. */
export async function mergedInto(db: Reader, initiativeId: string, capacities: readonly Capacity[]) {
  const rows = await allMergedInto(db).execute({ initiativeId })
  return rows.filter((row) => maySee(row.visibility, capacities, rolesNamedBy(row)))
}

const allMergedInto = prepared((db) => {
  const { id, title, visibility, namedRoles } = initiatives
  return db
    .select({ id, title, visibility, namedRoles })
    .from(initiatives)
    .where(eq(initiatives.mergedIntoId, sql.placeholder('initiativeId')))
    .orderBy(asc(initiatives.changedAt), asc(id))
})

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
    .where(or(eq(initiatives.slug, sql.placeholder('slug')), eq(initiatives.id, sql.placeholder('id')))),
)

const slugOf = preparedFor((db, eyes, today) =>
  db
    .select({ slug: initiatives.slug })
    .from(initiatives)
    .where(and(eq(initiatives.id, sql.placeholder('id')), visibleTo(db, eyes, today))),
)
