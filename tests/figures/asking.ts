import type { Content, Label, ReportQuery, SectionCode, Table } from '../../src/domain/report.ts'
import { sectionCodes } from '../../src/domain/report.ts'
import type { Viewer } from '../../src/domain/viewer.ts'

/** The eyes of a report for the coordination. */
export const coordination: Viewer = { accountId: null, name: '', networkRole: 'coordinator', actorIds: [] }

/** Everything there is, as of 31 March 2026, for the year before. */
export function queryOf(query: Partial<ReportQuery> = {}): ReportQuery {
  return {
    period: { from: '2025-04-01', until: '2026-03-31' },
    asOf: '2026-03-31',
    filter: {},
    fiscalStart: '01-01',
    leverage: 'total_on_own',
    blocks: sectionCodes.map((section) => ({ section })),
    ...query,
  }
}

export function sectionOf(content: Content, code: SectionCode) {
  return content.sections.find((one) => one.code === code)!
}

export function figureOf(content: Content, section: SectionCode, code: string) {
  return sectionOf(content, section).figures.find((one) => one.code === code)!
}

export function tableOf(content: Content, section: SectionCode, code: string): Table {
  return sectionOf(content, section).tables.find((one) => one.code === code)!
}

export function rowOf(table: Table, label: Label) {
  const row = table.rows.find(([first]) => JSON.stringify(first!.label) === JSON.stringify(label))
  if (!row) throw new Error(`no row ${JSON.stringify(label)} in ${table.code}`)
  return row
}

export function valueOf(table: Table, row: Table['rows'][number], column: string): number | null {
  const cell = row[table.columns.findIndex(({ code }) => code === column)]
  return (cell?.value as number | null | undefined) ?? null
}

/** A row of a table as values, its heading left out. */
export const valuesOf = (row: Table['rows'][number]) => row.slice(1).map(({ value }) => value)
