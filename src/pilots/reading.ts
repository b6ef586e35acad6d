import type { Request } from 'express'
import type { Floor } from '../platform/http/floor.ts'
import { NotFound } from '../platform/http/refusal.ts'
import type { PilotMet } from './parts.ts'
import { findPilot } from './queries.ts'

/** The pilot that the address names (`:id`), as this reader meets it. Throws NotFound. */
export async function pilotMet(req: Request, { db }: Pick<Floor, 'db'>): Promise<PilotMet> {
  const met = await findPilot(db, req.viewer, req.today, String(req.params.id))
  if (!met) throw new NotFound()
  return met
}
