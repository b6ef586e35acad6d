import { scaleLinear, scaleThreshold } from 'd3-scale'
import { countries, type Country, layouts } from './regions.ts'
import type { RegionRow, Uptake } from './uptake.ts'

// Where the tiles of the map stand; the view draws them, with classes and attributes only.

const [SIZE, GAP] = [96, 6]
const STEPS = [1, 2, 4, 8]
const levelOf = scaleThreshold().domain(STEPS).range([0, 1, 2, 3, 4])

export interface Tile {
  name: string
  short: string
  x: number
  y: number
  /** From 0 (nobody) to 4. */
  level: number
  region: RegionRow | undefined
  /** How wide the part of the bar is that those who integrated it fill. */
  bar: number
}

export interface Grid {
  country: Country
  width: number
  height: number
  size: number
  tiles: Tile[]
}

/** A grid for each country in which there is something; and what lies elsewhere. */
export function gridsOf({ regions }: Pick<Uptake, 'regions'>): { grids: Grid[]; elsewhere: RegionRow[] } {
  const byCode = new Map(regions.map((region) => [region.code, region]))
  const met = (codes: readonly string[]) => codes.flatMap((code) => byCode.get(code) ?? [])[0]
  const grids = countries
    .filter((country) => layouts[country].some(({ codes }) => met(codes)))
    .map((country): Grid => {
      const columns = Math.max(...layouts[country].map(({ column }) => column)) + 1
      const rows = Math.max(...layouts[country].map(({ row }) => row)) + 1
      return {
        country,
        width: columns * (SIZE + GAP) - GAP,
        height: rows * (SIZE + GAP) - GAP,
        size: SIZE,
        tiles: layouts[country].map(({ codes, name, short, column, row }) => {
          const region = met(codes)
          return {
            name: region?.name ?? name,
            short,
            x: column * (SIZE + GAP),
            y: row * (SIZE + GAP),
            level: levelOf(region?.all ?? 0),
            region,
            bar: region ? scaleLinear([0, region.all], [0, SIZE - 16])(region.integrated) : 0,
          }
        }),
      }
    })
  const drawn = new Set(countries.flatMap((country) => layouts[country].flatMap(({ codes }) => codes)))
  return { grids, elsewhere: regions.filter(({ code }) => !drawn.has(code)) }
}

/** What each shade stands for: from how many to how many; the last has no end. */
export const shades = STEPS.map((from, n) => ({ level: n + 1, from, to: STEPS[n + 1] ? STEPS[n + 1]! - 1 : undefined }))
