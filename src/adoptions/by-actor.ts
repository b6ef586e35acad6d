import { and, asc, desc, eq } from 'drizzle-orm'
import type { Actor } from '../actors/queries.ts'
import { actors } from '../actors/tables.ts'
import type { Viewer } from '../domain/viewer.ts'
import { initiatives } from '../initiatives/tables.ts'
import { territories } from '../network/tables.ts'
import type { Reader } from '../platform/db/database.ts'
import { preparedFor, seenBy } from '../platform/db/prepared.ts'
import { blank } from '../platform/db/sql.ts'
import { adoptionColumns, met } from './queries.ts'
import { adoptions } from './tables.ts'
import { lineOf, nearestFirst } from './telling.ts'
import { adoptionsVisibleTo } from './visible.ts'

/** « Adopte », on the page of an organisation or a group: what it makes its own, as far as the reader may see. */
export async function adoptedByActor(db: Reader, { id, kind }: Actor, viewer: Viewer, today: string) {
  // What a person takes up is theirs to tell.
  if (kind === 'person') return undefined
  const rows = await byTaker(db, viewer).execute({ takerId: id, ...seenBy(viewer, today) })
  if (rows.length === 0) return undefined
  const lines = nearestFirst(rows.map(({ title, ...row }) => ({ ...met(row, viewer), title }))).map((one) => ({
    ...lineOf(one),
    title: one.title,
  }))
  return { view: '/adoptions/by-actor', data: { lines } }
}

const byTaker = preparedFor((db, eyes, today) =>
  db
    .select({ ...adoptionColumns, title: initiatives.title })
    .from(adoptions)
    .innerJoin(initiatives, eq(initiatives.id, adoptions.initiativeId))
    .leftJoin(actors, eq(actors.id, adoptions.takerId))
    .leftJoin(territories, eq(territories.id, adoptions.territoryId))
    .where(and(eq(adoptions.takerId, blank('takerId')), adoptionsVisibleTo(db, eyes, today)))
    .orderBy(desc(adoptions.since), asc(initiatives.title), asc(adoptions.id)),
)
