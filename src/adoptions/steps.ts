import { and, eq, inArray, sql } from 'drizzle-orm'
import type { AdoptionStatus, Fidelity } from '../domain/adoptions.ts'
import type { Capacity } from '../domain/permissions.ts'
import type { TakerKind } from '../domain/roles.ts'
import { type Visibility, visibilities } from '../domain/visibility.ts'
import type { initiatives } from '../initiatives/tables.ts'
import type { Step, Writer } from '../platform/db/database.ts'
import { newId } from '../platform/id.ts'
import { isAdoptable } from './adopt-queries.ts'
import { adoptionContacts, adoptions, adoptionSteps, adoptPages } from './tables.ts'

// Steps for the commits of this room, of the public form, and of merges.

export interface AdoptionWanted {
  id: string
  initiativeId: string
  /** An actor; or null with the name that a visitor typed. */
  takerId: string | null
  takerName?: string
  takerKind: TakerKind
  territoryId?: string | null
  status: AdoptionStatus
  /** The day of its first step. */
  since: string
  fidelity?: Fidelity | null
  adapted?: string
  peopleReached?: number | null
  visibility: Visibility
  /** False: it waits in the carriers' inbox, counted nowhere. */
  isConfirmed: boolean
  message?: string
  /** How whoever asked by the public form can be answered. */
  contact?: { name: string; address: string } | undefined
  reason?: string
  evidence?: string
  documentId?: string | null
  byAccountId: string | null
  capacity: Capacity | null
}

/** An adoption, its first step, and how to answer whoever asked. */
export function adoptionBegun(tx: Writer, wanted: AdoptionWanted, at: Date): Step[] {
  const { contact, reason = '', evidence = '', documentId = null, ...adoption } = wanted
  const { id, status, since, byAccountId, capacity } = adoption
  return [
    tx.insert(adoptions).values({ ...adoption, createdAt: at, changedAt: at }),
    tx.insert(adoptionSteps).values({
      id: newId(),
      adoptionId: id,
      status,
      effectiveOn: since,
      reason,
      evidence,
      documentId,
      byAccountId,
      capacity,
      recordedAt: at,
      sequence: 1,
    }),
    ...(contact ? [tx.insert(adoptionContacts).values({ adoptionId: id, ...contact, createdAt: at })] : []),
  ]
}

/** What one actor adopts is adopted by the other: two of them turned out to be one. */
export function adoptedByInstead(tx: Writer, fromId: string, toId: string) {
  return tx.update(adoptions).set({ takerId: toId }).where(eq(adoptions.takerId, fromId))
}

/**
 * What was adopted of one initiative was adopted of the other. What the level of the first held back stays held back:
 * its adoptions are lowered to it.
 */
export function adoptedInto(
  tx: Writer,
  from: Pick<typeof initiatives.$inferSelect, 'id' | 'visibility'>,
  intoId: string,
) {
  const wider = visibilities.slice(0, visibilities.indexOf(from.visibility))
  return [
    ...(wider.length > 0
      ? [
          tx
            .update(adoptions)
            .set({ visibility: from.visibility })
            .where(and(eq(adoptions.initiativeId, from.id), inArray(adoptions.visibility, wider))),
        ]
      : []),
    tx.update(adoptions).set({ initiativeId: intoId }).where(eq(adoptions.initiativeId, from.id)),
  ]
}

/**
 * What invited others to adopt one initiative invites them to the other, if that says nothing yet; still published only
 * where visitors could read it. Otherwise it stays where it is, and is read beside the form of the other.
 */
export function invitedInto(tx: Writer, from: typeof initiatives.$inferSelect, intoId: string) {
  const isFree = sql`not exists (select 1 from ${adoptPages} as other where other.initiative_id = ${intoId})`
  return tx
    .update(adoptPages)
    .set({ initiativeId: intoId, ...(isAdoptable(from) ? {} : { isPublished: false }) })
    .where(and(eq(adoptPages.initiativeId, from.id), isFree))
}

/** How whoever asked could be answered, and nothing of it elsewhere. */
export function contactForgotten(tx: Writer, adoptionId: string) {
  return tx.delete(adoptionContacts).where(eq(adoptionContacts.adoptionId, adoptionId))
}
