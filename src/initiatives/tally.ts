import { and, count, desc, eq, gte, inArray, lt, sql, sum } from 'drizzle-orm'
import { type Stage, type Status, stages, statuses } from '../domain/lifecycle.ts'
import { isCoordinator, type Viewer } from '../domain/viewer.ts'
import { visibilities, type Visibility } from '../domain/visibility.ts'
import type { Reader } from '../platform/db/database.ts'
import { prepared, preparedFor, seenBy } from '../platform/db/prepared.ts'
import { blank, oneOf } from '../platform/db/sql.ts'
import { asIndexed, type Look, statusOf } from './board.ts'
import { initiativeCounts, initiatives } from './tables.ts'
import { heldBy, visibleTo } from './visible.ts'

/** How many there are in each stage and status. */
export type Tally = Record<Status, Record<Stage, number>>

/** How many, by the year since which they are in their stage: years that a median lies in are told apart. */
interface Year {
  status: Status
  stage: Stage
  year: string
  many: number
}

export interface Tallied {
  tally: Tally
  years: Year[]
}

/**
 * How many there are in each stage and status, without a filter: read from the counts that the database keeps, so that
 * it costs the same however many there are.
 */
export async function tallyOf(db: Reader, look: Look): Promise<Tallied> {
  const years = await countedYears(db, look)
  const many = (status: Status, stage: Stage) =>
    years.reduce((total, row) => total + (row.status === status && row.stage === stage ? row.many : 0), 0)
  const tally = Object.fromEntries(
    statuses.map((status) => [status, Object.fromEntries(stages.map((stage) => [stage, many(status, stage)]))]),
  ) as Tally
  return { tally, years }
}

/** The day since which the middle one of a column has been in its stage. */
export async function medianSince(
  db: Reader,
  look: Look,
  stage: Stage,
  { tally, years }: Tallied,
): Promise<string | undefined> {
  const status = statusOf(look.filter)
  const many = tally[status][stage]
  if (many === 0) return undefined
  const column = years
    .filter((row) => row.status === status && row.stage === stage)
    .sort((a, b) => (a.year < b.year ? 1 : -1))
  let before = Math.floor((many - 1) / 2)
  const of = column.find((row) => {
    if (before < row.many) return true
    before -= row.many
    return false
  })
  if (!of) return undefined
  const wanted = { status, stage, from: of.year, to: `${Number(of.year) + 1}`.padStart(4, '0') }
  const [row] = await dayAmong(db, look.viewer).execute({ ...wanted, before, ...seenBy(look.viewer, look.today) })
  return row?.since
}

// The day of one of a column, within a year, the latest first.
const dayAmong = preparedFor((db, eyes, today) => {
  const { stageSince } = initiatives
  return db
    .select({ since: stageSince })
    .from(initiatives)
    .where(
      and(
        eq(initiatives.status, blank('status')),
        eq(initiatives.stage, blank('stage')),
        gte(stageSince, blank('from')),
        lt(stageSince, blank('to')),
        visibleTo(db, eyes, today),
      ),
    )
    .orderBy(...asIndexed([desc(stageSince)], desc))
    .limit(1)
    .offset(sql.placeholder('before'))
})

/** How many wait in the inbox of whoever may see them all. */
export async function spottedCount(db: Reader): Promise<number> {
  const [row] = await spotted(db).execute()
  return row?.many ?? 0
}

const spotted = prepared((db) =>
  db
    .select({ many: sum(initiativeCounts.many).mapWith(Number) })
    .from(initiativeCounts)
    .where(sql`${initiativeCounts.status} = 'spotted'`),
)

async function countedYears(db: Reader, { viewer, today }: Look): Promise<Year[]> {
  const open = openTo(viewer)
  const [counted, held] = await Promise.all([
    counts(db).execute({ open: JSON.stringify(open) }),
    open.length < visibilities.length && viewer.actorIds.length > 0 ? heldYears(db, viewer, today, open) : [],
  ])
  return added([...counted, ...held])
}

const counts = prepared((db) => {
  const { status, stage, year, visibility, many } = initiativeCounts
  return db
    .select({ status, stage, year, many: sum(many).mapWith(Number) })
    .from(initiativeCounts)
    .where(and(oneOf(visibility, blank('open')), sql`${many} > 0`))
    .groupBy(status, stage, year)
})

/** Levels that this reader sees whatever their roles. */
function openTo(viewer: Viewer): Visibility[] {
  if (isCoordinator(viewer)) return [...visibilities]
  return viewer.networkRole ? ['public', 'network'] : ['public']
}

// Those that a reader only sees by a role are few.
async function heldYears(db: Reader, viewer: Viewer, today: string, open: Visibility[]): Promise<Year[]> {
  const closed = visibilities.filter((level) => !open.includes(level))
  return (
    db
      .select(yearly)
      .from(initiatives)
      // That a role is held is said once more by itself: what is read is then what the reader holds, not the whole portfolio.
      .where(and(heldBy(db, viewer, today), inArray(initiatives.visibility, closed), visibleTo(db, viewer, today)))
      .groupBy(initiatives.status, initiatives.stage, yearly.year)
  )
}

const yearly = {
  status: initiatives.status,
  stage: initiatives.stage,
  year: sql<string>`substr(${initiatives.stageSince}, 1, 4)`,
  many: count(),
}

function added(rows: readonly Year[]): Year[] {
  const totals = new Map<string, Year>()
  for (const row of rows) {
    const key = `${row.status} ${row.stage} ${row.year}`
    const known = totals.get(key)
    totals.set(key, known ? { ...known, many: known.many + row.many } : { ...row })
  }
  return [...totals.values()]
}
