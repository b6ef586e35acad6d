import { listed } from './lists.ts'
import type { Column, ColumnKind, Value } from './table.ts'

// SpreadsheetML (ECMA-376, part 1): the little of it that one plain table needs.

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'
const TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

/** The most that a cell and a sheet of Excel hold. */
const CHARACTERS = 32_767
export const ROWS = 1_048_576

/** Places in `cellXfs` below. */
const styles = { text: 0, header: 1, day: 2, decimal: 3, integer: 0, list: 0 } as const

/** Every part but the sheet itself. */
export function partsAround(sheetName: string): Record<string, string> {
  const name = escaped(sheetName.replace(/[[\]:*?/\\]/g, ' ').slice(0, 31))
  return {
    '[Content_Types].xml': `${HEAD}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${TYPE}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${TYPE}.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="${TYPE}.styles+xml"/></Types>`,
    '_rels/.rels': `${HEAD}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets><sheet name="${name}" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `${HEAD}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${OFFICE}/styles" Target="styles.xml"/></Relationships>`,
    'xl/styles.xml': `${HEAD}<styleSheet xmlns="${MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="4"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/><xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="2" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs></styleSheet>`,
  }
}

const widths: Record<ColumnKind, number> = { text: 28, list: 28, day: 12, integer: 12, decimal: 12 }

/** The sheet down to its header, which stays in sight. */
export function sheetStart(columns: readonly Column[]): string {
  const cols = columns.map(
    ({ kind }, n) => `<col min="${n + 1}" max="${n + 1}" width="${widths[kind]}" customWidth="1"/>`,
  )
  const view =
    '<sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView>'
  const header = columns.map(({ name }) => textCell(name, styles.header)).join('')
  return `${HEAD}<worksheet xmlns="${MAIN}"><sheetViews>${view}</sheetViews><cols>${cols.join('')}</cols><sheetData><row>${header}</row>`
}

export const SHEET_END = '</sheetData></worksheet>'

export function rowXml(columns: readonly Column[], row: readonly Value[]): string {
  let cells = ''
  for (let index = 0; index < columns.length; index++) cells += cellXml(row[index], columns[index]!.kind)
  return `<row>${cells}</row>`
}

function cellXml(value: Value, kind: ColumnKind): string {
  // Cells follow one another without an address: one that says nothing keeps its place.
  if (value === undefined || value === '' || (typeof value === 'object' && value.length === 0)) return '<c/>'
  if (typeof value === 'number') return `<c s="${styles[kind]}"><v>${value}</v></c>`
  if (typeof value === 'object') return textCell(listed(value), styles.list)
  const serial = kind === 'day' ? serialOf(value) : undefined
  return serial === undefined ? textCell(value, styles.text) : `<c s="${styles.day}"><v>${serial}</v></c>`
}

function textCell(text: string, style: number): string {
  const whole = text.length > CHARACTERS ? `${text.slice(0, CHARACTERS - 1)}…` : text
  return `<c t="inlineStr" s="${style}"><is><t xml:space="preserve">${escaped(whole)}</t></is></c>`
}

/** Days since the last of 1899. Before March 1900 spreadsheets disagree on what a number means: those days are words. */
function serialOf(day: string): number | undefined {
  const serial = Math.round((Date.parse(day) - Date.UTC(1899, 11, 30)) / 86_400_000)
  return serial > 60 ? serial : undefined
}

// oxlint-disable-next-line no-control-regex -- the signs that XML 1.0 forbids are what is looked for
const SPECIAL = /[<>&"\u0000-\u0008\u000b-\u001f\ufffe\uffff]|_(?=x[\da-f]{4}_)/iu

/** What XML 1.0 forbids is left out; « _x0041_ » is not an A that somebody else wrote. */
function escaped(text: string): string {
  const sound = text.isWellFormed() ? text : text.toWellFormed()
  if (!SPECIAL.test(sound)) return sound
  return (
    sound
      // oxlint-disable-next-line no-control-regex -- as above
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
      .replace(/_(?=x[\da-f]{4}_)/gi, '_x005F_')
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
      .replaceAll('\r', '&#13;')
  )
}
