import { and, desc, eq, exists, gte, inArray, like, lt, or, type SQL, sql } from 'drizzle-orm'
import { actorsVisibleTo } from '../actors/queries.ts'
import { actors } from '../actors/tables.ts'
import { isCalled } from '../actors/words.ts'
import { isFoundBy, nearness, throughAll } from '../documents/finding.ts'
import { documents, documentThemes } from '../documents/tables.ts'
import { documentsVisibleTo } from '../documents/visible.ts'
import type { Viewer } from '../domain/viewer.ts'
import { initiatives } from '../initiatives/tables.ts'
import { territories, themes } from '../network/tables.ts'
import type { Reader } from '../platform/db/database.ts'
import { folded } from '../platform/db/sql.ts'
import { LibraryQuery } from './schema.ts'

/** Who looks at the library, through which filter, on which day. */
export interface Look {
  viewer: Viewer
  today: string
  filter: LibraryQuery
}

/** The library as it opens: everything, the newest first. */
export const LIBRARY_AS_IT_IS: LibraryQuery = LibraryQuery.parse({})

/**
 * The ids of what the filter shows to this reader, in its order, and how many there are: one statement, since to count
 * them and to put them in order are the same work. Beyond the last one nothing is known of how many there are.
 */
export async function found(db: Reader, look: Look, limit: number, offset = 0) {
  const rows = await db
    .select({ id: sql<string>`${documents.id}`, total: sql<number>`count(*) over ()`.mapWith(Number) })
    .from(throughAll)
    .innerJoin(initiatives, eq(initiatives.id, documents.initiativeId))
    .where(shown(db, look))
    .orderBy(...order(look.filter))
    .limit(limit)
    .offset(offset)
  return { ids: rows.map(({ id }) => id), total: rows[0]?.total ?? 0 }
}

/** Everything the filter says, and what the reader may see. For queries that join `initiatives`. */
function shown(db: Reader, { viewer, today, filter }: Look): SQL | undefined {
  const { kind, stage, theme, territory, licence, initiative, partner, year, language, tag, featured } = filter
  return and(
    documentsVisibleTo(db, viewer, today),
    isFoundBy(filter.q),
    kind && eq(documents.kind, kind),
    stage && eq(documents.stage, stage),
    theme ? exists(underTheme(db, theme)) : undefined,
    territory ? inArray(documents.territoryId, within(db, territory)) : undefined,
    licence && eq(documents.licence, licence),
    initiative ? isOfInitiative(initiative) : undefined,
    partner ? inArray(documents.forActorId, partnersCalled(db, viewer, partner)) : undefined,
    year ? and(gte(documents.dated, year), lt(documents.dated, `${year}~`)) : undefined,
    language && eq(documents.language, language),
    tag && eq(documents.transferTag, tag),
    featured && eq(documents.isFeatured, true),
  )
}

/** How the filter sorts: by nearness only where there are words to be near to. */
export function sortOf({ sort, q }: LibraryQuery): 'near' | 'dated' | 'recent' {
  if (sort === 'near' || sort === undefined) return q ? 'near' : 'recent'
  return sort
}

function order(filter: LibraryQuery): SQL[] {
  const newest = [desc(documents.createdAt), desc(documents.id)]
  const by = sortOf(filter)
  if (by === 'near') return [desc(nearness(filter.q)), ...newest]
  // What nobody dated comes last.
  return by === 'dated' ? [desc(documents.dated), ...newest] : newest
}

function underTheme(db: Reader, slug: string) {
  return db
    .select({ id: documentThemes.documentId })
    .from(documentThemes)
    .innerJoin(themes, eq(themes.id, documentThemes.themeId))
    .where(and(eq(themes.slug, slug), eq(documentThemes.documentId, documents.id)))
}

// A region holds its municipalities and their quartiers: a path begins with the path of what holds it.
function within(db: Reader, code: string) {
  return db
    .select({ id: territories.id })
    .from(territories)
    .where(like(territories.path, `%/${code.replace(/[%_]/g, '')}/%`))
}

// By the whole end of its address, or by words that are in it.
function isOfInitiative(typed: string): SQL | undefined {
  const terms = folded(typed).split(' ').filter(Boolean).slice(0, 12)
  const hasAll = and(...terms.map((term) => sql`'-' || ${initiatives.slug} like ${`%-${term}%`}`))
  return terms.length > 0 ? or(eq(initiatives.slug, typed), hasAll) : sql`1 = 0`
}

function partnersCalled(db: Reader, viewer: Viewer, typed: string) {
  return db
    .select({ id: actors.id })
    .from(actors)
    .where(and(or(eq(actors.slug, typed), isCalled(typed)), actorsVisibleTo(viewer)))
}
