import { and, ne, or, type SQL, sql } from 'drizzle-orm'
import type { Viewer } from '../domain/viewer.ts'
import type { Reader } from '../platform/db/database.ts'
import { folded } from '../platform/db/sql.ts'
import { initiatives } from './tables.ts'
import { visibleTo } from './visible.ts'
import { isFoundBy } from './words.ts'

const CANDIDATES = 200

/** Titles that look like this one, among what the reader may see: most words in common first. */
export async function similarTo(db: Reader, viewer: Viewer, today: string, title: string, exceptId?: string) {
  const [similar] = await similarToEach(db, viewer, today, [{ title, exceptId }])
  return similar!
}

/** The same for several titles, in their order: one statement whatever their number. */
export async function similarToEach(
  db: Reader,
  viewer: Viewer,
  today: string,
  titles: readonly { title: string; exceptId?: string | undefined }[],
) {
  const asked = titles.map(({ title, exceptId }) => ({ words: significant(title), exceptId }))
  const candidates = asked.flatMap(({ words, exceptId }, place) => {
    if (words.length === 0) return []
    const { id, slug, stage, status } = initiatives
    const withWords = (matches: SQL | undefined) => {
      const found = db
        .select({
          place: sql<number>`${sql.raw(String(place))}`.as('place'),
          id,
          slug,
          title: initiatives.title,
          stage,
          status,
        })
        .from(initiatives)
        .where(and(matches, exceptId ? ne(id, exceptId) : undefined, visibleTo(db, viewer, today)))
        .limit(CANDIDATES)
        .as('found')
      return db.select().from(found).$dynamic()
    }
    // All the words first: of those that share but one, there may be more than are read.
    return [
      withWords(isFoundBy(words.join(' '), viewer)),
      withWords(or(...words.slice(0, 6).map((word) => isFoundBy(word, viewer)))),
    ]
  })
  const [first, ...further] = candidates
  const rows = first ? await further.reduce((all, some) => all.unionAll(some) as never, first) : []
  return asked.map(({ words }, place) => {
    const own = rows
      .filter((row) => row.place === place)
      .map(({ id, slug, title, stage, status }) => ({ id, slug, title, stage, status }))
    return [...new Map(own.map((row) => [row.id, row])).values()]
      .map((row) => ({ ...row, likeness: likeness(words, significant(row.title)) }))
      .filter((row) => row.likeness >= 0.5)
      .sort((a, b) => b.likeness - a.likeness)
      .slice(0, 5)
  })
}

function significant(title: string): string[] {
  return [...new Set(folded(title).split(' '))].filter((word) => word.length > 2 && !STOPS.has(word))
}

const STOPS = new Set([
  'les',
  'des',
  'une',
  'aux',
  'pour',
  'par',
  'sur',
  'dans',
  'avec',
  'est',
  'the',
  'and',
  'for',
  'with',
])

// Dice's coefficient over whole words: 1 for the same words in any order.
function likeness(a: string[], b: string[]): number {
  const common = a.filter((word) => b.includes(word)).length
  return a.length + b.length === 0 ? 0 : (2 * common) / (a.length + b.length)
}
