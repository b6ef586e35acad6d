import { suggestHeaderRow } from '../platform/reading/header.ts'
import { suggestColumns, suggestValues } from '../platform/reading/suggest.ts'
import { folded } from '../platform/reading/values.ts'
import type { Sheet, Workbook } from '../platform/reading/workbook.ts'
import { type Field, hasValuesToMap, namedFields, type ValueField, valueFields } from './fields.ts'
import { type Grid, gridOf, namesIn, sheetAt } from './grid.ts'
import { columnsOf, hasField, type Mapping, said, type SavedMapping } from './mapping.ts'
import { namedMeanings } from './vocabulary.ts'

/** How a file seems to want to be read, for people to confirm or correct. */
export function suggestedMapping(workbook: Workbook, fileName: string): Mapping {
  const { kind, encoding, delimiter, sheets } = workbook
  const found = { kind, encoding, delimiter, sheets: sheets.map(({ name, rows }) => ({ name, rows: rows.length })) }
  return withSheet(workbook, {
    found,
    answered: [],
    sheet: 0,
    header: suggestedHeader(sheetAt(workbook, 0)),
    columns: [],
    mode: 'initiatives',
    order: 'dmy',
    commas: false,
    source: fileName.replace(/\.[a-z0-9]{1,5}$/iu, '').slice(0, 80),
    visibility: 'network',
    actorKinds: {
      leadCarrier: 'organisation',
      carriers: 'organisation',
      funders: 'organisation',
      supportPartners: 'organisation',
      takers: 'organisation',
    },
    ignoresUnknownTerritories: false,
    placeless: 'refuse',
    undated: '',
    values: {},
  })
}

/** The last row heads nothing. */
export function suggestedHeader(sheet: Pick<Sheet, 'rows'>): number {
  const row = suggestHeaderRow(sheet)
  return row < sheet.rows.length - 1 ? row : 0
}

/** The columns of another sheet or header row, suggested anew. */
export function withSheet(workbook: Workbook, mapping: Mapping): Mapping {
  const names = namesIn(sheetAt(workbook, mapping.sheet), mapping.header)
  const found = suggestColumns(names, namedFields)
  const columns: Mapping['columns'] = names.map((_, index) => fieldAt(found, index))
  if (columns.includes('phase')) {
    // Beside a phase, a start and an end are its own.
    for (const [plain, ofPhase] of [
      ['since', 'phaseStart'],
      ['until', 'phaseEnd'],
    ] as const) {
      const at = columns.indexOf(plain)
      if (at >= 0 && !columns.includes(ofPhase)) columns[at] = ofPhase
    }
  }
  const chosen = { ...mapping, columns, values: {} }
  return withValues(workbook, {
    ...chosen,
    mode: seemsToHoldPhases(gridOf(workbook, chosen), chosen) ? 'phases' : 'initiatives',
    placeless: columns.includes('stage') ? 'refuse' : 'emergence/spotted',
  })
}

function fieldAt(found: Record<Field, number | undefined>, index: number): Field | '' {
  const pair = Object.entries(found).find(([, column]) => column === index)
  return pair ? (pair[0] as Field) : ''
}

function seemsToHoldPhases({ rows }: Grid, mapping: Mapping): boolean {
  const [key] = [...columnsOf(mapping, 'externalId'), ...columnsOf(mapping, 'title')]
  if (key === undefined || !hasField(mapping, 'phase') || !hasField(mapping, 'phaseStart')) return false
  if (hasField(mapping, 'passage')) return true
  return new Set(rows.map((row) => row[key])).size < rows.length
}

/** A meaning for each value that has none yet; what was chosen before stays. */
export function withValues(workbook: Workbook, mapping: Mapping): Mapping {
  const grid = gridOf(workbook, mapping)
  const values: Mapping['values'] = {}
  for (const field of valueFields) {
    if (!hasValuesToMap(field, mapping)) continue
    const distinct = [...distinctValues(grid, mapping, field).keys()].slice(0, MOST_VALUES)
    const suggested = suggestValues(distinct, namedMeanings(field))
    const before = mapping.values[field] ?? {}
    values[field] = Object.fromEntries(distinct.map((value) => [value, said(before, value) ?? suggested[value] ?? '']))
  }
  return { ...mapping, values }
}

/** More distinct values than this, and it is not a column of stages or statuses. */
export const MOST_VALUES = 100

/** How often each value is met, the commonest first. */
export function distinctValues({ rows }: Grid, mapping: Mapping, field: ValueField): Map<string, number> {
  const counts = new Map<string, number>()
  const [column] = columnsOf(mapping, field)
  if (column === undefined) return counts
  for (const row of rows) {
    const value = valueIn(row[column] ?? '')
    if (value !== '') counts.set(value, (counts.get(value) ?? 0) + 1)
  }
  return new Map([...counts].sort((a, b) => b[1] - a[1]))
}

/** A value as it is compared: spaces and the form of accents do not count. */
export const valueIn = (cell: string): string => cell.normalize('NFC').replace(/\s+/gu, ' ').trim()

/** A saved mapping laid on this file: columns of the same name hold the same fields. */
export function applied(saved: SavedMapping, workbook: Workbook, mapping: Mapping): Mapping {
  const names = namesIn(sheetAt(workbook, mapping.sheet), mapping.header)
  const columns = names.map((name): Field | '' => (said(saved.columns, folded(name)) ?? '') as Field | '')
  const { found, answered, sheet, header } = mapping
  return withValues(workbook, { ...saved, found, answered, sheet, header, columns })
}

/** The same mapping for other files: columns by their names. */
export function forOtherFiles(workbook: Workbook, mapping: Mapping): SavedMapping {
  const { found: _found, answered: _answered, sheet: _sheet, header: _header, columns, ...kept } = mapping
  const names = namesIn(sheetAt(workbook, mapping.sheet), mapping.header)
  const pairs = columns.flatMap((field, index) => (field === '' ? [] : [[folded(names[index] ?? ''), field]]))
  return { ...kept, columns: Object.fromEntries(pairs) as Record<string, string> }
}
