import type { Maturity } from '../domain/innovation.ts'
import type { ActorKind } from '../domain/roles.ts'
import type { Visibility } from '../domain/visibility.ts'
import { folded } from '../platform/db/sql.ts'
import { type Cells, cellsIn, meant, Refused } from './cells.ts'
import { actorFields, type Field, roleOf, textFields } from './fields.ts'
import type { Grid } from './grid.ts'
import type { Mapping } from './mapping.ts'
import { type ActorLevel, keyOf, type Mention, type Said, type Unread, type Waypoint } from './said.ts'
import { placeOf } from './vocabulary.ts'

export type RowReading = { said: Said } | { unread: Unread }

/** Reads rows one by one. What is wrong with a row is its answer, never an error. */
export function rowReader(grid: Grid, mapping: Mapping): (index: number) => RowReading {
  const cellsOf = cellsIn(grid, mapping)
  return (index) => {
    const line = grid.lines[index] ?? 0
    try {
      const problem = grid.problems.get(line)
      if (problem) throw new Refused(problem)
      return { said: rowSaid(line, cellsOf(grid.rows[index] ?? []), mapping) }
    } catch (error) {
      if (error instanceof Refused) return { unread: { line, fault: error.fault } }
      throw error
    }
  }
}

function rowSaid(line: number, cells: Cells, mapping: Mapping): Said {
  const texts = Object.fromEntries(textFields.map((field) => [field, cells.text(field)]))
  const title = texts.title?.replaceAll('\n', ' ')
  if (title === undefined) throw new Refused('title-missing', cells.column('title'))
  const externalId = cells.identifier('externalId') ?? (mapping.columns.includes('externalId') ? '' : titled(title))
  if (externalId === '') throw new Refused('id-missing', cells.column('externalId'))
  return {
    line,
    externalId,
    texts: { ...texts, title },
    sourceUrl: cells.address('sourceUrl'),
    maturity: meant(cells.meaning('maturity')) as Maturity | undefined,
    visibility: meant(cells.meaning('visibility')) as Visibility | undefined,
    themes: cells.list('themes').map(({ name }) => name),
    territories: cells.list('territories'),
    solutions: solutions(cells),
    links: links(cells),
    actors: mentions(cells, mapping),
    plan: plan(line, cells),
    waypoints: mapping.mode === 'phases' ? phase(line, cells, texts) : standing(line, cells, texts, mapping),
  }
}

/** A file without identifiers is known again by its titles. */
const titled = (title: string): string => `titre:${folded(title).slice(0, 150)}`

function solutions(cells: Cells): Said['solutions'] {
  const limits = withAll(cells.items('solutions'), cells, 'solutionLimits')
  return cells.items('solutions').map((name, index) => ({ name, limitation: limits[index]! }))
}

function links(cells: Cells): Said['links'] {
  const urls = cells.addresses('links')
  const names = cells.items('linkNames')
  const labels = names.length > 0 ? withAll(urls, cells, 'linkNames') : urls.map((url) => new URL(url).hostname)
  return urls.map((url, index) => ({ url, label: labels[index]! }))
}

/** The items of a field that go with some others, of which there must be as many. */
function withAll(others: readonly string[], cells: Cells, field: Field): string[] {
  const items = cells.items(field)
  if (items.length !== others.length) throw new Refused('items-differ', cells.column(field), items.join(' | '))
  return items
}

function mentions(cells: Cells, { actorKinds }: Mapping): Mention[] {
  const kinds = kindsNamed(cells)
  const adopters = new Set(cells.list('adopters').map(({ name }) => keyOf(name)))
  const levels = levelsNamed(cells)
  const all = actorFields.flatMap((field): Mention[] => {
    const named = cells.list(field)
    if (field === 'leadCarrier' && named.length > 1) {
      throw new Refused('several-leads', named[0]!.column, named.map(({ name }) => name).join(' | '))
    }
    const shared = { role: roleOf[field], isLead: field === 'leadCarrier' }
    return named.map((one) => {
      const key = keyOf(one.name)
      const kind = kinds.get(key) ?? actorKinds[field]
      const takes = kind === 'group' && !adopters.has(key) ? 'beneficiary' : 'adopter'
      return { ...one, ...shared, kind, takerKind: shared.role === 'taker' ? takes : null, level: levels.get(key) }
    })
  })
  // Somebody named as lead and again among the carriers holds one role.
  const seen = new Set<string>()
  return all.filter(({ role, name }) => {
    const key = `${role} ${folded(name)}`
    return seen.has(key) ? false : seen.add(key)
  })
}

