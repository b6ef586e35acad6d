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

// Any end of line, not its own only, and either delimiter: whatever opens it.
const NEEDS_QUOTES = /[\r\n;,"]/

/** A text file with a header (RFC 4180). No cell of it is a formula to a spreadsheet. */
export async function* delimitedText(columns: readonly Column[], pages: Pages, manner: Manner): AsyncGenerator<string> {
  const { delimiter, decimal, lineEnd, mark } = manner
  const quoted = (text: string) => (NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
  const cell = (value: Value): string => {
    if (value === undefined) return ''
    if (typeof value === 'number') return quoted(String(value).replace('.', decimal))
    if (value.length === 0) return ''
    return quoted(guarded(typeof value === 'string' ? value : listed(value)))
  }
  const written = (rows: readonly (readonly Value[])[]) => {
    let text = ''
    for (const row of rows) text += row.map(cell).join(delimiter) + lineEnd
    return text
  }
  yield (mark ? '\ufeff' : '') + written([columns.map(({ name }) => name)])
  for await (const rows of pages) yield written(rows)
}
