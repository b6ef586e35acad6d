import { desc, or, type SQL, sql } from 'drizzle-orm'
import type { Reader } from '../platform/db/database.ts'
import { holdings } from './holdings.ts'
import { columnOf, columnsIn, holds } from './known.ts'
import type { Subject } from './subject.ts'

/** Texts that others wrote and that name somebody: nobody rewrites them but people. */
export interface NamedIn {
  key: string
  /** As many as there are, and where the latest are found. */
  many: number
  places: string[]
}

const MOST = 10

/** Where their name or address stands in texts written by hand: one statement for each kind, however much there is. */
export async function textsNaming(db: Reader, { names, addresses }: Subject): Promise<NamedIn[]> {
  // A single word is many people's.
  const words = [...addresses, ...names.filter((name) => /\s/.test(name))]
  if (words.length === 0) return []
  const found = await Promise.all(
    holdings
      .filter(({ written = [] }) => written.length > 0)
      .map(async ({ key, table, written = [] }) => {
        const all = columnsIn(table)
        const isNamed = or(...written.flatMap((name) => words.map((one) => holds(columnOf(all, name), one))))
        const rows = await db
          .select({ place: placeOf(key, all), many: sql<number | string>`count(*) over ()` })
          .from(table)
          .where(isNamed)
          .orderBy(desc(Object.values(all)[0]!))
          .limit(MOST)
        const places = rows.flatMap(({ place }) => (place ? [place] : []))
        return { key, many: Number(rows[0]?.many ?? 0), places: [...new Set(places)] }
      }),
  )
  return found.filter(({ many }) => many > 0)
}

/** Addresses that never change, of the thing itself or of what it hangs on. */
function placeOf(key: string, all: ReturnType<typeof columnsIn>): SQL<string | null> {
  const whole: Record<string, string> = { initiatives: '/i/', documents: '/documents/', adoptions: '/adoptions/' }
  const own = whole[key]
  if (own) return sql<string>`${own} || ${all.id}`
  if (all.initiativeId) return sql<string | null>`'/i/' || ${all.initiativeId}`
  return all.documentId ? sql<string | null>`'/documents/' || ${all.documentId}` : sql<null>`null`
}
