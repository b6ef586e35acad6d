import { inArray } from 'drizzle-orm'
import { type Stage, stages, statuses } from '../domain/lifecycle.ts'
import type { Database, Reader } from '../platform/db/database.ts'
import { inOrder, isPlain, type Look, readInOrder, statusOf } from './board.ts'
import type { Initiative } from './queries.ts'
import { type List, sifted } from './sifted.ts'
import { initiatives } from './tables.ts'
import { medianSince, type Tally, tallyOf } from './tally.ts'

/** What a look at the board sees, however it is best read. */
export interface Portfolio {
  /** How many there are in each stage and status. */
  tally(): Promise<Tally>
  /** The day since which the middle one of a stage has been in it. */
  medianSince(stage: Stage): Promise<string | undefined>
  /** The beginnings that were asked for, after the place that the filter names; one more than asked says that there are others. */
  lists(): Promise<Initiative[][]>
}

/**
 * Without a filter everything is read where counts and indexes already have it. What a filter leaves is found once, for
 * all that is asked of it: to ask for its counts, medians and columns apart would look through the portfolio nine times.
 */
export async function portfolioOf(db: Database, look: Look, lists: readonly List[] = []): Promise<Portfolio> {
  return isPlain(look) ? whole(db, look, lists) : found(db, look, lists)
}

function whole(db: Reader, look: Look, lists: readonly List[]): Portfolio {
  let tallied: ReturnType<typeof tallyOf> | undefined
  const counted = () => (tallied ??= tallyOf(db, look))
  return {
    tally: async () => (await counted()).tally,
    medianSince: async (stage) => medianSince(db, look, stage, await counted()),
    lists: () => Promise.all(lists.map(({ many, stage }) => readInOrder(db, look, many, stage))),
  }
}

async function found(db: Database, look: Look, lists: readonly List[]): Promise<Portfolio> {
  const { counted, lists: beginnings } = await sifted(db.apart, look, lists)
  const tally = Object.fromEntries(
    statuses.map((one) => [one, Object.fromEntries(stages.map((other) => [other, 0]))]),
  ) as Tally
  for (const { status, stage, many } of counted) tally[status][stage] = many
  return {
    tally: () => Promise.resolve(tally),
    medianSince: (of) =>
      Promise.resolve(counted.find(({ status, stage }) => status === statusOf(look.filter) && stage === of)?.middle),
    async lists() {
      const ids = beginnings.flat()
      const full = ids.length === 0 ? [] : await db.select().from(initiatives).where(inArray(initiatives.id, ids))
      full.sort(inOrder(look.filter))
      return beginnings.map((some) => full.filter(({ id }) => some.includes(id)))
    },
  }
}
