import { eq, inArray } from 'drizzle-orm'
import { recorded } from '../activity/recorded.ts'
import type { By } from '../domain/viewer.ts'
import type { Database } from '../platform/db/database.ts'
import { folded } from '../platform/db/sql.ts'
import { newId } from '../platform/id.ts'
import { allowed } from './access.ts'
import type { Territory } from './queries.ts'
import { territoriesAdded, territoryRow } from './steps.ts'
import { territories } from './tables.ts'
import type { PlannedPlace } from './territory-rows.ts'

export interface Imported {
  added: number
  renamed: number
  /** There already, under the same name. */
  kept: number
}

const ROWS_PER_STATEMENT = 500

/**
 * Adds the places that are not there yet and gives the others the name they have in the file; the same file twice
 * changes nothing. A place that is known stays where it is.
 */
export async function importTerritories(
  db: Database,
  places: readonly PlannedPlace[],
  by: By,
  now: Date,
): Promise<Imported> {
  const as = allowed('settings.edit', by)
  const known = new Map<string, Territory>()
  for (const codes of inParts(places.map(({ code }) => code))) {
    for (const row of await db.select().from(territories).where(inArray(territories.code, codes)))
      known.set(row.code, row)
  }
  const [added, renamed]: [Territory[], PlannedPlace[]] = [[], []]
  for (const place of places) {
    const before = known.get(place.code)
    if (before && before.name !== place.name) renamed.push(place)
    if (before) continue
    const { parentCode, ...itself } = place
    const row = territoryRow({ id: newId(), ...itself }, known.get(parentCode ?? ''))
    known.set(row.code, row)
    added.push(row)
  }

  const outcome = { added: added.length, renamed: renamed.length, kept: places.length - added.length - renamed.length }
  if (added.length + renamed.length === 0) return outcome
  const subject = { kind: 'territory', id: 'import' }
  await db.commit((tx) => [
    ...inParts(added).map((rows) => territoriesAdded(tx, rows)),
    ...renamed.map(({ code, name }) =>
      tx
        .update(territories)
        .set({ name, searchText: folded(name) })
        .where(eq(territories.code, code)),
    ),
    recorded(tx, by, now, { what: 'territories_imported', subject, particulars: { ...outcome }, as }),
  ])
  return outcome
}

function inParts<Item>(items: readonly Item[]): Item[][] {
  const count = Math.ceil(items.length / ROWS_PER_STATEMENT)
  return Array.from({ length: count }, (_, part) =>
    items.slice(part * ROWS_PER_STATEMENT, (part + 1) * ROWS_PER_STATEMENT),
  )
}
