import type { Capacity } from '../domain/permissions.ts'
import type { Reading } from '../initiatives/cards.ts'
import type { Initiative } from '../initiatives/queries.ts'
import type { pilots } from './tables.ts'

export type Pilot = typeof pilots.$inferSelect

/** A pilot as somebody meets it: who may not see it does not. */
export interface PilotMet {
  pilot: Pilot
  initiative: Initiative
  capacities: readonly Capacity[]
}

/** A part of a pilot's page that another room makes (what its takers said); nothing when there is nothing to show. */
export type MakePilotPart = (
  met: PilotMet,
  reading: Reading,
) => Promise<{ name: string; view: string; data: object } | undefined>
