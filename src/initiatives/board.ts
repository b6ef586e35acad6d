import { and, asc, desc, eq, exists, gt, inArray, like, lt, not, or, type SQL } from 'drizzle-orm'
import type { Thresholds } from '../domain/ages.ts'
import { type Stage, type Status, stages } from '../domain/lifecycle.ts'
import type { Viewer } from '../domain/viewer.ts'
import { territories, themes } from '../network/tables.ts'
import type { Reader } from '../platform/db/database.ts'
import type { Initiative } from './queries.ts'
import { BoardQuery } from './schema.ts'
import { initiatives, initiativeTerritories, initiativeThemes, participations } from './tables.ts'
import { heldBy, isHeldOn, visibleTo } from './visible.ts'
import { isFoundBy } from './words.ts'

export const COLUMN = 20
export const PAGE = 50

/** Who looks at the board, through which filter, on which day. */
export interface Look {
  viewer: Viewer
  today: string
  thresholds: Thresholds
  filter: BoardQuery
}

/** The board as it opens: every active initiative, the latest changed first. */
export const BOARD_AS_IT_IS: BoardQuery = BoardQuery.parse({})

/** Everything the filter says, and what the reader may see. Spotted initiatives wait in their own inbox. */
export function shown(db: Reader, { viewer, today, thresholds, filter }: Look): SQL | undefined {
  return and(
    visibleTo(db, viewer, today),
    isFoundBy(filter.q, viewer),
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

/** Where the next page begins: the sort value and id of the last card shown. */
export function placeOf(filter: BoardQuery, { changedAt, stageSince, title, id }: Initiative): string {
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
    return or(lt(initiatives.changedAt, instant), and(eq(initiatives.changedAt, instant), lt(initiatives.id, id)))
  }
  const column = sort === 'age' ? initiatives.stageSince : initiatives.title
  return or(gt(column, value), and(eq(column, value), gt(initiatives.id, id)))
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
