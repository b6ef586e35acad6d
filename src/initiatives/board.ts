import { and, asc, desc, eq, exists, gt, inArray, like, lt, lte, not, or, type SQL, sql } from 'drizzle-orm'
import type { Thresholds } from '../domain/ages.ts'
import { daysAfter } from '../domain/calendar.ts'
import { type Position, type Stage, type Status, stages } from '../domain/lifecycle.ts'
import type { Viewer } from '../domain/viewer.ts'
import { territories, themes } from '../network/tables.ts'
import type { Reader } from '../platform/db/database.ts'
import { dialect } from '../platform/db/dialect.ts'
import { preparedFor, seenBy } from '../platform/db/prepared.ts'
import { blank } from '../platform/db/sql.ts'
import type { Initiative } from './queries.ts'
import { BoardQuery } from './schema.ts'
import { initiatives, initiativeTerritories, initiativeThemes, participations } from './tables.ts'
import { titleKey, titleKeyOf } from './title-order.ts'
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
    filter.theme ? hasTheme(db, filter.theme, filter.q !== '') : undefined,
    filter.territory ? isIn(db, filter.territory, filter.q !== '') : undefined,
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

/**
 * The first ones of a stage, or of all, after a place, with one more to know whether there are others. Indexes hold each
 * stage in order: the list is made of the beginnings of four of them.
 */
export async function readInOrder(db: Reader, look: Look, limit: number, stage?: Stage): Promise<Initiative[]> {
  const { filter } = look
  const wanted = stage ?? filter.stage
  const beginnings = await Promise.all(
    stages
      .filter((one) => wanted === undefined || one === wanted)
      .map((one) => {
        const place = after(filter, stage)
        if (isPlain(look) && filter.sort === 'recent' && !place) return latest(db, look, one, limit + 1)
        return db
          .select()
          .from(initiatives)
          .where(and(eq(initiatives.status, statusOf(filter)), eq(initiatives.stage, one), shown(db, look), place))
          .orderBy(...byIndex(filter))
          .limit(limit + 1)
      }),
  )
  return beginnings
    .flat()
    .sort(inOrder(filter))
    .slice(0, limit + 1)
}

/** Whether the filter leaves out nothing but by stage and status. */
export function isPlain({ filter }: Look): boolean {
  const { q, theme, territory, role, maturity, who, age } = filter
  return !q && !theme && !territory && !role && !maturity && !who && !age
}

// What a board opens with, asked more often than anything.
function latest(db: Reader, { viewer, today, filter }: Look, stage: Stage, limit: number): Promise<Initiative[]> {
  return latestFirst(db, viewer).execute({ status: statusOf(filter), stage, limit, ...seenBy(viewer, today) })
}

const latestFirst = preparedFor((db, eyes, today) =>
  db
    .select()
    .from(initiatives)
    .where(
      and(eq(initiatives.status, blank('status')), eq(initiatives.stage, blank('stage')), visibleTo(db, eyes, today)),
    )
    .orderBy(...byIndex(BOARD_AS_IT_IS))
    .limit(sql.placeholder('limit')),
)

/** The order of the filter, for rows that were read. Texts are compared as both databases do: by code point. */
export function inOrder({ sort }: BoardQuery): (a: Place, b: Place) => number {
  const byId = (a: Place, b: Place) => compared(a.id, b.id)
  if (sort === 'age') return (a, b) => compared(a.stageSince, b.stageSince) || byId(a, b)
  if (sort === 'title') return (a, b) => compared(titleKey(a.title), titleKey(b.title)) || byId(a, b)
  return (a, b) => b.changedAt.getTime() - a.changedAt.getTime() || byId(b, a)
}

// Code points, not UTF-16: « 𝄞 » comes after « ﬁ » on both databases.
function compared(a: string, b: string): number {
  return a === b ? 0 : Buffer.compare(Buffer.from(a), Buffer.from(b))
}

/** What a list is put in order by. */
export type Place = Pick<Initiative, 'id' | 'changedAt' | 'stageSince' | 'title'>

/**
 * A part of what the list holds in one stage and status, by the same filter: its `sort` must be `recent`, which an index
 * follows. `value` is what the whole is put in order by; nothing else is read, so that the index alone may do.
 */
export function placesOf(
  db: Reader,
  look: Look,
  { stage, status }: Position,
  { limit, by }: { limit: number; by: BoardQuery['sort'] },
) {
  const { id, changedAt, stageSince, title } = initiatives
  return db
    .select({ id, changedAt, value: by === 'title' ? titleKeyOf(title) : by === 'age' ? stageSince : changedAt })
    .from(initiatives)
    .where(and(eq(initiatives.status, status), eq(initiatives.stage, stage), shown(db, look), after(look.filter)))
    .orderBy(...byIndex(look.filter))
    .limit(limit)
}

