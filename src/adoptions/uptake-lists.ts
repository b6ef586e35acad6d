import { and, asc, desc, eq } from 'drizzle-orm'
import { actors } from '../actors/tables.ts'
import type { Viewer } from '../domain/viewer.ts'
import { initiatives } from '../initiatives/tables.ts'
import { findTerritory } from '../network/queries.ts'
import { territories } from '../network/tables.ts'
import type { Reader } from '../platform/db/database.ts'
import { preparedFor, seenBy } from '../platform/db/prepared.ts'
import { adoptionColumns, met } from './queries.ts'
import { adoptions } from './tables.ts'
import { counted, inRegion, type UptakeFilter } from './uptake.ts'
import { adoptionsVisibleTo } from './visible.ts'

const SHOWN = 100

/** The adoptions behind one region of the map, the latest first. */
export async function behind(db: Reader, viewer: Viewer, today: string, filter: UptakeFilter, region: string) {
  const place = region === 'none' ? undefined : await findTerritory(db, region)
  const condition = and(counted(db, viewer, today, filter), inRegion(region, place?.path))
  const rows = await db
    .select({ ...adoptionColumns, title: initiatives.title })
    .from(adoptions)
    .innerJoin(initiatives, eq(initiatives.id, adoptions.initiativeId))
    .leftJoin(actors, eq(actors.id, adoptions.takerId))
    .leftJoin(territories, eq(territories.id, adoptions.territoryId))
    .where(condition)
    .orderBy(desc(adoptions.since), asc(adoptions.id))
    .limit(SHOWN + 1)
  return {
    name: place?.name,
    /** Whether there are more than those. */
    many: rows.length > SHOWN,
    rows: rows.slice(0, SHOWN).map(({ title, ...row }) => ({ ...met(row, viewer), title })),
  }
}

const CHOICES = 500

/** The initiatives that somebody adopts or thinks of, as far as the reader may know, by title. */
export function adoptedInitiatives(db: Reader, viewer: Viewer, today: string) {
  return adopted(db, viewer).execute(seenBy(viewer, today))
}

const adopted = preparedFor((db, eyes, today) =>
  db
    .selectDistinct({ id: initiatives.id, slug: initiatives.slug, title: initiatives.title })
    .from(adoptions)
    .innerJoin(initiatives, eq(initiatives.id, adoptions.initiativeId))
    .where(adoptionsVisibleTo(db, eyes, today))
    .orderBy(asc(initiatives.title), asc(initiatives.id))
    .limit(CHOICES),
)
