import { contentOf, entriesOf } from './zip.ts'
import type { ZipEntry } from './zip.ts'
import { UnreadableFile } from './workbook.ts'
import type { Kind } from './workbook.ts'

const ZIP = Buffer.from('PK\u0003\u0004')
const OLE = Buffer.from('d0cf11e0a1b11ae1', 'hex')
const BYTE_ORDER_MARKS = [Buffer.from('fffe', 'hex'), Buffer.from('feff', 'hex')]
const ODS_TYPE = 'application/vnd.oasis.opendocument.spreadsheet'

/** What the bytes are; a file's name says nothing, people rename. */
export function kindOf(bytes: Buffer): Kind {
  if (startsWith(bytes, ZIP)) return kindOfArchive(bytes)
  if (startsWith(bytes, OLE)) return 'xls'
  if (!isText(bytes)) throw new UnreadableFile('unsupported')
  if (isJson(bytes)) return 'json'
  if (isMarkup(bytes)) throw new UnreadableFile('not-a-table')
  return 'csv'
}

function kindOfArchive(bytes: Buffer): Kind {
  const entries = entriesOf(bytes)
  const has = (name: string) => entries.some((entry) => entry.name === name)
  const mimetype = entries.find((entry) => entry.name === 'mimetype')
  if (mimetype && mimetypeOf(bytes, mimetype).startsWith(ODS_TYPE)) return 'ods'
  const isWorkbook = entries.some(({ name }) => /^\/?xl\/.*\.xml$/u.test(name))
  if (isWorkbook && (has('[Content_Types].xml') || has('/[Content_Types].xml'))) return 'xlsx'
  throw new UnreadableFile('unsupported')
}

const mimetypeOf = (bytes: Buffer, entry: ZipEntry): string => contentOf(bytes, entry, 1000).toString('latin1')

function isText(bytes: Buffer): boolean {
  if (BYTE_ORDER_MARKS.some((mark) => startsWith(bytes, mark))) return true
  return !startsWith(bytes, Buffer.from('%PDF')) && !bytes.subarray(0, 64 * 1024).includes(0)
}

/** A web page saved as .xls, an XML export, RTF: text, yet no table of lines. */
const isMarkup = (bytes: Buffer): boolean => /^\s*(?:<[!?a-z]|\{\\)/iu.test(beginningOf(bytes))

/** A list or an object; whether it makes a table is for its reader to say. */
const isJson = (bytes: Buffer): boolean => /^\s*(?:\{\s*["}]|\[\s*(?:[{"[]|\]\s*$))/u.test(beginningOf(bytes))

const beginningOf = (bytes: Buffer): string => bytes.toString('latin1', 0, 200).replace(/^\u00ef\u00bb\u00bf/u, '')

const startsWith = (bytes: Buffer, mark: Buffer): boolean => bytes.subarray(0, mark.length).equals(mark)
