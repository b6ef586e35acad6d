import { closest, distance } from 'fastest-levenshtein'
import { and, desc, isNull } from 'drizzle-orm'
import { actorsVisibleTo } from '../actors/queries.ts'
import { actors } from '../actors/tables.ts'
import { isCalled } from '../actors/words.ts'
import type { Viewer } from '../domain/viewer.ts'
import { territories } from '../network/tables.ts'
import type { Reader } from '../platform/db/database.ts'
import { folded, hasWords } from '../platform/db/sql.ts'
import { termsOf } from '../platform/db/words.ts'
import { initiatives } from './tables.ts'
import { visibleTo } from './visible.ts'
import { isFoundBy } from './words.ts'

const CANDIDATES = 200

/** Initiatives found by words, whatever their status: those whose title says it first, then the latest changed. */
export async function initiativesFound(db: Reader, viewer: Viewer, today: string, words: string, limit: number) {
  const matches = isFoundBy(words, viewer)
  if (!matches) return []
  const { slug, title, stage, status } = initiatives
  const rows = await db
    .select({ slug, title, stage, status })
    .from(initiatives)
    .where(and(matches, visibleTo(db, viewer, today)))
    .orderBy(desc(initiatives.changedAt), desc(initiatives.id))
    .limit(CANDIDATES)
  const wanted = folded(words)
  return rows
    .map((row) => ({ row, rank: rankOf(` ${folded(row.title)}`, wanted) }))
    .sort((a, b) => a.rank - b.rank)
    .slice(0, limit)
    .map(({ row }) => row)
}

// The title begins so, holds the words one after the other, holds them all, or something else of it does.
function rankOf(title: string, wanted: string): number {
  if (title.startsWith(` ${wanted}`)) return 0
  if (title.includes(` ${wanted}`)) return 1
  return termsOf(wanted).every((term) => title.includes(` ${term}`)) ? 2 : 3
}

/**
 * What somebody may have meant by words that find nothing: each word that nothing visible holds, replaced by the
 * nearest one among titles and names that begin alike and that they may see. Undefined when there is none. What is
 * hidden is never read, so that a hidden word is corrected as any other nonsense is.
 */
export async function nearestWords(
  db: Reader,
  viewer: Viewer,
  today: string,
  words: string,
): Promise<string | undefined> {
  const terms = termsOf(words).slice(0, 4)
  const nearest = await Promise.all(terms.map((term) => nearestTo(db, viewer, today, term)))
  const isSame = nearest.every((term, index) => term === terms[index])
  return isSame || nearest.includes(undefined) ? undefined : nearest.join(' ')
}

async function nearestTo(db: Reader, viewer: Viewer, today: string, term: string): Promise<string | undefined> {
  if (term.length < 4) return term
  // Most slips come after the first letters; the sooner a word is cut, the more begin like it.
  const beginning = term.slice(0, Math.max(2, Math.min(4, term.length - 3)))
  const [titles, names, places] = await Promise.all([
    db
      .select({ text: initiatives.title })
      .from(initiatives)
      .where(and(isFoundBy(beginning, viewer), visibleTo(db, viewer, today)))
      .orderBy(desc(initiatives.changedAt), desc(initiatives.id))
      .limit(CANDIDATES),
    db
      .select({ text: actors.name })
      .from(actors)
      .where(and(isCalled(beginning), isNull(actors.mergedIntoId), actorsVisibleTo(viewer)))
      .limit(CANDIDATES),
    db
      .select({ text: territories.name })
      .from(territories)
      .where(hasWords(territories.searchText, beginning))
      .limit(CANDIDATES),
  ])
  // By the way they are compared; shown as they are written.
  const known = new Map(
    [...titles, ...names, ...places]
      .flatMap(({ text }) => text.split(/[^\p{L}\p{N}\p{M}]+/u))
      .map((word) => [folded(word), word.toLowerCase()] as const),
  )
  if ([...known.keys()].some((word) => word.startsWith(term))) return term
  const best = known.size > 0 ? closest(term, [...known.keys()]) : ''
  return best && distance(term, best) <= slipsAllowed(term) ? known.get(best) : undefined
}

const slipsAllowed = (term: string): number => (term.length > 7 ? 3 : term.length > 5 ? 2 : 1)
