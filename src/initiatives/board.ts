import { and, asc, count, desc, eq, exists, gt, inArray, like, lt, lte, not, or, type SQL } from 'drizzle-orm'
import { actorsVisibleTo } from '../actors/queries.ts'
import { actors } from '../actors/tables.ts'
import type { Thresholds } from '../domain/ages.ts'
import { type Position, type Stage, type Status, stages, statuses } from '../domain/lifecycle.ts'
import type { Viewer } from '../domain/viewer.ts'
import { territories, themes } from '../network/tables.ts'
import type { Reader } from '../platform/db/database.ts'
import { hasWords } from '../platform/db/sql.ts'
import type { Initiative } from './queries.ts'
import type { BoardQuery } from './schema.ts'
import { initiatives, initiativeTerritories, initiativeThemes, participations } from './tables.ts'
import { heldBy, isHeldOn, visibleTo } from './visible.ts'

export const COLUMN = 20
export const PAGE = 50

/** Who looks at the board, through which filter, on which day. */
export interface Look {
  viewer: Viewer
  today: string
  thresholds: Thresholds
  filter: BoardQuery
}

/** Everything the filter says, and what the reader may see. Spotted initiatives wait in their own inbox. */
function shown(db: Reader, { viewer, today, thresholds, filter }: Look): SQL | undefined {
  return and(
    visibleTo(db, viewer, today),
    found(db, viewer, filter.q),
    filter.theme ? inArray(initiatives.id, withTheme(db, filter.theme)) : undefined,
    filter.territory ? inArray(initiatives.id, inTerritory(db, filter.territory)) : undefined,
    filter.maturity ? eq(initiatives.maturity, filter.maturity) : undefined,
    filter.who === 'mine' ? heldBy(db, viewer, today) : undefined,
    filter.role ? roleHeld(db, filter.role, today, filter.held !== 'missing') : undefined,
    filter.age ? olderThan(thresholds, filter.age, today) : undefined,
  )
}

/** The statuses that the board's columns or lists are about. */
export function statusOf(filter: BoardQuery): Status {
  return filter.status ?? 'active'
}

/** One column: its first cards after a place, with one more to know whether there are others. */
export function cardsOf(db: Reader, look: Look, stage: Stage, limit = COLUMN): Promise<Initiative[]> {
  const { filter } = look
  return db
    .select()
    .from(initiatives)
    .where(
      and(
        eq(initiatives.status, statusOf(filter)),
        eq(initiatives.stage, stage),
        shown(db, look),
        filter.stage === stage ? after(filter) : undefined,
      ),
    )
    .orderBy(...order(filter))
    .limit(limit + 1)
}

/** The list and table views: the same query without columns. */
export function rowsOf(db: Reader, look: Look, limit = PAGE): Promise<Initiative[]> {
  const { filter } = look
  return db
    .select()
    .from(initiatives)
    .where(
      and(
        eq(initiatives.status, statusOf(filter)),
        filter.stage ? eq(initiatives.stage, filter.stage) : undefined,
        shown(db, look),
        after(filter),
      ),
    )
    .orderBy(...order(filter))
    .limit(limit + 1)
}

/** What a list is put in order by. */
export type Place = Pick<Initiative, 'id' | 'changedAt' | 'stageSince' | 'title'>

/** A part of what the list holds in one stage and status, by the same filter: its `sort` must be `recent`, which an index follows. */
export function placesOf(db: Reader, look: Look, { stage, status }: Position, limit: number): Promise<Place[]> {
  const { id, changedAt, stageSince, title } = initiatives
  return db
    .select({ id, changedAt, stageSince, title })
    .from(initiatives)
    .where(and(eq(initiatives.status, status), eq(initiatives.stage, stage), shown(db, look), after(look.filter)))
    .orderBy(...order(look.filter))
    .limit(limit)
}

export type Tally = Record<Status, Record<Stage, number>>

/** How many there are in each stage and status, under the same filter. */
export async function tallyOf(db: Reader, look: Look): Promise<Tally> {
  const rows = await db
    .select({ status: initiatives.status, stage: initiatives.stage, many: count() })
    .from(initiatives)
    .where(shown(db, look))
    .groupBy(initiatives.status, initiatives.stage)
  const many = (status: Status, stage: Stage) =>
    rows.find((row) => row.status === status && row.stage === stage)?.many ?? 0
  return Object.fromEntries(
    statuses.map((status) => [status, Object.fromEntries(stages.map((stage) => [stage, many(status, stage)]))]),
  ) as Tally
}