/** Where the next page begins: the sort value and id of the last card shown. */
export function placeOf({ sort }: BoardQuery, { changedAt, stageSince, title, id }: Place): string {
  return sort === 'recent' ? recentPlaceOf({ changedAt, id }) : `${sort === 'age' ? stageSince : titleKey(title)}~${id}`
}

export function recentPlaceOf({ changedAt, id }: Pick<Place, 'changedAt' | 'id'>): string {
  return `${changedAt.toISOString()}~${id}`
}

/** The order of the filter, for a query. */
export function order({ sort }: BoardQuery): SQL[] {
  if (sort === 'age') return [asc(initiatives.stageSince), asc(initiatives.id)]
  if (sort === 'title') return [asc(titleKeyOf(initiatives.title)), asc(initiatives.id)]
  return [desc(initiatives.changedAt), desc(initiatives.id)]
}

function byIndex(filter: BoardQuery): SQL[] {
  return asIndexed(order(filter), filter.sort === 'recent' ? desc : asc)
}

/**
 * An order that an index of `initiatives` holds. PostgreSQL does not see that a column which must be null is the same in
 * all rows: unless the order begins with it, as the index does, it sorts all that a stage holds.
 */
export function asIndexed(ordered: SQL[], way: typeof asc | typeof desc): SQL[] {
  return dialect === 'postgresql' ? [way(initiatives.mergedIntoId), ...ordered] : ordered
}

/**
 * What comes after the place that the filter names, in a column of the board or in the list: a column goes on after its
 * own last card, a list after the last of all. By a key, so that a page costs the same wherever it is and nothing is
 * shown twice when others move.
 */
export function after(filter: BoardQuery, column?: Stage): SQL | undefined {
  const place = column === undefined || filter.stage === column ? placeNamed(filter) : undefined
  if (!place) return undefined
  const { value, id, instant } = place
  if (instant) {
    // Said twice, for SQLite: an `or` alone is not sought in an index.
    return and(lte(initiatives.changedAt, instant), or(lt(initiatives.changedAt, instant), lt(initiatives.id, id)))
  }
  const sorted: SQL = filter.sort === 'age' ? sql`${initiatives.stageSince}` : titleKeyOf(initiatives.title)
  return or(gt(sorted, value), and(eq(sorted, value), gt(initiatives.id, id)))
}

/** What `placeOf` wrote; undefined for anything else. */
function placeNamed({ after: place, sort }: BoardQuery): { value: string; id: string; instant?: Date } | undefined {
  const at = place?.lastIndexOf('~') ?? -1
  if (!place || at < 1) return undefined
  const [value, id] = [place.slice(0, at), place.slice(at + 1)]
  if (sort !== 'recent') return { value, id }
  // Years beyond four digits, or before the first, are not known to every database.
  if (!/^(?!0000)\d{4}-.*Z$/.test(value)) return undefined
  const instant = new Date(value)
  return Number.isNaN(instant.getTime()) ? undefined : { value, id, instant }
}

// Where words are searched, too, what they find is looked at one by one: mostly few, and never all that a theme holds.
function hasTheme(db: Reader, slug: string, oneByOne: boolean): SQL {
  const { initiativeId, themeId } = initiativeThemes
  const theme = db.select({ id: themes.id }).from(themes).where(eq(themes.slug, slug))
  const held = (one?: SQL) =>
    db
      .select({ id: initiativeId })
      .from(initiativeThemes)
      .where(and(one, eq(themeId, theme)))
  return oneByOne ? exists(held(eq(initiativeId, initiatives.id))) : inArray(initiatives.id, held())
}

// A region holds its municipalities and their quartiers: a path begins with the path of what holds it.
function isIn(db: Reader, code: string, oneByOne: boolean): SQL {
  const { initiativeId, territoryId } = initiativeTerritories
  const held = (one?: SQL) =>
    db
      .select({ id: initiativeId })
      .from(initiativeTerritories)
      .innerJoin(territories, eq(territories.id, territoryId))
      .where(and(one, like(territories.path, `%/${code.replace(/[%_]/g, '')}/%`)))
  return oneByOne ? exists(held(eq(initiativeId, initiatives.id))) : inArray(initiatives.id, held())
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
      and(eq(initiatives.stage, stage), lt(initiatives.stageSince, daysAfter(today, -thresholds[stage][level]))),
    ),
  )
}
