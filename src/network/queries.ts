import { asc, desc, eq, isNotNull, isNull, or, sql } from 'drizzle-orm'
import { originalThresholds } from '../domain/ages.ts'
import { type Gate, originalGate } from '../domain/gates.ts'
import { type Stage, stages } from '../domain/lifecycle.ts'
import type { Reader } from '../platform/db/database.ts'
import { prepared } from '../platform/db/prepared.ts'
import { blank, folded, hasWords, oneOf } from '../platform/db/sql.ts'
import { gateVersions, network, territories, themes } from './tables.ts'

export type Network = typeof network.$inferSelect
export type Theme = typeof themes.$inferSelect
export type Territory = typeof territories.$inferSelect

/** The network as it was set, or as it is before anybody set it. */
export async function findNetwork(db: Reader): Promise<Network> {
  const [row] = await theNetwork(db).execute()
  return row ?? original
}

const theNetwork = prepared((db) => db.select().from(network).where(eq(network.id, 'network')))

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

/** How many there are of what the settings hold. */
export async function settingsAtAGlance(db: Reader): Promise<{ themes: number; territories: number }> {
  const [inUse, places] = await Promise.all([db.$count(themes, isNull(themes.archivedAt)), db.$count(territories)])
  return { themes: inUse, territories: places }
}

/** The four gates in force. */
export async function gatesInForce(db: Reader): Promise<Record<Stage, Gate>> {
  const rows = await versionsOfGates(db).execute()
  const inForce = stages.map((stage): [Stage, Gate] => {
    const row = rows.find((one) => one.stage === stage)
    return [stage, row ? { stage, version: row.number, mode: row.mode, criteria: row.criteria } : originalGate(stage)]
  })
  return Object.fromEntries(inForce) as Record<Stage, Gate>
}

const versionsOfGates = prepared((db) => db.select().from(gateVersions).orderBy(desc(gateVersions.number)))

/** In the order of a French dictionary, which neither database knows: « Économie » between « Démocratie » and « Emploi ». */
export async function themesInUse(db: Reader): Promise<Theme[]> {
  const found = await notArchived(db).execute()
  return found.sort((a, b) => dictionary.compare(a.fr, b.fr))
}

const notArchived = prepared((db) => db.select().from(themes).where(isNull(themes.archivedAt)))

const dictionary = new Intl.Collator('fr')

/** Archived ones too, last. */
export function allThemes(db: Reader): Promise<Theme[]> {
  return db
    .select()
    .from(themes)
    .orderBy(asc(isNotNull(themes.archivedAt)), asc(themes.fr))
}

/** By its code (`QC-05`, `46005`) or its id. */
export async function findTerritory(db: Reader, codeOrId: string): Promise<Territory | undefined> {
  const [territory] = await byCodeOrId(db).execute({ codeOrId })
  return territory
}

const byCodeOrId = prepared((db) => {
  const codeOrId = blank('codeOrId')
  return db
    .select()
    .from(territories)
    .where(or(eq(territories.code, codeOrId), eq(territories.id, codeOrId)))
})

/** The places that a place is in, widest first, itself left out. */
export async function ancestorsOf(db: Reader, { path, code }: Pick<Territory, 'path' | 'code'>): Promise<Territory[]> {
  const codes = codesIn(path).filter((one) => one !== code)
  if (codes.length === 0) return []
  const found = await byCodes(db).execute({ codes: JSON.stringify(codes) })
  return found.sort((a, b) => a.path.length - b.path.length)
}

const byCodes = prepared((db) =>
  db
    .select()
    .from(territories)
    .where(oneOf(territories.code, blank('codes'))),
)

/** The codes of a path, from the root down to the place itself. */
function codesIn(path: string): string[] {
  return path.split('/').filter(Boolean)
}

/** A place to offer to a form; `inside` names the places around it, nearest first: there are two Clermont. */
export interface TerritoryOption extends Territory {
  inside: string[]
}

/** Places whose name begins like what is being typed. */
export async function territorySuggestions(db: Reader, words: string, limit: number): Promise<TerritoryOption[]> {
  const matches = hasWords(territories.searchText, words)
  if (!matches) return []
  const found = await db
    .select()
    .from(territories)
    .where(matches)
    .orderBy(asc(territories.searchText), asc(territories.path))
    .limit(limit)
  return withPlacesAround(db, found)
}

/** Countries, regions and MRC: few enough to choose from in a list. Each comes after the place it is in. */
export async function territoryOptions(db: Reader): Promise<TerritoryOption[]> {
  return withPlacesAround(db, await wide(db).execute())
}

const wide = prepared((db) =>
  db
    .select()
    .from(territories)
    .where(sql`${territories.kind} in ('country', 'region', 'mrc')`)
    .orderBy(asc(territories.path)),
)

async function withPlacesAround(db: Reader, found: Territory[]): Promise<TerritoryOption[]> {
  const codes = [...new Set(found.flatMap(({ path }) => codesIn(path)))]
  const around = codes.length > 0 ? await byCodes(db).execute({ codes: JSON.stringify(codes) }) : []
  const names = new Map(around.map(({ code, name }) => [code, name]))
  return found.map((territory) => ({
    ...territory,
    inside: codesIn(territory.path)
      .filter((code) => code !== territory.code)
      .map((code) => names.get(code) ?? code)
      .toReversed(),
  }))
}

/** How a place is written in a field with suggestions, and read back by `territoryNamed`. */
export function territoryLabel({ name, code }: Pick<Territory, 'name' | 'code'>): string {
  return `${name} (${code})`
}

/** The place somebody means by « Clermont (15035) », `15035` or, if there is only one, « Clermont ». */
export async function territoryNamed(db: Reader, typed: string): Promise<Territory | 'unknown' | 'several'> {
  const code = /\(([^()]+)\)\s*$/.exec(typed)?.[1] ?? typed.trim()
  const [byCode] = await db.select().from(territories).where(eq(territories.code, code))
  if (byCode) return byCode
  const named = await db
    .select()
    .from(territories)
    .where(eq(territories.searchText, searchTextOf(typed)))
    .limit(2)
  return named.length > 1 ? 'several' : (named[0] ?? 'unknown')
}

/** What a place is found by. */
function searchTextOf(name: string): string {
  return folded(name)
}
