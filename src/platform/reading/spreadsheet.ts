import * as codepages from '@e965/xlsx/dist/cpexcel.full.mjs'
import { read, set_cptable } from '@e965/xlsx'
import type { CellObject, WorkBook, WorkSheet } from '@e965/xlsx'
import { cellText } from './cells.ts'
import { gridOf } from './grid.ts'
import type { NumberedRow } from './grid.ts'
import { LIMITS, UnreadableFile } from './workbook.ts'
import type { Kind, Problem, Sheet, Workbook } from './workbook.ts'
import { contentOf, entriesOf, storedZip } from './zip.ts'

set_cptable(codepages)

/** The sheets that hold something, in the order of their tabs. Slow and greedy: call it in a worker. */
export function readSpreadsheet(bytes: Buffer, kind: Exclude<Kind, 'csv' | 'json'>): Workbook {
  const book = opened(kind === 'xls' ? bytes : unfolded(bytes))
  const counts1904 = book.Workbook?.WBProps?.date1904 === true
  const sheets = book.SheetNames.map((name) => sheetOf(name, book.Sheets[name], counts1904)).filter(
    (sheet) => sheet !== undefined,
  )
  if (sheets.length === 0) throw new UnreadableFile('empty')
  return { kind, sheets }
}

/** Only the parts that make tables, each unpacked within what is left of the allowance: no bomb gets further. */
function unfolded(bytes: Buffer): Buffer {
  let allowance = LIMITS.unzipped
  const parts = entriesOf(bytes)
    .filter(({ name }) => /\.(?:xml|rels)$|^mimetype$/iu.test(name))
    .map((entry) => {
      const content = contentOf(bytes, entry, allowance)
      allowance -= content.length
      return { name: entry.name, content }
    })
  return storedZip(parts)
}

function opened(bytes: Buffer): WorkBook {
  try {
    return read(bytes, { dense: true, cellNF: true, cellText: false, cellHTML: false, cellFormula: false })
  } catch (error) {
    throw new UnreadableFile(refusalFor(String(error)), undefined, { cause: error })
  }
}

function refusalFor(message: string): 'encrypted' | 'unsupported' | 'unreadable' {
  if (/password|encrypt/iu.test(message)) return 'encrypted'
  return /cannot find workbook|unsupported|not a spreadsheet/iu.test(message) ? 'unsupported' : 'unreadable'
}

function sheetOf(name: string, sheet: WorkSheet | undefined, counts1904: boolean): Sheet | undefined {
  if (!sheet) throw new UnreadableFile('unreadable')
  const cells = sheet['!data'] as (CellObject[] | undefined)[] | undefined
  if (!cells) return undefined
  repeatDown(sheet, cells)
  const rows: NumberedRow[] = []
  const problems: Problem[] = []
  for (const [index, row] of cells.entries()) {
    if (!row) continue
    const line = index + 1
    const texts = Array.from(row, (cell: CellObject | undefined) => cellText(cell, counts1904))
    const keys = new Set(texts.map(({ problem }) => problem).filter((key) => key !== undefined))
    for (const key of keys) problems.push({ line, key })
    rows.push({ line, cells: texts.map(({ text }) => text) })
  }
  return gridOf(name, rows, problems)
}

/** A cell merged over several rows speaks for each of them; merged over several columns, for the first only. */
function repeatDown(sheet: WorkSheet, cells: (CellObject[] | undefined)[]): void {
  for (const { s, e } of sheet['!merges'] ?? []) {
    const value = cells[s.r]?.[s.c]
    if (value === undefined) continue
    for (let row = s.r + 1; row <= Math.min(e.r, cells.length - 1); row += 1) {
      const below = cells[row]
      if (below?.some((cell) => cell.t !== 'z' && cell.v !== undefined)) below[s.c] = value
    }
  }
}