/** The day since which the middle one of a column has been in its stage. */
export async function medianSince(db: Reader, look: Look, stage: Stage, many: number): Promise<string | undefined> {
  if (many === 0) return undefined
  const [row] = await db
    .select({ since: initiatives.stageSince })
    .from(initiatives)
    .where(and(eq(initiatives.status, statusOf(look.filter)), eq(initiatives.stage, stage), shown(db, look)))
    .orderBy(desc(initiatives.stageSince))
    .limit(1)
    .offset(Math.floor((many - 1) / 2))
  return row?.since
}

/** Where the next page begins: the sort value and id of the last card shown. */
export function placeOf(filter: BoardQuery, { changedAt, stageSince, title, id }: Place): string {
  const value = filter.sort === 'age' ? stageSince : filter.sort === 'title' ? title : changedAt.toISOString()
  return `${value}~${id}`
}

function order({ sort }: BoardQuery): SQL[] {
  if (sort === 'age') return [asc(initiatives.stageSince), asc(initiatives.id)]
  if (sort === 'title') return [asc(initiatives.title), asc(initiatives.id)]
  return [desc(initiatives.changedAt), desc(initiatives.id)]
}

// Keyset, so that a page costs the same wherever it is and nothing is shown twice when others move.
function after({ after: place, sort }: BoardQuery): SQL | undefined {
  const at = place?.lastIndexOf('~') ?? -1
  if (!place || at < 1) return undefined
  const [value, id] = [place.slice(0, at), place.slice(at + 1)]
  if (sort === 'recent') {
    // As `placeOf` wrote it: years beyond four digits, or before the first, are not known to every database.
    if (!/^(?!0000)\d{4}-.*Z$/.test(value)) return undefined
    const instant = new Date(value)
    if (Number.isNaN(instant.getTime())) return undefined
    // Said twice, for SQLite: an `or` alone is not sought in an index.
    return and(lte(initiatives.changedAt, instant), or(lt(initiatives.changedAt, instant), lt(initiatives.id, id)))
  }
  const column = sort === 'age' ? initiatives.stageSince : initiatives.title
  return or(gt(column, value), and(eq(column, value), gt(initiatives.id, id)))
}

// Words of the initiative itself, of an actor that this reader may see, or of a place.
function found(db: Reader, viewer: Viewer, words: string): SQL | undefined {
  const inItself = hasWords(initiatives.searchText, words)
  if (!inItself) return undefined
  const byActor = db
    .select({ id: participations.initiativeId })
    .from(participations)
    .innerJoin(actors, eq(actors.id, participations.actorId))
    .where(and(hasWords(actors.searchText, words), eq(participations.state, 'accepted'), actorsVisibleTo(viewer)))
  const byPlace = db
    .select({ id: initiativeTerritories.initiativeId })
    .from(initiativeTerritories)
    .innerJoin(territories, eq(territories.id, initiativeTerritories.territoryId))
    .where(hasWords(territories.searchText, words))
  return or(inItself, inArray(initiatives.id, byActor), inArray(initiatives.id, byPlace))
}

function withTheme(db: Reader, slug: string) {
  return db
    .select({ id: initiativeThemes.initiativeId })
    .from(initiativeThemes)
    .innerJoin(themes, eq(themes.id, initiativeThemes.themeId))
    .where(eq(themes.slug, slug))
}

// A region holds its municipalities and their quartiers: a path begins with the path of what holds it.
function inTerritory(db: Reader, code: string) {
  return db
    .select({ id: initiativeTerritories.initiativeId })
    .from(initiativeTerritories)
    .innerJoin(territories, eq(territories.id, initiativeTerritories.territoryId))
    .where(like(territories.path, `%/${code.replace(/[%_]/g, '')}/%`))
}

function roleHeld(db: Reader, role: NonNullable<BoardQuery['role']>, today: string, isHeld: boolean): SQL {
  const link = db
    .select({ id: participations.id })
    .from(participations)
    .where(and(eq(participations.initiativeId, initiatives.id), eq(participations.role, role), isHeldOn(today)))
  return isHeld ? exists(link) : not(exists(link))
}

function olderThan(thresholds: Thresholds, level: 'late' | 'stuck', today: string): SQL | undefined {
  return or(
    ...stages.map((stage) =>
      and(eq(initiatives.stage, stage), lt(initiatives.stageSince, daysBefore(today, thresholds[stage][level]))),
    ),
  )
}

function daysBefore(day: string, days: number): string {
  return new Date(Date.parse(day) - days * 86_400_000).toISOString().slice(0, 10)
}
