import { listed } from '../writing/lists.ts'
import { numberText } from './cells.ts'
import { decode } from './encoding.ts'
import { gridOf } from './grid.ts'
import type { NumberedRow } from './grid.ts'
import { LIMITS, UnreadableFile } from './workbook.ts'
import type { Problem, Workbook } from './workbook.ts'

/**
 * A list of flat objects as a table: their names are its columns, in the order in which they are first met, and lists
 * of words become the items of a cell. Rows are counted as in a spreadsheet: the names are the first.
 */
export function readJson(bytes: Uint8Array, name: string): Workbook {
  const { text, encoding } = decode(bytes)
  const objects = parsed(text.replace(/^\ufeff/u, ''))
  if (!Array.isArray(objects) || !objects.every(isObject)) throw new UnreadableFile('json-not-rows')
  if (objects.length >= LIMITS.rows) throw new UnreadableFile('too-large')
  const columns = new Map<string, number>()
  const problems: Problem[] = []
  const rows = objects.map((object, index): NumberedRow => {
    const line = index + 2
    const cells: string[] = []
    for (const [key, value] of Object.entries(object)) {
      const at = columns.get(key) ?? columns.size
      columns.set(key, at)
      if (at >= LIMITS.columns) throw new UnreadableFile('too-large')
      const { text: cell, problem } = cellOf(value, line)
      if (problem) problems.push({ line, key: problem })
      cells[at] = cell
    }
    return { line, cells: Array.from(cells, (cell) => cell ?? '') }
  })
  const sheet = gridOf(name, [{ line: 1, cells: [...columns.keys()] }, ...rows], problems)
  if (!sheet) throw new UnreadableFile('empty')
  return { kind: 'json', encoding, sheets: [sheet] }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch (error) {
    throw new UnreadableFile('json-broken', lineOf(String(error), text), { cause: error })
  }
}

// « … at position 12 », or nothing when the text stops too early.
function lineOf(message: string, text: string): number {
  const position = Number(/at position (\d+)/u.exec(message)?.[1] ?? text.length)
  return text.slice(0, position).split('\n').length
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function cellOf(value: unknown, line: number): { text: string; problem?: Problem['key'] } {
  if (!Array.isArray(value)) return scalarOf(value, line)
  const items = value.map((item: unknown) => scalarOf(item, line).text).filter((item) => item !== '')
  return { text: listed(items) }
}

function scalarOf(value: unknown, line: number): { text: string; problem?: Problem['key'] } {
  if (value === null) return { text: '' }
  if (typeof value === 'number') return numberText(value)
  if (typeof value === 'string' || typeof value === 'boolean') return { text: String(value) }
  throw new UnreadableFile('json-nested', line)
}
