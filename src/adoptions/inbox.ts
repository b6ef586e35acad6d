import { and, asc, eq } from 'drizzle-orm'
import type { Capacity } from '../domain/permissions.ts'
import type { Viewer } from '../domain/viewer.ts'
import { capacitiesOn, type Initiative } from '../initiatives/queries.ts'
import type { MakeWaiting } from '../initiatives/sections.ts'
import { initiatives } from '../initiatives/tables.ts'
import { territories } from '../network/tables.ts'
import type { Reader } from '../platform/db/database.ts'
import { preparedFor, seenBy } from '../platform/db/prepared.ts'
import { blank } from '../platform/db/sql.ts'
import { NotFound } from '../platform/http/refusal.ts'
import { heldBy } from '../initiatives/visible.ts'
import type { Adoption } from './queries.ts'
import { adoptionContacts, adoptions } from './tables.ts'
import { waitingFor } from './visible.ts'

/** Somebody who asked by the public form, and waits for the carriers. */
export interface Asked {
  adoption: Adoption
  place: { name: string; code: string } | undefined
  contact: { name: string; address: string } | undefined
}

const columns = {
  adoption: adoptions,
  place: { name: territories.name, code: territories.code },
  contact: { name: adoptionContacts.name, address: adoptionContacts.address },
}

/** Those who wait on one initiative, the first first; nobody for whoever is neither carrier nor coordinator. */
export async function waitingOn(db: Reader, viewer: Viewer, today: string, initiativeId: string): Promise<Asked[]> {
  if (viewer.networkRole === undefined) return []
  const rows = await onInitiative(db, viewer).execute({ initiativeId, ...seenBy(viewer, today) })
  return rows.map(({ adoption, place, contact }) => ({
    adoption,
    place: place ?? undefined,
    contact: contact ?? undefined,
  }))
}

const onInitiative = preparedFor((db, eyes, today) =>
  db
    .select(columns)
    .from(adoptions)
    .innerJoin(initiatives, eq(initiatives.id, adoptions.initiativeId))
    .leftJoin(territories, eq(territories.id, adoptions.territoryId))
    .leftJoin(adoptionContacts, eq(adoptionContacts.adoptionId, adoptions.id))
    .where(and(eq(adoptions.initiativeId, blank('initiativeId')), waitingFor(db, eyes, today)))
    .orderBy(asc(adoptions.createdAt), asc(adoptions.id)),
)

export interface WaitingFound extends Asked {
  initiative: Initiative
  capacities: Capacity[]
}

/** One that waits, for carriers and coordinators. Throws NotFound. */
export async function findWaiting(db: Reader, viewer: Viewer, today: string, id: string): Promise<WaitingFound> {
  if (viewer.networkRole === undefined) throw new NotFound()
  const [row] = await byId(db, viewer).execute({ id, ...seenBy(viewer, today) })
  if (!row) throw new NotFound()
  const { adoption, place, contact, initiative } = row
  return {
    adoption,
    place: place ?? undefined,
    contact: contact ?? undefined,
    initiative,
    capacities: await capacitiesOn(db, viewer, today, initiative.id),
  }
}

const byId = preparedFor((db, eyes, today) =>
  db
    .select({ ...columns, initiative: initiatives })
    .from(adoptions)
    .innerJoin(initiatives, eq(initiatives.id, adoptions.initiativeId))
    .leftJoin(territories, eq(territories.id, adoptions.territoryId))
    .leftJoin(adoptionContacts, eq(adoptionContacts.adoptionId, adoptions.id))
    .where(and(eq(adoptions.id, blank('id')), waitingFor(db, eyes, today))),
)

const SHOWN = 50

/** On « Ma page »: who asked to adopt what this person carries. */
export function adoptionsWaiting(db: Reader): MakeWaiting {
  return async ({ viewer, today }) => {
    if (viewer.actorIds.length === 0) return undefined
    const asked = await carried(db, viewer).execute(seenBy(viewer, today))
    return asked.length > 0 ? { view: '/adoptions/waiting', data: { asked } } : undefined
  }
}

// Coordinators may confirm everywhere; what waits for them here is only what they carry.
const carried = preparedFor((db, eyes, today) =>
  db
    .select({
      id: adoptions.id,
      takerName: adoptions.takerName,
      createdAt: adoptions.createdAt,
      title: initiatives.title,
    })
    .from(adoptions)
    .innerJoin(initiatives, eq(initiatives.id, adoptions.initiativeId))
    .where(and(waitingFor(db, eyes, today), heldBy(db, eyes, today, 'carrier')))
    .orderBy(asc(adoptions.createdAt), asc(adoptions.id))
    .limit(SHOWN),
)
