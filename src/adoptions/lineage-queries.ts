import { and, asc, eq, sql } from 'drizzle-orm'
import type { Adopted } from '../domain/adoptions.ts'
import type { Viewer } from '../domain/viewer.ts'
import { initiatives, initiativeTerritories } from '../initiatives/tables.ts'
import { visibleTo } from '../initiatives/visible.ts'
import { territories } from '../network/tables.ts'
import type { Reader } from '../platform/db/database.ts'
import { listed } from '../platform/db/listed.ts'
import { preparedFor, seenBy } from '../platform/db/prepared.ts'
import { blank, literal, oneOf } from '../platform/db/sql.ts'
import type { Relative } from './lineage-family.ts'
import { adoptions } from './tables.ts'
import { adoptionsVisibleTo } from './visible.ts'

/** No family is followed further than so many generations, up or down, nor drawn with more initiatives. */
const GENERATIONS = 40
export const LARGEST = 400

/**
 * The family of an initiative as far as this reader sees it, the eldest first: it is followed through what they may see
 * alone, so that nothing tells of a hidden one between two others. At most LARGEST + 1 of them.
 */
export async function relativesOf(
  db: Reader,
  viewer: Viewer,
  today: string,
  initiativeId: string,
): Promise<Relative[]> {
  const rows = await family(db, viewer).execute({ initiativeId, ...seenBy(viewer, today) })
  return rows.map(({ places, ...row }) => ({ ...row, places: places.map(({ name }) => name) }))
}

// Children are met by their parent alone: beside what a reader sees, SQLite would go through all initiatives for them.
const family = preparedFor((db, eyes, today) => {
  const { id, slug, title, stage, status, parentId, createdAt } = initiatives
  const sees = visibleTo(db, eyes, today)
  const ids = sql`(
    with recursive elders(id, parent_id, far) as (
      select ${id}, ${parentId}, 0 from ${initiatives} where ${and(eq(id, blank('initiativeId')), sees)}
      union all
      select ${id}, ${parentId}, elders.far + 1 from elders join ${initiatives} on ${id} = elders.parent_id
      where elders.far < ${sql.raw(String(GENERATIONS))} and ${sees}
    ), relatives(id, far) as (
      select eldest.id, 0 from (select elders.id from elders order by elders.far desc limit 1) as eldest
      union
      select child.id, relatives.far + 1 from relatives join ${initiatives} as child on child.parent_id = relatives.id
      where relatives.far < ${sql.raw(String(GENERATIONS))}
        and exists (select 1 from ${initiatives} where ${id} = child.id and ${sees})
    ) select relatives.id from relatives)`
  return db
    .select({
      id,
      slug,
      title,
      stage,
      status,
      parentId,
      places: listed(
        { name: territories.name },
        sql`from ${initiativeTerritories}
          join ${territories} on ${eq(territories.id, initiativeTerritories.territoryId)}
          where ${eq(initiativeTerritories.initiativeId, id)}`,
        asc(territories.name),
      ),
    })
    .from(initiatives)
    .where(sql`${id} in ${ids}`)
    .orderBy(asc(createdAt), asc(id))
    .limit(LARGEST + 1)
})

/** What essaimage counts of these initiatives, as far as this reader sees their adoptions. */
export async function integratedIn(
  db: Reader,
  viewer: Viewer,
  today: string,
  initiativeIds: readonly string[],
): Promise<Adopted[]> {
  return integrated(db, viewer).execute({ initiativeIds: JSON.stringify(initiativeIds), ...seenBy(viewer, today) })
}

const integrated = preparedFor((db, eyes, today) =>
  db
    .select({ status: adoptions.status, takerKind: adoptions.takerKind, territoryId: adoptions.territoryId })
    .from(adoptions)
    .innerJoin(initiatives, eq(initiatives.id, adoptions.initiativeId))
    .where(
      and(
        oneOf(adoptions.initiativeId, blank('initiativeIds')),
        eq(adoptions.status, literal('integrated')),
        adoptionsVisibleTo(db, eyes, today),
      ),
    ),
)
