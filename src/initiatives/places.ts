import { inArray } from 'drizzle-orm'
import { territoryNamed } from '../network/queries.ts'
import { themes } from '../network/tables.ts'
import type { Reader, Writer } from '../platform/db/database.ts'
import { InvalidInput, type Issue } from '../platform/http/refusal.ts'
import { initiativeTerritories, initiativeThemes } from './tables.ts'

interface Places {
  themeIds: string[]
  territoryIds: string[]
}

/** Themes by id, territories as they were typed. Throws InvalidInput for what is not known. */
export async function placesOf(db: Reader, input: { themes: string[]; territories: string[] }): Promise<Places> {
  const issues: Issue[] = []
  const known =
    input.themes.length > 0
      ? await db.select({ id: themes.id }).from(themes).where(inArray(themes.id, input.themes))
      : []
  if (known.length < new Set(input.themes).size) issues.push({ field: 'themes', key: 'not_in_list' })
  const territoryIds = new Set<string>()
  for (const typed of input.territories) {
    const found = await territoryNamed(db, typed)
    if (found === 'unknown') issues.push({ field: 'territories', key: 'unknown_territory', params: { typed } })
    else if (found === 'several') issues.push({ field: 'territories', key: 'several_territories', params: { typed } })
    else territoryIds.add(found.id)
  }
  if (issues.length > 0) throw new InvalidInput(issues)
  return { themeIds: known.map(({ id }) => id), territoryIds: [...territoryIds] }
}

/** Steps that put an initiative under its themes and in its territories. */
export function placed(tx: Writer, initiativeId: string, { themeIds, territoryIds }: Places) {
  return [
    ...(themeIds.length > 0
      ? [tx.insert(initiativeThemes).values(themeIds.map((themeId) => ({ initiativeId, themeId })))]
      : []),
    ...(territoryIds.length > 0
      ? [tx.insert(initiativeTerritories).values(territoryIds.map((territoryId) => ({ initiativeId, territoryId })))]
      : []),
  ]
}
