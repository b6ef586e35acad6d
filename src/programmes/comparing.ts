import { and, count, eq, inArray } from 'drizzle-orm'
import { type Stage, type Status, stages } from '../domain/lifecycle.ts'
import type { Currency, FundingKind, MoneyStatus } from '../domain/money.ts'
import type { Viewer } from '../domain/viewer.ts'
import { initiatives } from '../initiatives/tables.ts'
import { visibleTo } from '../initiatives/visible.ts'
import type { Reader } from '../platform/db/database.ts'
import { enrolments } from './tables.ts'

/** Where the teams of an edition stand today, as far as this reader may see. What is out of reports is not counted. */
export interface Standing {
  teams: number
  /** Underway, by stage: active, on hold or spotted. */
  underway: Record<Stage, number>
  through: number
  discontinued: number
}

/** Money of an edition by status, kind and currency, never summed over any of them. */
export interface Purse {
  status: MoneyStatus
  kind: FundingKind
  currency: Currency
  cents: number
  /** What was given to the edition itself, or to its teams while it lasted. */
  of: 'edition' | 'teams'
}

/** What a later room knows of money, handed over by the house: purses by the id of the edition. */
export type Purses = (
  db: Reader,
  viewer: Viewer,
  today: string,
  editionIds: readonly string[],
) => Promise<ReadonlyMap<string, Purse[]>>

/** One statement, however many editions. */
export async function standingOf(
  db: Reader,
  viewer: Viewer,
  today: string,
  editionIds: readonly string[],
): Promise<ReadonlyMap<string, Standing>> {
  if (editionIds.length === 0) return new Map()
  const rows = await db
    .select({ editionId: enrolments.editionId, stage: initiatives.stage, status: initiatives.status, many: count() })
    .from(enrolments)
    .innerJoin(initiatives, eq(initiatives.id, enrolments.initiativeId))
    .where(
      and(
        inArray(enrolments.editionId, [...editionIds]),
        eq(initiatives.isExcluded, false),
        visibleTo(db, viewer, today),
      ),
    )
    .groupBy(enrolments.editionId, initiatives.stage, initiatives.status)
  return new Map(editionIds.map((id) => [id, counted(rows.filter(({ editionId }) => editionId === id))]))
}

function counted(rows: { stage: Stage; status: Status; many: number }[]): Standing {
  const sum = (is: (row: (typeof rows)[number]) => boolean) =>
    rows.filter(is).reduce((total, { many }) => total + many, 0)
  const isThrough = ({ status }: { status: Status }) => status === 'sustained' || status === 'transferred'
  const isOver = ({ status }: { status: Status }) => status === 'discontinued'
  const underway = stages.map((stage): [Stage, number] => [
    stage,
    sum((row) => row.stage === stage && !isThrough(row) && !isOver(row)),
  ])
  return {
    teams: sum(() => true),
    underway: Object.fromEntries(underway) as Record<Stage, number>,
    through: sum(isThrough),
    discontinued: sum(isOver),
  }
}
