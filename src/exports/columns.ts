import { daysBetween } from '../domain/calendar.ts'
import type { ActorKind, Role } from '../domain/roles.ts'
import type { Visibility } from '../domain/visibility.ts'
import { dayIn } from '../platform/clock.ts'
import { spelt } from '../platform/reading/markup.ts'
import { listed } from '../platform/writing/lists.ts'
import type { ColumnKind, Value, Column as Written } from '../platform/writing/table.ts'
import type { Exported, Held, Passed } from './queries.ts'
import type { Shape } from './schema.ts'

/** What a cell is written with, besides the initiative itself. */
export interface Hand {
  today: string
  timeZone: string
  /** A word of the catalogue's, by its key. */
  word: (key: string) => string
  /** What tells the initiative from all others of the file. */
  identifier: (one: Exported) => string
  /** Whether the reader signed in. */
  isMember: boolean
}

/** One row of the file: an initiative, and one of its passages when it is told passage by passage. */
interface Row {
  one: Exported
  at: number
}

interface Column {
  key: string
  kind: ColumnKind
  value: (row: Row, hand: Hand) => Value
}

const column = (key: string, kind: ColumnKind, value: Column['value']): Column => ({ key, kind, value })
const text = (key: string, value: (one: Exported, hand: Hand) => string): Column =>
  column(key, 'text', ({ one }, hand) => spelt(value(one, hand)))
const list = (key: string, value: (one: Exported) => string[]): Column =>
  column(key, 'list', ({ one }) => speltItems(value(one)))
const passed = (key: string, kind: ColumnKind, value: (passage: Passed, row: Row, hand: Hand) => Value): Column =>
  column(key, kind, (row, hand) => {
    const passage = row.one.passages[row.at]
    return passage && value(passage, row, hand)
  })

const sheet: Column[] = [
  column('externalId', 'text', ({ one }, { identifier }) => identifier(one)),
  text('title', ({ initiative }) => initiative.title),
  text('need', ({ initiative }) => initiative.need),
  text('description', ({ initiative }) => initiative.description),
  text('change', ({ initiative }) => initiative.change),
  text('benefit', ({ initiative }) => initiative.benefit),
  text('population', ({ initiative }) => initiative.population),
  list('solutions', ({ solutions }) => solutions.map(({ name }) => name)),
  list('solutionLimits', ({ solutions }) => solutions.map(({ limitation }) => limitation)),
  list('themes', ({ themes }) => themes),
  list('territories', ({ territories }) => territories),
  text('leadCarrier', ({ held }) => listed(namesOf(held.filter(isLead)))),
  list('carriers', ({ held }) => namesOf(held.filter((link) => link.role === 'carrier' && !isLead(link)))),
  list('funders', ({ held }) => namesIn(held, 'funder')),
  list('supportPartners', ({ held }) => namesIn(held, 'support_partner')),
  list('takers', ({ held }) => namesIn(held, 'taker')),
  list('persons', ({ held }) => namesOfKind(held, 'person')),
  list('groups', ({ held }) => namesOfKind(held, 'group')),
  list('adopters', ({ held }) => once(held.filter(isAdoptingGroup))),
  list('networkActors', ({ held }) => once(held.filter(({ kind, visibility }) => isNetworks(kind, visibility)))),
  list('restrictedActors', ({ held }) => once(held.filter(({ visibility }) => isHidden(visibility)))),
]

/** What is expected next: said to be so, and never taken for made, whatever day it is read. */
const planned: Column[] = [
  text('plan', ({ plan }, { word }) => (plan ? phaseOf({ ...plan, endingKind: null }, word) : '')),
  column('planOn', 'day', ({ one }) => one.plan?.expectedOn),
  text('planNote', ({ plan }) => plan?.note ?? ''),
]

const origin: Column[] = [
  text('maturity', ({ initiative: { maturity } }, { word }) => (maturity ? word(`words.maturity.${maturity}`) : '')),
  text('visibility', ({ initiative }, { word }) => word(`words.visibility_short.${initiative.visibility}`)),
  text('source', ({ initiative }) => initiative.source),
  // Visitors follow it from the source's name, where the sheet has one.
  text('sourceUrl', ({ initiative: { source, sourceUrl } }, { isMember }) => (source || isMember ? sourceUrl : '')),
  list('links', ({ links }) => links.map(({ url }) => url)),
  list('linkNames', ({ links }) => links.map(({ label }) => label)),
]

