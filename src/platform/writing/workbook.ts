import { strToU8, type Zippable, zipSync } from 'fflate'
import { guarded } from './guarded.ts'
import { bookSheetStart, partsAround, SHEET_END, type Style, styledCell } from './sheet-xml.ts'

export interface BookCell {
  value: string | number | null
  style: Style
}

/** A sheet of several tables, written all at once: for what is read by people, not for a hundred thousand rows. */
export interface BookSheet {
  name: string
  widths: readonly number[]
  /** How many rows stay in sight. */
  frozen: number
  rows: readonly (readonly BookCell[])[]
}

const LEVEL = 4

/** An Excel workbook of several sheets. The same sheets on the same day give the same bytes. */
export function workbook(sheets: readonly BookSheet[], day: string): Uint8Array {
  const parts: Record<string, string> = partsAround(...sheets.map(({ name }) => name))
  sheets.forEach((sheet, n) => (parts[`xl/worksheets/sheet${n + 1}.xml`] = sheetXml(sheet)))
  const files: Zippable = {}
  for (const [path, text] of Object.entries(parts)) {
    files[path] = [strToU8(text), { level: LEVEL, mtime: `${day}T12:00:00` }]
  }
  return zipSync(files)
}

function sheetXml({ widths, frozen, rows }: BookSheet): string {
  const written = rows.map((row) => `<row>${row.map(cellXml).join('')}</row>`)
  return bookSheetStart(widths, frozen) + written.join('') + SHEET_END
}

const cellXml = ({ value, style }: BookCell) => styledCell(typeof value === 'string' ? guarded(value) : value, style)
