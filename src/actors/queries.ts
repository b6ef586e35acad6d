import { and, asc, eq, gte, inArray, isNull, lte, or, type SQL, sql } from 'drizzle-orm'
import type { Stage, Status } from '../domain/lifecycle.ts'
import { actorKinds, type InvitationState, type Role, type TakerKind } from '../domain/roles.ts'
import { isCoordinator, type Viewer } from '../domain/viewer.ts'
import type { Reader, Step, Writer } from '../platform/db/database.ts'
import { type Eyes, prepared, preparedFor, seenBy } from '../platform/db/prepared.ts'
import { type Blank, blank, folded, literal, oneOf } from '../platform/db/sql.ts'
import type { IdentifierScheme } from './identifiers.ts'
import { actors, identifiers, memberships } from './tables.ts'
import { isCalled } from './words.ts'

export { slugFor, slugsFor } from './slugs.ts'

export type Actor = typeof actors.$inferSelect

/** A role that an actor holds or held, on an initiative that the reader may see. */
export interface RoleHeld {
  initiative: { slug: string; title: string; stage: Stage; status: Status }
  role: Role
  takerKind: TakerKind | null
  isLead: boolean
  state: InvitationState
  since: string
  until: string | null
}

/**
 * What the actors' pages need of roles on initiatives and of adoptions, which later rooms keep; the house hands it over.
 * Without it, pages show no roles, the list is not filtered by role, and actors are not merged.
 */
export interface Roles {
  of?: (db: Reader, actorId: string, viewer: Viewer, today: string) => Promise<RoleHeld[]>
  /** A part of an actor's page: what it adopts, when there is something that the reader may see. */
  adopts?: (
    db: Reader,
    actor: Actor,
    viewer: Viewer,
    today: string,
  ) => Promise<{ view: string; data: object } | undefined>
  /** For a query that selects from `actors`: those who hold this role today on an initiative the reader may see. */
  holding?: (db: Reader, role: Role, viewer: Viewer, today: string) => SQL
  /** Steps that hand the roles of one actor over to another. */
  moved?: (tx: Writer, fromId: string, toId: string) => readonly Step[]
}

/**
 * Whom an account acts for on a day: its person first, then the organisations and groups that person speaks for.
 * Asked on every request.
 */
export async function actsFor(db: Reader, accountId: string, today: string): Promise<string[]> {
  const rows = await actingFor(db).execute({ accountId, today })
  return [...new Set(rows.flatMap(({ personId, organisationId }) => [personId, organisationId ?? personId]))]
}

const actingFor = prepared((db) => {
  const isTheirs = eq(memberships.personId, actors.id)
  return db
    .select({ personId: actors.id, organisationId: memberships.organisationId })
    .from(actors)
    .leftJoin(memberships, and(isTheirs, isMemberThen(blank('today'))))
    .where(eq(actors.accountId, blank('accountId')))
})

/** Memberships that stand on a day. */
export function isMemberThen(day: string | Blank): SQL | undefined {
  return and(lte(memberships.since, day), or(isNull(memberships.until), gte(memberships.until, day)))
}

/** For any query that selects from `actors`: those this reader may see. Undefined for those who may see all. */
export function actorsVisibleTo(viewer: Eyes): SQL | undefined {
  if (isCoordinator(viewer)) return undefined
  if (!viewer.networkRole) return eq(actors.visibility, literal('public'))
  const isOpen = sql`${actors.visibility} in ('public', 'network')`
  const actsForNobody = 'length' in viewer.actorIds && viewer.actorIds.length === 0
  return actsForNobody ? isOpen : or(isOpen, oneOf(actors.id, viewer.actorIds))
}

/** By address, merged ones too: `mergedIntoId` says where they went. */
export async function findActor(db: Reader, viewer: Viewer, slug: string): Promise<Actor | undefined> {
  const [actor] = await bySlug(db, viewer).execute({ slug, ...seenBy(viewer) })
  return actor
}

const bySlug = preparedFor((db, eyes) =>
  db
    .select()
    .from(actors)
    .where(and(eq(actors.slug, blank('slug')), actorsVisibleTo(eyes))),
)

export async function findActorById(db: Reader, viewer: Viewer, id: string): Promise<Actor | undefined> {
  const [actor] = await actorsByIds(db, viewer, [id])
  return actor
}

/** Those of these actors that the reader may see, in no order. */
export async function actorsByIds(db: Reader, viewer: Viewer, ids: readonly string[]): Promise<Actor[]> {
  if (ids.length === 0) return []
  return byIds(db, viewer).execute({ ids: JSON.stringify(ids), ...seenBy(viewer) })
}

const byIds = preparedFor((db, eyes) =>
  db
    .select()
    .from(actors)
    .where(and(oneOf(actors.id, blank('ids')), actorsVisibleTo(eyes))),
)

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
  kinds: readonly Actor['kind'][] = actorKinds,
): Promise<Actor[]> {
  const matches = isCalled(words)
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

/** The actor somebody means by a name that only one has, or by the end of its page's address. */
export async function actorNamed(
  db: Reader,
  viewer: Viewer,
  typed: string,
  kinds: readonly Actor['kind'][] = actorKinds,
): Promise<Actor | 'unknown' | 'several'> {
  const isMeant = or(eq(actors.searchText, folded(typed)), eq(actors.slug, typed.trim()))
  const found = await db
    .select()
    .from(actors)
    .where(and(isMeant, inArray(actors.kind, [...kinds]), isNull(actors.mergedIntoId), actorsVisibleTo(viewer)))
    .limit(50)
  const byAddress = found.find(({ slug }) => slug === typed.trim())
  return byAddress ?? (found.length > 1 ? 'several' : (found[0] ?? 'unknown'))
}

/** The identifiers of an actor. */
export function identifiersOf(db: Reader, actorId: string) {
  return ofActor(db).execute({ actorId })
}

const ofActor = prepared((db) =>
  db
    .select()
    .from(identifiers)
    .where(eq(identifiers.actorId, blank('actorId')))
    .orderBy(asc(identifiers.scheme), asc(sql`${identifiers.value}`)),
)
