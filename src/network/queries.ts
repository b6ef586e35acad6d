import { asc, desc, eq, inArray, isNull } from 'drizzle-orm'
import { originalThresholds } from '../domain/ages.ts'
import { type Gate, originalGate } from '../domain/gates.ts'
import { type Stage, stages } from '../domain/lifecycle.ts'
import type { Reader } from '../platform/db/database.ts'
import { gateVersions, network, territories, themes } from './tables.ts'

export type Network = typeof network.$inferSelect
export type Theme = typeof themes.$inferSelect
export type Territory = typeof territories.$inferSelect

/** The network as it was set, or as it is before anybody set it. */
export async function findNetwork(db: Reader): Promise<Network> {
  const [row] = await db.select().from(network).where(eq(network.id, 'network'))
  return row ?? original
}

const original: Network = {
  id: 'network',
  name: 'Sillon',
  introduction: '',
  timeZone: 'America/Toronto',
  locale: 'fr-CA',
  thresholds: originalThresholds,
  privacyOfficer: '',
  isDemo: false,
  version: 0,
}

/** The four gates in force. */
export async function gatesInForce(db: Reader): Promise<Record<Stage, Gate>> {
  const rows = await db.select().from(gateVersions).orderBy(desc(gateVersions.number))
  const inForce = stages.map((stage): [Stage, Gate] => {
    const row = rows.find((one) => one.stage === stage)
    return [stage, row ? { stage, version: row.number, mode: row.mode, criteria: row.criteria } : originalGate(stage)]
  })
  return Object.fromEntries(inForce) as Record<Stage, Gate>
}

export function themesInUse(db: Reader): Promise<Theme[]> {
  return db.select().from(themes).where(isNull(themes.archivedAt)).orderBy(asc(themes.fr))
}

export function territoriesByIds(db: Reader, ids: string[]): Promise<Territory[]> {
  return db.select().from(territories).where(inArray(territories.id, ids))
}
