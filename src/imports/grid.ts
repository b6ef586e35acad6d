import { columnNames } from '../platform/reading/header.ts'
import type { Problem, Sheet, Workbook } from '../platform/reading/workbook.ts'
import type { Mapping } from './mapping.ts'

/** The rows below the header, and what is wrong with some of them before anybody reads them. */
export interface Grid {
  /** The column's name, or its letter. */
  names: string[]
  rows: string[][]
  lines: number[]
  problems: Map<number, Problem['key']>
}

export function gridOf(workbook: Workbook, { sheet, header }: Pick<Mapping, 'sheet' | 'header'>): Grid {
  const { rows, lines, problems } = sheetAt(workbook, sheet)
  const from = header === null ? 0 : header + 1
  return {
    names: namesIn({ rows }, header),
    rows: rows.slice(from),
    lines: lines.slice(from),
    problems: new Map(problems.map(({ line, key }) => [line, key])),
  }
}

export function sheetAt({ sheets }: Workbook, index: number): Sheet {
  return sheets[index] ?? sheets[0] ?? { name: '', rows: [], lines: [], problems: [] }
}

export function namesIn(sheet: Pick<Sheet, 'rows'>, header: number | null): string[] {
  return columnNames(sheet, header ?? -1).map(({ name, letter }) => name || letter)
}
