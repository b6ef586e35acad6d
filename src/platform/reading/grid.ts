import { LIMITS, UnreadableFile } from './workbook.ts'
import type { Problem, Sheet } from './workbook.ts'

export interface NumberedRow {
  line: number
  cells: string[]
}

export const isBlank = (cell: string | undefined): boolean => cell === undefined || cell.trim() === ''

/** How many cells a row has once the empty ones at its end are forgotten. */
export function widthOf(cells: readonly string[]): number {
  let width = cells.length
  while (width > 0 && isBlank(cells[width - 1])) width -= 1
  return width
}

/** Drops the empty rows and the empty columns at the right, and squares what is left. Undefined when nothing is. */
export function gridOf(name: string, numbered: readonly NumberedRow[], problems: Problem[] = []): Sheet | undefined {
  const filled = numbered.filter(({ cells }) => widthOf(cells) > 0)
  if (filled.length === 0) return undefined
  const width = filled.reduce((widest, { cells }) => Math.max(widest, widthOf(cells)), 0)
  if (filled.length > LIMITS.rows || width > LIMITS.columns) throw new UnreadableFile('too-large')
  const rows = filled.map(({ cells }) => Array.from({ length: width }, (_, index) => cells[index] ?? ''))
  refuseTooMuchText(rows)
  return { name, rows, lines: filled.map(({ line }) => line), problems }
}

/** One long text that thousands of cells share is small in memory, and grows when the grid changes threads. */
function refuseTooMuchText(rows: readonly string[][]): void {
  let characters = 0
  for (const row of rows) for (const cell of row) characters += cell.length
  if (characters > LIMITS.characters) throw new UnreadableFile('too-large')
}
