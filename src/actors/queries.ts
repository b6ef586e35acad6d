import { and, asc, eq, gte, inArray, isNull, lte, or, type SQL, sql } from 'drizzle-orm'
import { isCoordinator, type Viewer } from '../domain/viewer.ts'
import type { Reader } from '../platform/db/database.ts'
import { folded, hasWords } from '../platform/db/sql.ts'
import { newId } from '../platform/id.ts'
import { slugOf } from '../platform/slug.ts'
import type { IdentifierScheme } from './identifiers.ts'
import { actors, identifiers, memberships } from './tables.ts'

export type Actor = typeof actors.$inferSelect

/** Whom an account acts for on a day: its person first, then the organisations and groups that person speaks for. */
export async function actsFor(db: Reader, accountId: string, today: string): Promise<string[]> {
  const isCurrent = and(lte(memberships.since, today), or(isNull(memberships.until), gte(memberships.until, today)))
  const rows = await db
    .select({ personId: actors.id, organisationId: memberships.organisationId })
    .from(actors)
    .leftJoin(memberships, and(eq(memberships.personId, actors.id), isCurrent))
    .where(eq(actors.accountId, accountId))
  return [
    ...new Set(
      rows.flatMap(({ personId, organisationId }) => (organisationId ? [personId, organisationId] : [personId])),
    ),
  ]
}

/** For any query that selects from `actors`: those this reader may see. Undefined for those who may see all. */
export function actorsVisibleTo(viewer: Viewer): SQL | undefined {
  if (isCoordinator(viewer)) return undefined
  if (!viewer.networkRole) return eq(actors.visibility, 'public')
  const isOpen = inArray(actors.visibility, ['public', 'network'])
  return viewer.actorIds.length > 0 ? or(isOpen, inArray(actors.id, [...viewer.actorIds])) : isOpen
}

/** By address, merged ones too: `mergedIntoId` says where they went. */
export async function findActor(db: Reader, viewer: Viewer, slug: string): Promise<Actor | undefined> {
  const [actor] = await db
    .select()
    .from(actors)
    .where(and(eq(actors.slug, slug), actorsVisibleTo(viewer)))
  return actor
}

export async function findActorById(db: Reader, viewer: Viewer, id: string): Promise<Actor | undefined> {
  const [actor] = await actorsByIds(db, viewer, [id])
  return actor
}

/** Those of these actors that the reader may see, in no order. */
export async function actorsByIds(db: Reader, viewer: Viewer, ids: readonly string[]): Promise<Actor[]> {
  if (ids.length === 0) return []
  return db
    .select()
    .from(actors)
    .where(and(inArray(actors.id, [...ids]), actorsVisibleTo(viewer)))
}

/** The person who signs in with this account. */
export async function findPersonOf(db: Reader, accountId: string): Promise<Actor | undefined> {
  const [person] = await db.select().from(actors).where(eq(actors.accountId, accountId))
  return person
}

/** Names that begin like what is being typed, as far as the reader may see them. */
export async function actorSuggestions(
  db: Reader,
  viewer: Viewer,
  words: string,
  limit: number,
  kinds: readonly Actor['kind'][] = ['organisation', 'person', 'group'],
): Promise<Actor[]> {
  const matches = hasWords(actors.searchText, words)
  if (!matches) return []
  return db
    .select()
    .from(actors)
    .where(and(matches, inArray(actors.kind, [...kinds]), isNull(actors.mergedIntoId), actorsVisibleTo(viewer)))
    .orderBy(asc(actors.searchText), asc(actors.id))
    .limit(limit)
}

/** Whoever holds this identifier, seen or not: the caller says no more of it than the reader may know. */
export async function findActorByIdentifier(
  db: Reader,
  scheme: IdentifierScheme,
  value: string,
): Promise<Actor | undefined> {
  const [row] = await db
    .select({ actor: actors })
    .from(identifiers)
    .innerJoin(actors, eq(actors.id, identifiers.actorId))
    .where(and(eq(identifiers.scheme, scheme), eq(identifiers.value, value)))
  return row?.actor
}

/** Actors called exactly so, accents, case and punctuation apart. For imports, by coordinators: nobody is hidden. */
export async function findActorsByFoldedNames(db: Reader, names: readonly string[]): Promise<Actor[]> {
  const wanted = [...new Set(names.map((name) => folded(name)))].filter(Boolean)
  const found: Actor[] = []
  for (let from = 0; from < wanted.length; from += 500) {
    const some = wanted.slice(from, from + 500)
    found.push(
      ...(await db
        .select()
        .from(actors)
        .where(and(inArray(actors.searchText, some), isNull(actors.mergedIntoId)))),
    )
  }
  return found
}

// Addresses that are pages of their own.
const reserved = ['new', 'suggestions']

/** Free addresses for these names, in their order: the name's own, or with a suffix when it is taken. */
export async function slugsFor(db: Reader, names: readonly string[]): Promise<string[]> {
  const wanted = names.map((name) => slugOf(name))
  const taken = new Set(reserved)
  for (let from = 0; from < wanted.length; from += 500) {
    const some = wanted.slice(from, from + 500)
    const rows = await db.select({ slug: actors.slug }).from(actors).where(inArray(actors.slug, some))
    for (const { slug } of rows) taken.add(slug)
  }
  return wanted.map((slug) => {
    const free = taken.has(slug) ? `${slug}-${newId().slice(-6)}` : slug
    taken.add(free)
    return free
  })
}

export async function slugFor(db: Reader, name: string): Promise<string> {
  const [slug] = await slugsFor(db, [name])
  return slug!
}

/** The identifiers of an actor. */
export function identifiersOf(db: Reader, actorId: string) {
  return db
    .select()
    .from(identifiers)
    .where(eq(identifiers.actorId, actorId))
    .orderBy(asc(identifiers.scheme), asc(sql`${identifiers.value}`))
}
