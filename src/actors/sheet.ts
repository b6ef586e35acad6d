import { and, type AnyColumn, asc, desc, eq, getTableColumns } from 'drizzle-orm'
import type { Viewer } from '../domain/viewer.ts'
import { ancestorsOf, findTerritory, type Territory } from '../network/queries.ts'
import type { Reader } from '../platform/db/database.ts'
import { preparedFor, seenBy } from '../platform/db/prepared.ts'
import { blank } from '../platform/db/sql.ts'
import { type Actor, actorsVisibleTo, identifiersOf } from './queries.ts'
import { actors, memberships } from './tables.ts'

/** What the page of an actor says besides its own row: where, known as, and who speaks for whom. */
export async function sheetOf(db: Reader, actor: Actor, viewer: Viewer) {
  const [territory, identifiers, links] = await Promise.all([
    actor.territoryId ? findTerritory(db, actor.territoryId) : undefined,
    identifiersOf(db, actor.id),
    linksOf(db, actor, viewer),
  ])
  return { territory: territory && (await situated(db, territory)), identifiers, links }
}

/** A place and those around it, nearest first. */
async function situated(db: Reader, territory: Territory) {
  const around = await ancestorsOf(db, territory)
  return { ...territory, inside: around.map(({ name }) => name).toReversed() }
}

/** The people of an organisation, or the organisations of a person, that the reader may see; present ones first. */
function linksOf(db: Reader, actor: Actor, viewer: Viewer) {
  const links = actor.kind === 'person' ? organisationsOf : peopleOf
  return links(db, viewer).execute({ actorId: actor.id, ...seenBy(viewer) })
}

const organisationsOf = linksBetween(memberships.personId, memberships.organisationId)
const peopleOf = linksBetween(memberships.organisationId, memberships.personId)

function linksBetween(mine: AnyColumn, other: AnyColumn) {
  return preparedFor((db, eyes) =>
    db
      .select({ ...getTableColumns(memberships), name: actors.name, slug: actors.slug, kind: actors.kind })
      .from(memberships)
      .innerJoin(actors, eq(actors.id, other))
      .where(and(eq(mine, blank('actorId')), actorsVisibleTo(eyes)))
      .orderBy(desc(memberships.since), asc(actors.searchText), asc(memberships.id)),
  )
}

/** A membership of this actor, on either side of it. */
export async function findMembership(db: Reader, actorId: string, id: string) {
  const [membership] = await db.select().from(memberships).where(eq(memberships.id, id))
  const isTheirs = membership?.personId === actorId || membership?.organisationId === actorId
  return isTheirs ? membership : undefined
}
