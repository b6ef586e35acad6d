import { and, eq, type SQL, sql } from 'drizzle-orm'
import type { Stage, Status } from '../domain/lifecycle.ts'
import type { Reader } from '../platform/db/database.ts'
import { middleOf } from '../platform/db/sql.ts'
import { after, type Look, order, shown, statusOf } from './board.ts'
import { initiatives } from './tables.ts'

/** The beginning of a column of the board, or of the list when no stage is named. */
export interface List {
  many: number
  stage?: Stage
}

interface Count {
  status: Status
  stage: Stage
  many: number
  /** The day since which the middle one has been in its stage. */
  middle: string
}

/**
 * What a filter leaves, looked for once, then counted and put in order where it was found, however many there are: only
 * the counts of each stage and status and the ids that each list begins with, with one more, are handed over.
 */
export async function sifted(db: Reader, look: Look, lists: readonly List[]) {
  const { id, status, stage, stageSince, changedAt, title } = initiatives
  const found = db.select({ id, status, stage, stageSince, changedAt, title }).from(initiatives).where(shown(db, look))
  const parts = [counted, ...lists.map((list, n) => beginning(look, list, n))]
  // Said to be made once: SQLite would look for it again in each part.
  const answer = sql`(with sifted as materialized ${found} ${sql.join(parts, sql` union all `)}) as answer`
  const rows = await db
    .select({
      list: sql<number | null>`list`,
      status: sql<Status>`status`,
      stage: sql<Stage>`stage`,
      many: sql<number>`many`.mapWith(Number),
      text: sql<string>`text`,
    })
    .from(answer)
  return {
    counted: rows.filter((row) => row.list === null).map(({ text, ...row }): Count => ({ ...row, middle: text })),
    lists: lists.map((_, n) => rows.filter((row) => row.list === n).map(({ text }) => text)),
  }
}

// Named as the table is, so that what is said of its columns holds of what was sifted.
const left = sql`from sifted as ${initiatives}`

const counted = sql`select cast(null as integer) as list, ${initiatives.status} as status, ${initiatives.stage} as stage,
  count(*) as many, ${middleOf(initiatives.stageSince)} as text ${left} group by ${initiatives.status}, ${initiatives.stage}`

function beginning({ filter }: Look, { many, stage }: List, n: number): SQL {
  const of = stage ?? filter.stage
  const which = and(
    eq(initiatives.status, statusOf(filter)),
    of ? eq(initiatives.stage, of) : undefined,
    after(filter, stage),
  )
  const first = sql`select ${initiatives.id} as id ${left} where ${which} order by ${sql.join(order(filter), sql`, `)} limit ${many + 1}`
  return sql`select ${sql.raw(String(n))}, null, null, null, id from (${first}) as first`
}
