import { stringify } from 'csv-stringify/sync'
import { guarded } from './guarded.ts'
import { listed } from './lists.ts'
import type { Column, Pages, Value } from './table.ts'

export interface Manner {
  delimiter: ',' | ';'
  decimal: ',' | '.'
  lineEnd: '\n' | '\r\n'
  /** A mark of order of bytes, without which Excel mistakes the accents. */
  mark: boolean
}

/** As Excel opens it where French is spoken: by a double click. */
export const forFrenchExcel: Manner = { delimiter: ';', decimal: ',', lineEnd: '\r\n', mark: true }

export const plain: Manner = { delimiter: ',', decimal: '.', lineEnd: '\n', mark: false }

/** A text file with a header. No cell of it is a formula to a spreadsheet. */
export async function* delimitedText(columns: readonly Column[], pages: Pages, manner: Manner): AsyncGenerator<string> {
  const { delimiter, decimal, lineEnd, mark } = manner
  const cell = (value: Value): string => {
    if (value === undefined) return ''
    if (typeof value === 'number') return String(value).replace('.', decimal)
    return guarded(typeof value === 'string' ? value : listed(value))
  }
  // Any end of line, not its own only, and either delimiter: whatever opens it.
  const written = (rows: string[][]) =>
    stringify(rows, { delimiter, record_delimiter: lineEnd, quoted_match: /[\r\n;,]/ })
  yield (mark ? '\ufeff' : '') + written([columns.map(({ name }) => guarded(name))])
  for await (const rows of pages) yield written(rows.map((row) => row.map(cell)))
}
