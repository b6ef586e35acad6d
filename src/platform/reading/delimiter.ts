import { parse } from 'csv-parse/sync'
import { widthOf } from './grid.ts'
import type { Delimiter } from './workbook.ts'

/** In the order that settles a tie. */
const CANDIDATES: readonly Delimiter[] = [';', ',', '\t', '|']
const SAMPLE_RECORDS = 60
const SAMPLE_CHARACTERS = 256 * 1024

interface Candidate {
  delimiter: Delimiter
  columns: number
  /** Share of the records that have exactly that many columns, from 0 to 1. */
  share: number
}

/** The separator under which most records have the same number of columns; undefined when there is but one column. */
export function delimiterOf(text: string): Delimiter | undefined {
  const sample = sampleOf(text)
  return CANDIDATES.map((delimiter) => tried(sample, delimiter))
    .filter((candidate) => candidate !== undefined)
    .sort((a, b) => b.share - a.share || b.columns - a.columns)[0]?.delimiter
}

/** Whole lines only: half a line would count for fewer columns. */
function sampleOf(text: string): string {
  if (text.length <= SAMPLE_CHARACTERS) return text
  const start = text.slice(0, SAMPLE_CHARACTERS)
  return start.slice(0, start.lastIndexOf('\n') + 1) || start
}

function tried(sample: string, delimiter: Delimiter): Candidate | undefined {
  const counts = columnCounts(sample, delimiter)
  const frequencies = new Map<number, number>()
  for (const count of counts) if (count > 1) frequencies.set(count, (frequencies.get(count) ?? 0) + 1)
  const [best] = [...frequencies].sort((a, b) => b[1] - a[1] || b[0] - a[0])
  if (!best) return undefined
  const [columns, frequency] = best
  const titles = counts.findIndex((count) => count > 1)
  const share = frequency / counts.length
  const isTableUnderTitles = columns > 2 && frequency / (counts.length - titles) > 0.5
  return share > 0.5 || isTableUnderTitles ? { delimiter, columns, share } : undefined
}

function columnCounts(sample: string, delimiter: Delimiter): number[] {
  const counts: number[] = []
  const count = (cells: string[]): null => {
    if (widthOf(cells) > 0) counts.push(cells.length)
    return null
  }
  try {
    parse(sample, {
      delimiter,
      to: SAMPLE_RECORDS,
      record_delimiter: '\n',
      relax_quotes: true,
      relax_column_count: true,
      on_record: count,
    })
  } catch {
    // A quoted cell cut by the end of the sample, or never closed: the records before it are enough to judge.
  }
  return counts
}
