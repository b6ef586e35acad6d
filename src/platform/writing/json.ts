import type { Column, Pages } from './table.ts'

/** A list of objects, one per row: numbers are numbers, lists are lists, and what is not said is null. */
export async function* jsonText(columns: readonly Column[], pages: Pages): AsyncGenerator<string> {
  const names = columns.map(({ name }) => `${JSON.stringify(name)}:`)
  let before = '[\n'
  for await (const rows of pages) {
    let text = ''
    for (const row of rows) {
      const pairs = names.map(
        (name, index) => name + (row[index] === '' ? 'null' : (JSON.stringify(row[index]) ?? 'null')),
      )
      text += `${before}{${pairs.join(',')}}`
      before = ',\n'
    }
    yield text
  }
  yield before === '[\n' ? '[]\n' : '\n]\n'
}
