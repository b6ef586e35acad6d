import { and, count, eq, exists, inArray, isNull, type SQL, sql, sum } from 'drizzle-orm'
import { type AdoptionStatus, engaged } from '../domain/adoptions.ts'
import type { Viewer } from '../domain/viewer.ts'
import { initiatives, initiativeThemes } from '../initiatives/tables.ts'
import { territories, themes } from '../network/tables.ts'
import type { Reader } from '../platform/db/database.ts'
import { adoptions } from './tables.ts'
import { adoptionsVisibleTo } from './visible.ts'

/** What is counted: without a status, those who intend to, try or do. */
export interface UptakeFilter {
  initiativeId?: string | undefined
  theme?: string | undefined
  status?: AdoptionStatus | undefined
}

export interface Counts {
  all: number
  integrated: number
  /** How many people were said to be reached, and by how many adoptions. */
  people: number
  saidBy: number
}

/** A region, or a wider place, with what is inside it. */
export interface RegionRow extends Counts {
  code: string
  name: string
}

export interface Uptake {
  /** Most first. */
  regions: RegionRow[]
  /** Those that name no place. */
  nowhere: Counts
  total: Counts
}

/** Who adopted what, by region, as far as the reader may see: two statements, however many there are. */
export async function uptakeOf(db: Reader, viewer: Viewer, today: string, filter: UptakeFilter): Promise<Uptake> {
  const rows = await db
    .select({
      path: territories.path,
      status: adoptions.status,
      all: count(),
      people: sum(adoptions.peopleReached).mapWith(Number),
      saidBy: count(adoptions.peopleReached),
    })
    .from(adoptions)
    .innerJoin(initiatives, eq(initiatives.id, adoptions.initiativeId))
    .leftJoin(territories, eq(territories.id, adoptions.territoryId))
    .where(counted(db, viewer, today, filter))
    .groupBy(territories.path, adoptions.status)
  const codes = [...new Set(rows.flatMap(({ path }) => path?.split('/').filter(Boolean) ?? []))]
  const places =
    codes.length > 0
      ? await db
          .select({ code: territories.code, name: territories.name, kind: territories.kind })
          .from(territories)
          .where(inArray(territories.code, codes))
      : []
  const known = new Map(places.map((place) => [place.code, place]))
  const regions = new Map<string, RegionRow>()
  const [nowhere, total] = [none(), none()]
  for (const row of rows) {
    add(total, row)
    const around = row.path?.split('/').flatMap((code) => known.get(code) ?? []) ?? []
    // What lies in no region counts where it is.
    const place = around.find(({ kind }) => kind === 'region') ?? around.at(-1)
    if (!place) add(nowhere, row)
    else {
      const region = regions.get(place.code) ?? { code: place.code, name: place.name, ...none() }
      add(region, row)
      regions.set(place.code, region)
    }
  }
  return {
    regions: [...regions.values()].sort((a, b) => b.all - a.all || order.compare(a.name, b.name)),
    nowhere,
    total,
  }
}

const order = new Intl.Collator('fr')

/** The condition of everything that the map counts, and of the list behind a tile. For queries that join `initiatives`. */
export function counted(db: Reader, viewer: Viewer, today: string, { initiativeId, theme, status }: UptakeFilter) {
  return and(
    adoptionsVisibleTo(db, viewer, today),
    inArray(adoptions.status, status ? [status] : [...engaged]),
    initiativeId ? eq(adoptions.initiativeId, initiativeId) : undefined,
    theme ? underTheme(db, theme) : undefined,
  )
}

function underTheme(db: Reader, slug: string): SQL {
  return exists(
    db
      .select({ one: sql`1` })
      .from(initiativeThemes)
      .innerJoin(themes, eq(themes.id, initiativeThemes.themeId))
      .where(and(eq(initiativeThemes.initiativeId, initiatives.id), eq(themes.slug, slug))),
  )
}

const none = (): Counts => ({ all: 0, integrated: 0, people: 0, saidBy: 0 })

function add(
  counts: Counts,
  row: { status: AdoptionStatus; all: number; people: number | null; saidBy: number },
): void {
  counts.all += row.all
  if (row.status === 'integrated') counts.integrated += row.all
  counts.people += row.people ?? 0
  counts.saidBy += row.saidBy
}

/** In one region, or anywhere inside it; `none` for those that name no place. For queries that join `territories`. */
export function inRegion(region: string, path: string | undefined): SQL {
  if (region === 'none') return isNull(adoptions.territoryId)
  return path === undefined ? sql`1 = 0` : sql`${territories.path} like ${`${path}%`}`
}
