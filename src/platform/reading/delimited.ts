import { CsvError, parse } from 'csv-parse/sync'
import { unguarded } from '../writing/guarded.ts'
import { decode } from './encoding.ts'
import { delimiterOf } from './delimiter.ts'
import { gridOf, widthOf } from './grid.ts'
import type { NumberedRow } from './grid.ts'
import { suggestHeaderRow } from './header.ts'
import { LIMITS, UnreadableFile } from './workbook.ts'
import type { Delimiter, Problem, Workbook } from './workbook.ts'

/** Never found in a file people type: the separator of a file that has one column only. */
const NO_DELIMITER = '\u001f'

/** Excel's own hint, sometimes left as the first line of what it exports. */
const HINT = /^sep=([,;\t|])\n/iu

const NOTHING = /^[\s;,|]*$/u

/** A text table as it lies in the file; `name` becomes the name of its only sheet. */
export function readDelimited(bytes: Uint8Array, name: string): Workbook {
  const decoded = decode(bytes)
  const text = decoded.text.replace(/\r\n?/gu, '\n')
  if (NOTHING.test(text)) throw new UnreadableFile('empty')
  const hint = HINT.exec(text)
  const delimiter = hint ? (hint[1] as Delimiter) : delimiterOf(text)
  const records = recordsOf(text, delimiter ?? NO_DELIMITER, hint ? 2 : 1)
  const sheet = gridOf(name, records)
  if (!sheet) throw new UnreadableFile('empty')
  if (delimiter === undefined && sheet.rows.length === 1) throw new UnreadableFile('not-a-table')
  sheet.problems = rowsThatDiffer(records, suggestHeaderRow(sheet))
  return { kind: 'csv', encoding: decoded.encoding, ...(delimiter && { delimiter }), sheets: [sheet] }
}

function recordsOf(text: string, delimiter: string, firstLine: number): NumberedRow[] {
  const records: NumberedRow[] = []
  let previousEnd = firstLine - 1
  const keep = (cells: string[], { lines }: { lines: number }): null => {
    if (widthOf(cells) > 0) records.push({ line: previousEnd + 1, cells: cells.map(unguarded) })
    if (records.length > LIMITS.rows) throw new UnreadableFile('too-large')
    previousEnd = lines
    return null
  }
  try {
    parse(text, {
      delimiter,
      from_line: firstLine,
      record_delimiter: '\n',
      relax_quotes: true,
      relax_column_count: true,
      on_record: keep,
    })
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    throw new UnreadableFile('quote-not-closed', previousEnd + 1, { cause: error })
  }
  return records
}

/** Rows that stop before the last named column, or hold something after the last column of the header. */
function rowsThatDiffer(records: readonly NumberedRow[], headerRow: number): Problem[] {
  const header = records[headerRow]?.cells ?? []
  const named = widthOf(header)
  return records
    .slice(headerRow + 1)
    .filter(({ cells }) => cells.length < named || widthOf(cells) > header.length)
    .map(({ line }) => ({ line, key: 'columns-differ' }))
}
