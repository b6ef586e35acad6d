import { inArray } from 'drizzle-orm'
import { type Stage, type Status, stages, statuses } from '../domain/lifecycle.ts'
import type { Reader } from '../platform/db/database.ts'
import { comesAfter, inOrder, isPlain, type Look, readInOrder, shown, statusOf } from './board.ts'
import type { Initiative } from './queries.ts'
import { initiatives } from './tables.ts'
import { medianSince, type Tally, tallyOf } from './tally.ts'

/** What a look at the board sees, however it is best read. */
export interface Portfolio {
  /** How many there are in each stage and status. */
  tally(): Promise<Tally>
  /** The day since which the middle one of a stage has been in it. */
  medianSince(stage: Stage): Promise<string | undefined>
  /** The first ones of a stage, or of all, after the place that the filter names; one more than asked says that there are others. */
  first(many: number, stage?: Stage): Promise<Initiative[]>
}

/**
 * Without a filter everything is read where counts and indexes already have it. What a filter leaves is found once, and
 * counted and sorted here: asking for its counts, medians and columns apart would look through the portfolio nine times.
 */
export async function portfolioOf(db: Reader, look: Look): Promise<Portfolio> {
  return isPlain(look) ? whole(db, look) : found(db, look)
}

function whole(db: Reader, look: Look): Portfolio {
  let tallied: ReturnType<typeof tallyOf> | undefined
  const counted = () => (tallied ??= tallyOf(db, look))
  return {
    tally: async () => (await counted()).tally,
    medianSince: async (stage) => medianSince(db, look, stage, await counted()),
    first: (many, stage) => readInOrder(db, look, many, stage),
  }
}

async function found(db: Reader, look: Look): Promise<Portfolio> {
  const { id, status, stage, stageSince, changedAt, title } = initiatives
  const rows = await db
    .select({ id, status, stage, stageSince, changedAt, title })
    .from(initiatives)
    .where(shown(db, look))
  const tally = Object.fromEntries(
    statuses.map((one) => [one, Object.fromEntries(stages.map((other) => [other, 0]))]),
  ) as Tally
  for (const row of rows) tally[row.status][row.stage]++
  const wanted: Status = statusOf(look.filter)
  const here = rows.filter((row) => row.status === wanted)
  return {
    tally: () => Promise.resolve(tally),
    medianSince(of) {
      const days = here.filter((row) => row.stage === of).map((row) => row.stageSince)
      return Promise.resolve(days.sort((a, b) => (a < b ? 1 : -1))[Math.floor((days.length - 1) / 2)])
    },
    async first(many, of) {
      const ids = here
        .filter((row) => (of ?? look.filter.stage ?? row.stage) === row.stage && comesAfter(look.filter, row, of))
        .sort(inOrder(look.filter))
        .slice(0, many + 1)
        .map((row) => row.id)
      if (ids.length === 0) return []
      const full = await db.select().from(initiatives).where(inArray(id, ids))
      return full.sort(inOrder(look.filter))
    },
  }
}
