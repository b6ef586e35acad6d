import { eq } from 'drizzle-orm'
import { recorded } from '../activity/recorded.ts'
import { may } from '../domain/permissions.ts'
import type { By } from '../domain/viewer.ts'
import type { Moment } from '../platform/clock.ts'
import type { Database, Writer } from '../platform/db/database.ts'
import { folded } from '../platform/db/sql.ts'
import { InvalidInput, type Issue } from '../platform/http/refusal.ts'
import { newId } from '../platform/id.ts'
import { placesOf } from './places.ts'
import { staleSheet } from './differing.ts'
import { findOrRefuse, type Initiative, lessonsOf, sheetOf } from './queries.ts'
import type { EditInput } from './schema.ts'
import { existingSolutions, initiativeLinks, initiativeTerritories, initiativeThemes } from './tables.ts'
import { change, granted, orStale } from './writing.ts'

/** Changes the sheet. Throws Stale with both versions, field by field, when somebody saved first. */
export async function edit(db: Database, slug: string, input: EditInput, by: By, when: Moment): Promise<void> {
  const { initiative, capacities } = await findOrRefuse(db, by, when.today, slug)
  const as = granted(may('initiative.edit', capacities))
  const lessons = await lessonsOf(db, initiative.id)
  const row = rowOf(input)
  const stale = () => staleSheet(db, slug, { row, input }, by, when)
  if (initiative.version !== input.version) throw await stale()
  const solutions = pairs(input.solutionName, input.solutionLimitation, 'solutionName', 'solutionLimitation')
  const links = pairs(input.linkLabel, input.linkUrl, 'linkLabel', 'linkUrl')
  refuse([...solutions.issues, ...links.issues])
  const places = await placesOf(db, input)
  const before = await sheetOf(db, initiative.id)

  const commit = db.commit((tx) => [
    change(
      tx,
      initiative,
      { ...row, searchText: folded(row.title, row.need, row.description, row.population, ...lessons) },
      when.at,
    ),
    ...renewed(tx, initiative.id, {
      themes: places.themeIds,
      territories: places.territoryIds,
      solutions: solutions.pairs,
      links: links.pairs,
    }),
    recorded(tx, by, when.at, {
      what: 'edited',
      subject: { kind: 'initiative', id: initiative.id },
      initiativeId: initiative.id,
      as,
      particulars: {
        fields: changed(initiative, row, before.solutions.length !== solutions.pairs.length),
        ...(narrows(initiative, row) ? { was: readersOf(initiative) } : {}),
      },
    }),
  ])
  await orStale(commit, stale)
}

// Whoever could read it before and cannot now is told that it is gone: the journal says who that was.
const readersOf = ({ visibility, namedRoles }: Pick<Initiative, 'visibility' | 'namedRoles'>) => ({
  visibility,
  namedRoles,
})
const narrows = (was: Initiative, row: Pick<Initiative, 'visibility' | 'namedRoles'>) =>
  was.visibility !== row.visibility || was.namedRoles !== row.namedRoles

function rowOf(input: EditInput) {
  return {
    title: input.title,
    need: input.need,
    change: input.change,
    benefit: input.benefit,
    population: input.population,
    description: input.description,
    origin: input.origin,
    innovationType: input.innovationType ?? null,
    emergenceWay: input.emergenceWay ?? null,
    maturity: input.maturity ?? null,
    visibility: input.visibility,
    namedRoles: `,${input.namedRoles.map((role) => `${role},`).join('')}`,
  }
}

function changed(initiative: Initiative, row: ReturnType<typeof rowOf>, solutionsChanged: boolean): string[] {
  const fields = Object.entries(row).filter(([field, value]) => initiative[field as keyof Initiative] !== value)
  return [...fields.map(([field]) => field), ...(solutionsChanged ? ['solutions'] : [])]
}

// Two columns of a form, side by side: a name and what is said of it. A half-filled pair is a mistake, a blank one is nothing.
function pairs(names: string[], words: string[], nameField: string, wordField: string) {
  const issues: Issue[] = []
  const kept: [string, string][] = []
  for (const [index, name] of names.entries()) {
    const word = words[index] ?? ''
    if (name === '' && word === '') continue
    if (name === '')
      issues.push({
        field: `${nameField}.${index}`,
        key: nameField === 'linkLabel' ? 'link_incomplete' : 'solution_missing',
      })
    else if (word === '')
      issues.push({
        field: `${wordField}.${index}`,
        key: wordField === 'linkUrl' ? 'link_incomplete' : 'limitation_missing',
      })
    else kept.push([name, word])
  }
  return { pairs: kept, issues }
}

function refuse(issues: Issue[]) {
  if (issues.length > 0) throw new InvalidInput(issues)
}

interface Lists {
  themes: string[]
  territories: string[]
  solutions: [string, string][]
  links: [string, string][]
}

function renewed(tx: Writer, initiativeId: string, { themes, territories, solutions, links }: Lists) {
  const insert = {
    themes: themes.map((themeId) => ({ initiativeId, themeId })),
    territories: territories.map((territoryId) => ({ initiativeId, territoryId })),
    solutions: solutions.map(([name, limitation], position) => ({
      id: newId(),
      initiativeId,
      name,
      limitation,
      position,
    })),
    links: links.map(([label, url], position) => ({ id: newId(), initiativeId, label, url, position })),
  }
  return [
    tx.delete(initiativeThemes).where(eq(initiativeThemes.initiativeId, initiativeId)),
    tx.delete(initiativeTerritories).where(eq(initiativeTerritories.initiativeId, initiativeId)),
    tx.delete(existingSolutions).where(eq(existingSolutions.initiativeId, initiativeId)),
    tx.delete(initiativeLinks).where(eq(initiativeLinks.initiativeId, initiativeId)),
    ...(insert.themes.length > 0 ? [tx.insert(initiativeThemes).values(insert.themes)] : []),
    ...(insert.territories.length > 0 ? [tx.insert(initiativeTerritories).values(insert.territories)] : []),
    ...(insert.solutions.length > 0 ? [tx.insert(existingSolutions).values(insert.solutions)] : []),
    ...(insert.links.length > 0 ? [tx.insert(initiativeLinks).values(insert.links)] : []),
  ]
}
