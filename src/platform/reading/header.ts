import { isBlank } from './grid.ts'
import type { Sheet } from './workbook.ts'

/** `name` is empty when the header says nothing: call the column by its letter, as spreadsheets do. */
export interface ColumnName {
  index: number
  name: string
  letter: string
}

const ROWS_LOOKED_AT = 60

/** The first row that fills most of the table's width with words: titles and notes above it fill less. */
export function suggestHeaderRow(sheet: Pick<Sheet, 'rows'>): number {
  const rows = sheet.rows.slice(0, ROWS_LOOKED_AT)
  const fullest = Math.max(0, ...rows.map((row) => filled(row).length))
  const isFull = (row: string[]) => filled(row).length * 3 >= fullest * 2
  const named = rows.findIndex((row) => isFull(row) && isMostlyWords(row))
  return named === -1 ? Math.max(0, rows.findIndex(isFull)) : named
}

/** Every column of the sheet. A name met twice is numbered, so that both can be told apart. */
export function columnNames(sheet: Pick<Sheet, 'rows'>, headerRow: number): ColumnName[] {
  const width = sheet.rows.reduce((widest, row) => Math.max(widest, row.length), 0)
  const header = sheet.rows[headerRow] ?? []
  const taken = new Set<string>()
  return Array.from({ length: width }, (_, index) => {
    const name = distinct(collapsed(header[index] ?? ''), taken)
    return { index, name, letter: letterOf(index) }
  })
}

const filled = (row: string[]): string[] => row.filter((cell) => !isBlank(cell))

/** Years are numbers that head columns; amounts and days are what lies under a header. */
function isMostlyWords(row: string[]): boolean {
  const cells = filled(row)
  const words = cells.filter((cell) => /^\s*\d{4}\s*$/u.test(cell) || !/^[-\s\d.,/:€$%TZ]+$/u.test(cell))
  return words.length * 2 > cells.length
}

const collapsed = (name: string): string => name.normalize('NFC').replace(/\s+/gu, ' ').trim()

function distinct(name: string, taken: Set<string>): string {
  if (name === '') return name
  let candidate = name
  for (let count = 2; taken.has(candidate.toLowerCase()); count += 1) candidate = `${name} (${count})`
  taken.add(candidate.toLowerCase())
  return candidate
}

/** 0 → A, 25 → Z, 26 → AA. */
function letterOf(index: number): string {
  const last = String.fromCodePoint(65 + (index % 26))
  return index < 26 ? last : letterOf(Math.floor(index / 26) - 1) + last
}
