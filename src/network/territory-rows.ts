import { folded } from '../platform/db/sql.ts'
import type { NewTerritory } from './steps.ts'

// The table of Québec's municipalities (Répertoire des municipalités, Données Québec), row by row.

/** A place and the code of the one it is in. */
export interface PlannedPlace extends Omit<NewTerritory, 'id'> {
  parentCode: string | undefined
}

/** A cell that cannot be used. `key` is one of `network.territories.import.refused`. */
export interface RefusedCell {
  /** As people count: the first line of the file is 1. */
  line: number
  column: string
  value: string
  key: 'no_code' | 'bad_code' | 'code_twice' | 'no_name' | 'bad_region' | 'bad_mrc'
}

export interface Plan {
  /** Wider places first. */
  places: PlannedPlace[]
  refused: RefusedCell[]
  /** Columns that the file must have and does not. */
  missing: string[]
}

/** Canada stands above the regions: territories have no kind for a province, and the network may reach beyond one. */
const root: PlannedPlace = { code: 'CA', kind: 'country', name: 'Canada', parentCode: undefined }

const needed = ['code_geo', 'municipalite', 'region_administrative', 'mrc'] as const

/** What a file adds: regions `QC-05`, MRC `QC-05-460`, municipalities `46005`. `lines` says where each row begins. */
export function planOf(rows: readonly string[][], lines: readonly number[]): Plan {
  const head = (rows[0] ?? []).map((title) => folded(title).replaceAll(' ', '_'))
  const missing = needed.filter((column) => !head.includes(column))
  if (missing.length > 0) return { places: [], refused: [], missing: [...missing] }

  const cell = (row: readonly string[], column: string) => row[head.indexOf(column)]?.trim() ?? ''
  const [wide, municipalities] = [new Map([[root.code, root]]), new Map<string, PlannedPlace & { called: string }>()]
  const refused: RefusedCell[] = []
  rows.slice(1).forEach((row, index) => {
    const faults: Omit<RefusedCell, 'line'>[] = []
    const fault = (column: string, key: RefusedCell['key']) => faults.push({ column, value: cell(row, column), key })
    const [code, name, mrc] = [cell(row, 'code_geo'), cell(row, 'municipalite'), cell(row, 'mrc')]
    const [region, around] = [coded(cell(row, 'region_administrative'), 2), mrc ? coded(mrc, 3) : undefined]
    if (!code) fault('code_geo', 'no_code')
    else if (!/^\d{5}$/.test(code)) fault('code_geo', 'bad_code')
    else if (municipalities.has(code)) fault('code_geo', 'code_twice')
    if (!name) fault('municipalite', 'no_name')
    if (!region) fault('region_administrative', 'bad_region')
    if (mrc && !around) fault('mrc', 'bad_mrc')
    if (faults.length > 0 || !region) {
      refused.push(...faults.map((one) => ({ line: lines[index + 1] ?? index + 2, ...one })))
      return
    }
    const regionCode = `QC-${region.code}`
    const mrcCode = around && `${regionCode}-${around.code}`
    wide.set(regionCode, { code: regionCode, kind: 'region', name: region.name, parentCode: root.code })
    if (mrcCode) wide.set(mrcCode, { code: mrcCode, kind: 'mrc', name: around.name, parentCode: regionCode })
    const parentCode = mrcCode ?? regionCode
    municipalities.set(code, { code, kind: 'municipality', name, parentCode, called: cell(row, 'designation') })
  })
  return { places: [...byWidth([...wide.values()]), ...toldApart([...municipalities.values()])], refused, missing: [] }
}

/** « Estrie (05) » is Estrie, 05. The source writes « Saguenay--Lac-Saint-Jean » for an en dash. */
function coded(text: string, digits: number): { name: string; code: string } | undefined {
  const [, name, code] = new RegExp(`^(.+?)\\s*\\((\\d{${digits}})\\)$`).exec(text) ?? []
  return name && code ? { name: name.replaceAll('--', '–'), code } : undefined
}

const byWidth = (places: PlannedPlace[]) => places.sort((a, b) => a.code.length - b.code.length)

// Stanstead is a town and, around it, a township: only what it is called tells one from the other.
function toldApart(places: (PlannedPlace & { called: string })[]): PlannedPlace[] {
  const key = ({ name, parentCode }: PlannedPlace) => `${parentCode} ${folded(name)}`
  const counts = new Map<string, number>()
  for (const place of places) counts.set(key(place), (counts.get(key(place)) ?? 0) + 1)
  return places.map(({ called, ...place }) => {
    const isAlone = counts.get(key(place)) === 1 || !called
    return isAlone ? place : { ...place, name: `${place.name} (${called.toLowerCase()})` }
  })
}
