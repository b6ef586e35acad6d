import { and, asc, count, eq, isNull, like, or, type SQL } from 'drizzle-orm'
import type { ActorKind, Role, Sector } from '../domain/roles.ts'
import type { Viewer } from '../domain/viewer.ts'
import type { Territory } from '../network/queries.ts'
import { territories } from '../network/tables.ts'
import type { Reader } from '../platform/db/database.ts'
import { ALIKE, beginnings, likeness } from './likeness.ts'
import { type Actor, actorsVisibleTo, type Roles } from './queries.ts'
import { actors } from './tables.ts'
import { isCalled } from './words.ts'

export interface Filter {
  words: string
  kind?: ActorKind | undefined
  sector?: Sector | undefined
  /** Held today, on an initiative that the reader may see. */
  role?: Role | undefined
  /** The place the actor is in, or anywhere inside it. */
  territory?: Territory | undefined
}

export const PER_PAGE = 50

/** One page of the actors a reader may see, by name, and how many there are in all. Pages count from 1. */
export async function actorsListed(
  db: Reader,
  filter: Filter,
  page: number,
  viewer: Viewer,
  today: string,
  roles: Roles,
) {
  const { words, kind, sector, role, territory } = filter
  const where: SQL | undefined = and(
    isNull(actors.mergedIntoId),
    actorsVisibleTo(viewer),
    isCalled(words),
    kind && eq(actors.kind, kind),
    sector && eq(actors.sector, sector),
    role && roles.holding?.(db, role, viewer, today),
    // Codes hold neither % nor _.
    territory && like(territories.path, `${territory.path}%`),
  )
  const [rows, [counted]] = await Promise.all([
    db
      .select({
        id: actors.id,
        slug: actors.slug,
        name: actors.name,
        kind: actors.kind,
        sector: actors.sector,
        territory: territories.name,
      })
      .from(actors)
      .leftJoin(territories, eq(territories.id, actors.territoryId))
      .where(where)
      .orderBy(asc(actors.searchText), asc(actors.id))
      .limit(PER_PAGE)
      .offset((page - 1) * PER_PAGE),
    db
      .select({ total: count() })
      .from(actors)
      .leftJoin(territories, eq(territories.id, actors.territoryId))
      .where(where),
  ])
  return { rows, total: counted?.total ?? 0 }
}

export interface Alike extends Actor {
  likeness: number
}

/** Actors whose names resemble this one, as far as the reader may see them; the most alike first. */
export async function actorsLike(db: Reader, viewer: Viewer, name: string, limit = 5): Promise<Alike[]> {
  const starts = beginnings(name)
  if (starts.length === 0) return []
  const candidates = await db
    .select()
    .from(actors)
    .where(and(or(...starts.map(isCalled)), isNull(actors.mergedIntoId), actorsVisibleTo(viewer)))
    .limit(500)
  return candidates
    .map((actor) => ({ ...actor, likeness: likeness(name, actor.name) }))
    .filter((actor) => actor.likeness >= ALIKE)
    .sort((a, b) => b.likeness - a.likeness)
    .slice(0, limit)
}
