import { asc, eq, isNull } from 'drizzle-orm'
import type * as z from 'zod'
import { recorded } from '../activity/recorded.ts'
import { territoryKinds } from '../domain/innovation.ts'
import type { By } from '../domain/viewer.ts'
import { type Database, Duplicate, type Reader } from '../platform/db/database.ts'
import { InvalidInput } from '../platform/http/refusal.ts'
import { newId } from '../platform/id.ts'
import { slugOf } from '../platform/slug.ts'
import { allowed } from './access.ts'
import { type Territory, territoryNamed } from './queries.ts'
import type { TerritoryForm } from './schema.ts'
import { territoriesAdded, territoryRow } from './steps.ts'
import { territories } from './tables.ts'

/** The places directly inside one; without one, the roots. */
export function placesIn(db: Reader, parent: Territory | undefined): Promise<Territory[]> {
  return db
    .select()
    .from(territories)
    .where(parent ? eq(territories.parentId, parent.id) : isNull(territories.parentId))
    .orderBy(asc(territories.searchText), asc(territories.code))
}

/** Adds one place by hand. Without a code it gets its parent's with its name: `23027-saint-roch`. Returns the code. */
export async function addTerritory(db: Database, input: z.output<typeof TerritoryForm>, by: By, now: Date) {
  const as = allowed('settings.edit', by)
  const parent = await parentFor(db, input)
  const { kind, name } = input
  const code = input.code ?? [parent?.code, slugOf(name)].filter(Boolean).join('-')
  const row = territoryRow({ id: newId(), code, kind, name }, parent)
  const subject = { kind: 'territory', id: row.id }
  try {
    await db.commit((tx) => [
      territoriesAdded(tx, [row]),
      recorded(tx, by, now, { what: 'territory_added', subject, particulars: { code, name }, as }),
    ])
  } catch (error) {
    if (!(error instanceof Duplicate) || !/territories/.test(error.on)) throw error
    throw new InvalidInput([{ field: input.code ? 'code' : 'name', key: 'code_taken', params: { code } }])
  }
  return code
}

// Canada, regions, MRC, municipalities, quartiers: a place is inside a wider kind of place, any wider one.
async function parentFor(db: Reader, { kind, parent: typed }: z.output<typeof TerritoryForm>) {
  if (!typed) {
    if (kind === 'country') return undefined
    throw refused('parent_missing')
  }
  const parent = await territoryNamed(db, typed)
  if (parent === 'unknown' || parent === 'several') throw refused(`territory_${parent}`)
  if (territoryKinds.indexOf(parent.kind) >= territoryKinds.indexOf(kind)) throw refused('parent_not_wider')
  return parent
}

const refused = (key: string) => new InvalidInput([{ field: 'parent', key }])
