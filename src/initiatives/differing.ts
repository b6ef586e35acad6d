import type { By } from '../domain/viewer.ts'
import { allThemes, territoryLabel } from '../network/queries.ts'
import type { Moment } from '../platform/clock.ts'
import type { Reader } from '../platform/db/database.ts'
import { type Difference, Stale } from '../platform/http/refusal.ts'
import { findOrRefuse, type Initiative, sheetOf } from './queries.ts'
import type { EditInput } from './schema.ts'

/** What is typed and what is saved now, where they differ, lists included: somebody else's addition is never lost unseen. */
export async function staleSheet(
  db: Reader,
  slug: string,
  { row, input }: { row: Partial<Initiative>; input: EditInput },
  by: By,
  when: Moment,
): Promise<Stale> {
  const { initiative } = await findOrRefuse(db, by, when.today, slug)
  const [sheet, themes] = await Promise.all([sheetOf(db, initiative.id), allThemes(db)])
  const named = new Map(themes.map(({ id, fr }) => [id, fr]))
  const fields = Object.entries(row).map(([field, mine]): Difference => {
    return { field, mine: text(mine), theirs: text(initiative[field as keyof Initiative]) }
  })
  const lists: Difference[] = [
    {
      field: 'themes',
      mine: lines(input.themes.map((id) => named.get(id) ?? '').toSorted()),
      theirs: lines(sheet.themes.map(({ fr }) => fr).toSorted()),
    },
    {
      field: 'territories',
      mine: lines(input.territories.toSorted()),
      theirs: lines(sheet.territories.map(territoryLabel).toSorted()),
    },
    {
      field: 'solutions',
      mine: lines(input.solutionName.map((name, n) => pair(name, input.solutionLimitation[n]))),
      theirs: lines(sheet.solutions.map(({ name, limitation }) => pair(name, limitation))),
    },
    {
      field: 'links',
      mine: lines(input.linkLabel.map((label, n) => pair(label, input.linkUrl[n]))),
      theirs: lines(sheet.links.map(({ label, url }) => pair(label, url))),
    },
  ]
  return new Stale(
    [...fields, ...lists].filter(({ mine, theirs }) => mine !== theirs),
    initiative.version,
  )
}

const text = (value: unknown) => (typeof value === 'string' ? value : '')
const lines = (list: readonly string[]) => list.filter(Boolean).join('\n')
const pair = (name: string, word = '') => [name, word].filter(Boolean).join(' · ')
