import { DAY_MS } from '../../domain/calendar.ts'
import { listed } from './lists.ts'
import type { Column, ColumnKind, Value } from './table.ts'

// SpreadsheetML (ECMA-376, part 1): the little of it that plain tables need.

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'
const TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

/** The most that a cell and a sheet of Excel hold. */
const CHARACTERS = 32_767
export const ROWS = 1_048_576

// oxlint-disable-next-line no-control-regex -- the signs that XML 1.0 forbids are what is looked for
const SPECIAL = /[<>&"\u0000-\u0008\u000b-\u001f\ufffe\uffff]|_(?=x[\da-f]{4}_)/iu

/** Places in `cellXfs` below; after them come the currencies. */
const styles = { text: 0, header: 1, day: 2, decimal: 3, integer: 0, list: 0, title: 4, percent: 5, prose: 6 } as const
export type Style = keyof typeof styles | (typeof currencyFormats)[number][0]

const currencyFormats = [
  ['CAD', '#,##0.00\\ [$$-C0C]'],
  ['EUR', '#,##0.00\\ [$€-40C]'],
  ['USD', '#,##0.00\\ [$USD]'],
  ['CHF', '#,##0.00\\ [$CHF]'],
  ['GBP', '#,##0.00\\ [$£-809]'],
] as const

const styleOf = (style: Style): number =>
  style in styles
    ? styles[style as keyof typeof styles]
    : 1 + styles.prose + currencyFormats.findIndex(([currency]) => currency === style)

const xf = (format: number, font = 0, more = '') =>
  `<xf numFmtId="${format}" fontId="${font}" fillId="0" borderId="0" xfId="0"${format > 0 ? ' applyNumberFormat="1"' : ''}${font > 0 ? ' applyFont="1"' : ''}${more || '/>'}`
const font = (size: number, bold: boolean) =>
  `<font>${bold ? '<b/>' : ''}<sz val="${size}"/><name val="Calibri"/></font>`
const WRAPPED = ' applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>'
const numFmts = [
  ['yyyy\\-mm\\-dd', 164],
  ['0.0\\ %', 165],
  ...currencyFormats.map(([, code], n) => [code, 166 + n] as const),
].map(([code, id]) => `<numFmt numFmtId="${id}" formatCode="${escaped(String(code))}"/>`)
const xfs = [
  xf(0),
  xf(0, 1),
  xf(164),
  xf(2),
  xf(0, 2),
  xf(165),
  xf(0, 0, WRAPPED),
  ...currencyFormats.map((_, n) => xf(166 + n)),
]

/** Every part but the sheets themselves, which are `xl/worksheets/sheet1.xml` and so on. */
export function partsAround(...sheetNames: string[]): Record<string, string> {
  const names = apart(sheetNames.map((name) => name.replace(/[[\]:*?/\\]/g, ' ').slice(0, 31)))
  const each = (say: (number: number, name: string) => string) => names.map((name, n) => say(n + 1, name)).join('')
  const overrides = each(
    (n) => `<Override PartName="/xl/worksheets/sheet${n}.xml" ContentType="${TYPE}.worksheet+xml"/>`,
  )
  const sheets = each((n, name) => `<sheet name="${escaped(name)}" sheetId="${n}" r:id="rId${n}"/>`)
  const relations = each(
    (n) => `<Relationship Id="rId${n}" Type="${OFFICE}/worksheet" Target="worksheets/sheet${n}.xml"/>`,
  )
  return {
    '[Content_Types].xml': `${HEAD}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${TYPE}.sheet.main+xml"/>${overrides}<Override PartName="/xl/styles.xml" ContentType="${TYPE}.styles+xml"/></Types>`,
    '_rels/.rels': `${HEAD}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>${sheets}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `${HEAD}<Relationships xmlns="${PACKAGE}/relationships">${relations}<Relationship Id="rId${names.length + 1}" Type="${OFFICE}/styles" Target="styles.xml"/></Relationships>`,
    'xl/styles.xml': `${HEAD}<styleSheet xmlns="${MAIN}"><numFmts count="${numFmts.length}">${numFmts.join('')}</numFmts><fonts count="3">${font(11, false)}${font(11, true)}${font(15, true)}</fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="${xfs.length}">${xfs.join('')}</cellXfs></styleSheet>`,
  }
}

/** Names of sheets that differ whatever their case, as Excel asks. */
function apart(names: readonly string[]): string[] {
  const taken = new Set<string>()
  return names.map((name) => {
    let own = name
    for (let n = 2; taken.has(own.toLowerCase()); n++) own = `${name.slice(0, 27)} (${n})`
    taken.add(own.toLowerCase())
    return own
  })
}

/** The head of a sheet whose first rows stay in sight. */
export function bookSheetStart(widthsOf: readonly number[], frozen: number): string {
  const cols = widthsOf.map((width, n) => `<col min="${n + 1}" max="${n + 1}" width="${width}" customWidth="1"/>`)
  const pane = `<pane ySplit="${frozen}" topLeftCell="A${frozen + 1}" activePane="bottomLeft" state="frozen"/>`
  return `${HEAD}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0">${pane}</sheetView></sheetViews><cols>${cols.join('')}</cols><sheetData>`
}

/** A cell in a style of its own: a number stays a number, a day becomes a date. */
export function styledCell(value: string | number | null, style: Style): string {
  if (value === null || value === '') return '<c/>'
  const number = typeof value === 'number' ? value : style === 'day' ? serialOf(value) : undefined
  if (number !== undefined) return `<c s="${styleOf(style)}"><v>${number}</v></c>`
  return textCell(String(value), style === 'day' ? styles.text : styleOf(style))
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
  const serial = Math.round((Date.parse(day) - Date.UTC(1899, 11, 30)) / DAY_MS)
  return serial > 60 ? serial : undefined
}

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