const beside: Column[] = [
  column('gateMet', 'decimal', ({ one: { gate } }) =>
    gate.of > 0 ? Math.round((1000 * gate.met) / gate.of) / 10 : undefined,
  ),
  column('changedOn', 'day', ({ one }, { timeZone }) => dayIn(timeZone, one.initiative.changedAt)),
]

/** Where it stands: as a row that tells a whole initiative is read. */
const whole: Column[] = [
  ...sheet,
  text('stage', ({ initiative }, { word }) => word(`words.stage.${initiative.stage}`)),
  text('status', ({ initiative }, { word }) => word(`words.status.${initiative.status}`)),
  text('endingKind', ({ initiative: { status, endingKind } }, { word }) =>
    status === 'discontinued' && endingKind && endingKind !== 'merged' ? word(`words.ending_kind.${endingKind}`) : '',
  ),
  column('since', 'day', ({ one }) => one.initiative.stageSince),
  column('until', 'day', ({ one: { initiative } }) => (isOver(initiative.status) ? initiative.statusSince : undefined)),
  text('reason', ({ passages }) => passages.at(-1)?.reason ?? ''),
  text('lessons', ({ passages }) => passages.at(-1)?.lessons ?? ''),
  ...planned,
  ...origin,
  column('daysInStage', 'integer', ({ one }, { today }) => daysBetween(one.initiative.stageSince, today)),
  ...beside,
]

/** How it came there: one row for each passage. */
const told: Column[] = [
  ...sheet,
  passed('phase', 'text', (passage, _row, { word }) => phaseOf(passage, word)),
  passed('phaseStart', 'day', ({ effectiveOn }) => effectiveOn),
  passed('phaseEnd', 'day', (_passage, { one, at }) => one.passages[at + 1]?.effectiveOn),
  passed('passage', 'integer', (_passage, { at }) => at + 1),
  passed('reason', 'text', ({ reason }) => spelt(reason)),
  passed('lessons', 'text', ({ lessons }) => spelt(lessons)),
  ...planned,
  ...origin,
  ...beside,
]

const columns: Record<Shape, readonly Column[]> = { initiatives: whole, passages: told }

/** The columns of a file, by their names in the reader's language: those by which an import knows them again. */
export function columnsOf(shape: Shape, { word }: Pick<Hand, 'word'>): Written[] {
  return columns[shape].map(({ key, kind }) => ({ name: word(`exports.column.${key}`), kind }))
}

/** The rows that some initiatives make. */
export function rowsOf(shape: Shape, some: readonly Exported[], hand: Hand): Value[][] {
  const cells = (row: Row) => columns[shape].map(({ value }) => value(row, hand))
  if (shape === 'initiatives') return some.map((one) => cells({ one, at: 0 }))
  return some.flatMap((one) => one.passages.map((_, at) => cells({ one, at })))
}

type Place = Pick<Passed, 'toStage' | 'toStatus' | 'endingKind'>

/** A place on the path in one word: the stage while it goes on, what became of it otherwise. */
function phaseOf({ toStage, toStatus, endingKind }: Place, word: Hand['word']): string {
  if (toStatus === 'active') return word(`words.stage.${toStage}`)
  if (toStatus === 'discontinued' && endingKind === 'inconclusive') return word('words.ending_kind.inconclusive')
  return word(`words.status.${toStatus}`)
}

const isOver = (status: string) => status === 'discontinued' || status === 'sustained' || status === 'transferred'
const isLead = ({ role, isLead: leads }: Held) => role === 'carrier' && leads
const namesOf = (links: Held[]) => links.map(({ name }) => name)
const namesIn = (held: Held[], role: Role) => namesOf(held.filter((link) => link.role === role))
const once = (links: Held[]) => [...new Set(namesOf(links))]
const namesOfKind = (held: Held[], kind: ActorKind) => once(held.filter((link) => link.kind === kind))
// Groups that take something up are mostly its beneficiaries: these are not.
const isAdoptingGroup = ({ role, kind, takerKind }: Held) =>
  role === 'taker' && kind === 'group' && takerKind !== 'beneficiary'
const isNetworks = (kind: ActorKind, level: Visibility) => kind !== 'person' && level === 'network'
const isHidden = (level: Visibility) => level !== 'public' && level !== 'network'

const mayBeMarkup = (item: string) => item.includes('<') || item.includes('&')

// What looks like markup may begin in one item and end in another.
function speltItems(items: string[]): string[] {
  if (!items.some(mayBeMarkup)) return items
  const together = listed(items)
  return spelt(together) === together
    ? items
    : items.map((item) => item.replaceAll('&', '&amp;').replaceAll('<', '&lt;'))
}