/** Whom the row itself says to be persons or groups. A name that is said to be both is shown less as a person. */
function kindsNamed(cells: Cells): Map<string, ActorKind> {
  const named = (field: 'persons' | 'groups', kind: ActorKind) =>
    cells.list(field).map(({ name }): [string, ActorKind] => [keyOf(name), kind])
  return new Map([...named('groups', 'group'), ...named('persons', 'person')])
}

/** Whom the row says to be shown to fewer than usual. Who is named twice is shown less. */
function levelsNamed(cells: Cells): Map<string, ActorLevel> {
  const named = (field: 'networkActors' | 'restrictedActors', level: ActorLevel) =>
    cells.list(field).map(({ name }): [string, ActorLevel] => [keyOf(name), level])
  return new Map([...named('networkActors', 'network'), ...named('restrictedActors', 'restricted')])
}

/** What the row expects next, and when. */
function plan(line: number, cells: Cells): Waypoint | undefined {
  const meaning = cells.meaning('plan')
  const code = meant(meaning)
  if (!meaning || code === undefined) return undefined
  const on = cells.day('planOn')
  if (on === undefined) throw new Refused('day-absent', cells.column('planOn'))
  const { column, value } = meaning
  const reason = cells.text('planNote') ?? ''
  return { line, place: placeOf(code), on, order: 0, reason, lessons: '', isPlan: true, column, value }
}

type Texts = Said['texts']

/** The phase of a row. Its end only has to follow its start: the next phase says when it was over. */
function phase(line: number, cells: Cells, { reason = '', lessons = '' }: Texts): Waypoint[] {
  const [meaning, on, until] = [cells.meaning('phase'), cells.day('phaseStart'), cells.day('phaseEnd')]
  if (!meaning) throw new Refused('phase-missing', cells.column('phase'))
  const code = meant(meaning)
  if (code === undefined) return []
  if (on === undefined) throw new Refused('day-absent', cells.column('phaseStart'))
  if (until !== undefined && until < on) throw new Refused('ends-before-it-starts', cells.column('phaseEnd'), until)
  const { column, value } = meaning
  const [order = 0, passage] = [cells.order('phaseOrder'), cells.order('passage')]
  return [{ line, place: placeOf(code), on, order, passage, reason, lessons, column, value }]
}

/** Where a row that tells a whole initiative puts it: where it began, then how it ended if it did. */
function standing(line: number, cells: Cells, { reason = '', lessons = '' }: Texts, mapping: Mapping): Waypoint[] {
  const [stage, status] = [cells.meaning('stage'), cells.meaning('status')]
  const said = { ...placeOf(meant(stage) ?? ''), ...placeOf(meant(status) ?? '') }
  const place = said.stage || mapping.placeless === 'refuse' ? said : { ...placeOf(mapping.placeless), ...said }
  if (!place.stage) throw new Refused('stage-missing', cells.column('stage'), stage?.value)
  const endingKind = meant(cells.meaning('endingKind')) as Waypoint['place']['endingKind']
  const on = cells.day('since') ?? (mapping.undated || undefined)
  if (on === undefined) throw new Refused('day-absent', cells.column('since'))
  const until = cells.day('until')
  if (until !== undefined && until < on) throw new Refused('ends-before-it-starts', cells.column('until'), until)
  const common = { line, reason, lessons, column: cells.column('stage'), value: stage?.value ?? status?.value ?? '' }
  const { status: ending = 'active' } = place
  const goal = { ...place, ...(ending === 'discontinued' && endingKind ? { endingKind } : {}) }
  if (['spotted', 'active', 'on_hold'].includes(ending)) return [{ ...common, place: goal, on, order: 0 }]
  const began = { stage: place.stage, status: 'active' as const }
  return [
    { ...common, place: began, on, order: 0, reason: '', lessons: '' },
    { ...common, place: goal, on: until ?? on, order: 1 },
  ]
}
