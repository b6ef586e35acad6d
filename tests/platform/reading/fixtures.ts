import { CFB, utils, write } from '@e965/xlsx'
import type { BookType, CellObject, Range, WorkSheet } from '@e965/xlsx'
import { crc32, deflateRawSync } from 'node:zlib'

export type Cell = string | number | boolean | null | CellObject

export interface Tab {
  cells: Cell[][]
  merges?: string[]
}

/** A spreadsheet as an office program would save it. */
export function spreadsheet(
  tabs: Record<string, Tab | Cell[][]>,
  bookType: BookType = 'xlsx',
  date1904 = false,
): Buffer {
  const sheets = Object.entries(tabs).map(([name, tab]) => [name, worksheet(Array.isArray(tab) ? { cells: tab } : tab)])
  const book = {
    SheetNames: Object.keys(tabs),
    Sheets: Object.fromEntries(sheets) as Record<string, WorkSheet>,
    Workbook: { WBProps: { date1904 } },
  }
  return write(book, { type: 'buffer', bookType, compression: true }) as Buffer
}

function worksheet({ cells, merges = [] }: Tab): WorkSheet {
  const sheet = utils.aoa_to_sheet(cells as unknown[][])
  sheet['!merges'] = merges.map((range): Range => utils.decode_range(range))
  return sheet
}

/** The number a spreadsheet keeps for a day, with the format that makes it one. */
export const serial = (value: number, format = 'dd/mm/yyyy'): CellObject => ({ t: 'n', v: value, z: format })

/** An archive made by hand; `declaredSize` lies about what it unfolds to. */
export function archive(parts: Record<string, Buffer | string>, declaredSize?: number): Buffer {
  const files: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const [path, part] of Object.entries(parts)) {
    const content = Buffer.from(part as string)
    const packed = deflateRawSync(content)
    const name = Buffer.from(path)
    const local = Buffer.alloc(30)
    local.writeUInt32LE(0x04034b50)
    local.writeUInt16LE(8, 8)
    local.writeUInt32LE(crc32(content), 14)
    local.writeUInt32LE(packed.length, 18)
    local.writeUInt32LE(declaredSize ?? content.length, 22)
    local.writeUInt16LE(name.length, 26)
    const central = Buffer.alloc(46)
    central.writeUInt32LE(0x02014b50)
    local.copy(central, 6, 4)
    central.writeUInt32LE(offset, 42)
    files.push(local, name, packed)
    directory.push(central, name)
    offset += local.length + name.length + packed.length
  }
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50)
  end.writeUInt16LE(directory.length / 2, 8)
  end.writeUInt16LE(directory.length / 2, 10)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...files, ...directory, end])
}

const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const TYPES = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

/** The parts of an .xlsx of one sheet, to be spoilt by the tests. */
export const xlsxParts = (rows: string, sharedString = ''): Record<string, string> => ({
  '[Content_Types].xml': `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="${TYPES}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${TYPES}.worksheet+xml"/><Override PartName="/xl/sharedStrings.xml" ContentType="${TYPES}.sharedStrings+xml"/></Types>`,
  '_rels/.rels': `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="a" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  'xl/_rels/workbook.xml.rels': `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="a" Type="${OFFICE}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="b" Type="${OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>`,
  'xl/workbook.xml': `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets><sheet name="A" sheetId="1" r:id="a"/></sheets></workbook>`,
  'xl/sharedStrings.xml': `<sst xmlns="${MAIN}"><si><t>${sharedString}</t></si></sst>`,
  'xl/worksheets/sheet1.xml': `<worksheet xmlns="${MAIN}"><sheetData>${rows}</sheetData></worksheet>`,
})

interface Container {
  FullPaths: string[]
}
const containers = CFB as {
  read(bytes: Buffer, options: object): Container
  write(container: Container, options: object): Buffer
  find(container: Container, path: string): { content: Buffer; size: number }
  utils: { cfb_new(): Container; cfb_add(container: Container, path: string, content: Buffer): void }
}

/** An old binary container (.doc, encrypted .xlsx …) that holds the given streams. */
export function oleContainer(streams: Record<string, Buffer>): Buffer {
  const container = containers.utils.cfb_new()
  for (const [path, content] of Object.entries(streams)) containers.utils.cfb_add(container, path, content)
  return Buffer.from(containers.write(container, { type: 'buffer' }))
}

/** The same .xls, marked as needing a password. */
export function withPassword(xls: Buffer): Buffer {
  const { content } = containers.find(containers.read(xls, { type: 'buffer' }), 'Workbook')
  const stream = Buffer.from(content)
  const firstRecordEnd = 4 + stream.readUInt16LE(2)
  const filePass = Buffer.from('2f0006000000abcd1234', 'hex')
  return oleContainer({
    Workbook: Buffer.concat([stream.subarray(0, firstRecordEnd), filePass, stream.subarray(firstRecordEnd)]),
  })
}
