import { strToU8, Zip, ZipDeflate } from 'fflate'
import { partsAround, ROWS, rowXml, SHEET_END, sheetStart } from './sheet-xml.ts'
import type { Column, Pages } from './table.ts'

// Fast rather than small: the text of a sheet shrinks tenfold at any level.
const LEVEL = 2

/**
 * An Excel workbook of one sheet, as it is being read: only the present page is in memory. The same table on the same
 * day gives the same bytes. Throws RangeError after as many rows as a sheet holds.
 */
export async function* spreadsheet(
  columns: readonly Column[],
  pages: Pages,
  { name, day }: { name: string; day: string },
): AsyncGenerator<Uint8Array> {
  let ready: Uint8Array[] = []
  const zip = new Zip((error, chunk) => {
    if (error) throw error
    ready.push(chunk)
  })
  const part = (path: string) => {
    const file = new ZipDeflate(path, { level: LEVEL })
    file.mtime = `${day}T12:00:00`
    zip.add(file)
    return file
  }
  const taken = () => {
    const bytes = Buffer.concat(ready)
    ready = []
    return bytes
  }
  for (const [path, text] of Object.entries(partsAround(name))) part(path).push(strToU8(text), true)
  const sheet = part('xl/worksheets/sheet1.xml')
  sheet.push(strToU8(sheetStart(columns)))
  let count = 1
  for await (const rows of pages) {
    count += rows.length
    if (count > ROWS) throw new RangeError('more rows than a sheet holds')
    sheet.push(Buffer.from(rows.map((row) => rowXml(columns, row)).join('')))
    const bytes = taken()
    if (bytes.length > 0) yield bytes
  }
  sheet.push(strToU8(SHEET_END), true)
  zip.end()
  yield taken()
}
