import { and, asc, desc, eq } from 'drizzle-orm'
import { actors } from '../actors/tables.ts'
import type { Capacity } from '../domain/permissions.ts'
import { isCoordinator, type Viewer } from '../domain/viewer.ts'
import { isNamedTo } from '../initiatives/cards.ts'
import { capacitiesOn, type Initiative } from '../initiatives/queries.ts'
import { initiatives } from '../initiatives/tables.ts'
import { territories } from '../network/tables.ts'
import type { Reader } from '../platform/db/database.ts'
import { prepared, preparedFor, seenBy } from '../platform/db/prepared.ts'
import { blank } from '../platform/db/sql.ts'
import { NotFound } from '../platform/http/refusal.ts'
import { adoptions, adoptionSteps } from './tables.ts'
import { adoptionsVisibleTo } from './visible.ts'

export type Adoption = typeof adoptions.$inferSelect
export type AdoptionStep = typeof adoptionSteps.$inferSelect

/** An adoption as one reader meets it. */
export interface AdoptionMet {
  adoption: Adoption
  /** Undefined when the reader may not know who it is. */
  taker: { name: string; slug: string } | undefined
  place: { name: string; code: string; path: string } | undefined
  isOwn: boolean
}

/** Those of an initiative that are on record and that this reader may see, the latest first. */
export async function adoptionsOf(
  db: Reader,
  viewer: Viewer,
  today: string,
  initiativeId: string,
): Promise<AdoptionMet[]> {
  const rows = await onInitiative(db, viewer).execute({ initiativeId, ...seenBy(viewer, today) })
  return rows.map((row) => met(row, viewer))
}

const columns = {
  adoption: adoptions,
  taker: { id: actors.id, name: actors.name, slug: actors.slug, visibility: actors.visibility },
  place: { name: territories.name, code: territories.code, path: territories.path },
}

const onInitiative = preparedFor((db, eyes, today) =>
  db
    .select(columns)
    .from(adoptions)
    .innerJoin(initiatives, eq(initiatives.id, adoptions.initiativeId))
    .leftJoin(actors, eq(actors.id, adoptions.takerId))
    .leftJoin(territories, eq(territories.id, adoptions.territoryId))
    .where(and(eq(adoptions.initiativeId, blank('initiativeId')), adoptionsVisibleTo(db, eyes, today)))
    .orderBy(desc(adoptions.since), desc(adoptions.createdAt), asc(adoptions.id)),
)

interface Row {
  adoption: Adoption
  taker: { id: string; name: string; slug: string; visibility: string } | null
  place: { name: string; code: string; path: string } | null
}

function met({ adoption, taker, place }: Row, viewer: Viewer): AdoptionMet {
  const isOwn = taker !== null && viewer.actorIds.includes(taker.id)
  const isNamed = taker !== null && (isOwn || isNamedTo(viewer, taker.visibility))
  return {
    adoption,
    taker: isNamed ? { name: taker.name, slug: taker.slug } : undefined,
    place: place ?? undefined,
    isOwn,
  }
}

export interface AdoptionFound extends AdoptionMet {
  initiative: Initiative
  capacities: Capacity[]
}

/** One that is on record, if this reader may know of it. Throws NotFound. */
export async function findAdoption(db: Reader, viewer: Viewer, today: string, id: string): Promise<AdoptionFound> {
  const [row] = await byId(db, viewer).execute({ id, ...seenBy(viewer, today) })
  if (!row) throw new NotFound()
  const { initiative } = row
  return { ...met(row, viewer), initiative, capacities: await capacitiesOn(db, viewer, today, initiative.id) }
}

const byId = preparedFor((db, eyes, today) =>
  db
    .select({ ...columns, initiative: initiatives })
    .from(adoptions)
    .innerJoin(initiatives, eq(initiatives.id, adoptions.initiativeId))
    .leftJoin(actors, eq(actors.id, adoptions.takerId))
    .leftJoin(territories, eq(territories.id, adoptions.territoryId))
    .where(and(eq(adoptions.id, blank('id')), adoptionsVisibleTo(db, eyes, today))),
)

/** Carriers, coordinators and the taker itself read why somebody hesitates; others that they came so far. */
export function readsReasons(
  { isOwn, capacities }: { isOwn: boolean; capacities: readonly Capacity[] },
  viewer: Viewer,
): boolean {
  return isOwn || isCoordinator(viewer) || capacities.includes('carrier')
}

/** Every step, corrections included, in the order of entry. Who may read which is for the caller to say. */
export function stepsOf(db: Reader, adoptionId: string): Promise<AdoptionStep[]> {
  return allSteps(db).execute({ adoptionId })
}

const allSteps = prepared((db) =>
  db
    .select()
    .from(adoptionSteps)
    .where(eq(adoptionSteps.adoptionId, blank('adoptionId')))
    .orderBy(asc(adoptionSteps.sequence)),
)
