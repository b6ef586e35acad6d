import { and, desc, eq, type SQL, sql } from 'drizzle-orm'
import type { DocumentKind } from '../domain/documents.ts'
import type { Viewer } from '../domain/viewer.ts'
import { initiatives } from '../initiatives/tables.ts'
import type { Reader } from '../platform/db/database.ts'
import { dialect } from '../platform/db/dialect.ts'
import { type Findable, foundBy, singularOf, termsOf } from '../platform/db/words.ts'
import { documents } from './tables.ts'
import { documentsVisibleTo } from './visible.ts'

const parts = { columns: ['own', 'inside'], weights: '' }
const documentsFindable: Findable = {
  table: 'document_search',
  fullText: 'document_words',
  subject: 'document_id',
  // Which documents somebody may see is for `documentsVisibleTo` to say: whoever sees one sees all of it.
  parts: { public: parts, network: parts, all: parts },
  isLong: true,
}

/** For a query that selects from `documents`: each word begins a word of what is said of it or of what is written in it. Undefined without words. */
export function isFoundBy(words: string): SQL | undefined {
  const ids = foundBy(documentsFindable, words, 'all')
  // « Is true » has PostgreSQL go through the documents once, as SQLite does, rather than seek each that was found.
  return ids && (dialect === 'postgresql' ? sql`(${documents.id} in ${ids}) is true` : sql`${documents.id} in ${ids}`)
}

/**
 * How near the words are to what a document is about, the same on both engines: two for each that is in its title, one
 * for each that is in what else is said of it, nothing for those that are only inside. Counting how often they are
 * inside (bm25) would read each of the texts that hold them, again for every search.
 */
export function nearness(words: string): SQL {
  const at = sql.raw(dialect === 'postgresql' ? 'strpos' : 'instr')
  const points = termsOf(words).map((term) => {
    const place = sql`${at}(' ' || ${documents.searchText}, ${` ${singularOf(term)}`})`
    return sql`(case when ${place} = 0 then 0 when ${place} <= length(${documents.title}) then 2 else 1 end)`
  })
  return points.length > 0 ? sql`(${sql.join(points, sql` + `)})` : sql`0`
}

/**
 * `documents`, for a query that goes through most of them. Not all are in the bin, whatever SQLite expects: seeking
 * each row by an index of those that are not takes it twice as long as reading them one after the other. What is
 * selected of it is said in SQL: drizzle does not know this for a table.
 */
export const throughAll: SQL = dialect === 'sqlite' ? sql`${documents} not indexed` : sql`${documents}`

/** Documents found by words, those that are about them first, then the newest. */
export async function documentsFound(db: Reader, viewer: Viewer, today: string, words: string, limit: number) {
  const matches = isFoundBy(words)
  if (!matches) return []
  return db
    .select({
      id: sql<string>`${documents.id}`,
      title: sql<string>`${documents.title}`,
      kind: sql<DocumentKind>`${documents.kind}`,
      initiative: initiatives.title,
    })
    .from(throughAll)
    .innerJoin(initiatives, eq(initiatives.id, documents.initiativeId))
    .where(and(matches, documentsVisibleTo(db, viewer, today)))
    .orderBy(desc(nearness(words)), desc(documents.createdAt), desc(documents.id))
    .limit(limit)
}
