// Files as people and ill-wishers make them, made here: none is kept in the repository.
import { Buffer } from 'node:buffer'
import { crc32, deflateSync } from 'node:zlib'
import { strToU8, zipSync, type Zippable } from 'fflate'
import sharp from 'sharp'
import { DOCX, ODS, ODT, PPTX, XLSX } from '../../../src/platform/files/types.ts'

const W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
const XML = '<?xml version="1.0" encoding="UTF-8"?>'

export const zipped = (files: Record<string, string | Uint8Array>, level: 0 | 6 | 9 = 6): Buffer =>
  Buffer.from(
    zipSync(
      Object.fromEntries(
        Object.entries(files).map(([name, content]) => [
          name,
          typeof content === 'string' ? strToU8(content) : content,
        ]),
      ) as Zippable,
      { level },
    ),
  )

const types = (part: string, kind: string) =>
  `${XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/${part}" ContentType="${kind}.main+xml"/></Types>`

const core = (title: string) =>
  `${XML}<cp:coreProperties xmlns:cp="c" xmlns:dc="d" xmlns:dcterms="t"><dc:title>${title}</dc:title><dc:creator>Ana Ruiz</dc:creator><dcterms:created>2024-05-06T10:00:00Z</dcterms:created></cp:coreProperties>`

export const docx = (paragraphs: string[], more: Record<string, string | Uint8Array> = {}): Buffer =>
  zipped({
    '[Content_Types].xml': types('word/document.xml', DOCX),
    'word/document.xml': `${XML}<w:document ${W}><w:body>${paragraphs.map((text) => `<w:p><w:r><w:t>${text}</w:t></w:r></w:p>`).join('')}</w:body></w:document>`,
    'docProps/core.xml': core('Bilan de l’atelier'),
    'docProps/app.xml': '<Properties><Pages>3</Pages></Properties>',
    ...more,
  })

export const pptx = (slides: string[]): Buffer =>
  zipped({
    '[Content_Types].xml': types('ppt/presentation.xml', PPTX),
    'ppt/presentation.xml': '<p:presentation/>',
    ...Object.fromEntries(
      slides.map((text, n) => [
        `ppt/slides/slide${n + 1}.xml`,
        `<p:sld><a:p><a:r><a:t>${text}</a:t></a:r></a:p></p:sld>`,
      ]),
    ),
    'docProps/core.xml': core('Présentation publique'),
  })

const SHEET =
  'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
const REL = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'

export const xlsx = (rows: string, words: string[]): Buffer =>
  zipped({
    '[Content_Types].xml': `${XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="${XLSX}.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>`,
    '_rels/.rels': `${XML}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="${REL}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `${XML}<workbook ${SHEET}><sheets><sheet name="Budget" sheetId="1" r:id="r1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `${XML}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="${REL}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="${REL}/sharedStrings" Target="sharedStrings.xml"/></Relationships>`,
    'xl/sharedStrings.xml': `${XML}<sst ${SHEET}>${words.map((word) => `<si><t>${word}</t></si>`).join('')}</sst>`,
    'xl/worksheets/sheet1.xml': `${XML}<worksheet ${SHEET}>${rows}</worksheet>`,
  })

const openDocument = (mimetype: string, body: string): Buffer =>
  Buffer.from(
    zipSync({
      mimetype: [strToU8(mimetype), { level: 0 }],
      'content.xml': strToU8(
        `${XML}<office:document-content xmlns:office="o" xmlns:text="t" xmlns:table="b"><office:body>${body}</office:body></office:document-content>`,
      ),
      'meta.xml': strToU8(
        `${XML}<office:document-meta><office:meta><dc:title>Guide de l’atelier</dc:title><meta:initial-creator>Ana Ruiz</meta:initial-creator><meta:creation-date>2023-02-01T09:00:00</meta:creation-date><dc:language>fr-CA</dc:language><meta:document-statistic meta:page-count="4"/></office:meta></office:document-meta>`,
      ),
    }),
  )

export const odt = (paragraphs: string[]): Buffer =>
  openDocument(ODT, `<office:text>${paragraphs.map((text) => `<text:p>${text}</text:p>`).join('')}</office:text>`)

/** Written as LibreOffice does, with the namespaces that readers of spreadsheets ask for. */
export const ods = (cells: string[]): Buffer =>
  Buffer.from(
    zipSync({
      mimetype: [strToU8(ODS), { level: 0 }],
      'content.xml': strToU8(
        `${XML}<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"><office:body><office:spreadsheet><table:table table:name="Feuille"><table:table-row>${cells.map((cell) => `<table:table-cell office:value-type="string"><text:p>${cell}</text:p></table:table-cell>`).join('')}</table:table-row></table:table></office:spreadsheet></office:body></office:document-content>`,
      ),
      'styles.xml': strToU8(
        `${XML}<office:document-styles xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"/>`,
      ),
      'META-INF/manifest.xml': strToU8(
        `${XML}<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>`,
      ),
    }),
  )

/** A PDF of one page for each text, in Helvetica, each object where its table says it is. */
export function pdf(
  pages: string[],
  {
    info = '',
    catalog = '',
    trailer = '',
    kids,
  }: { info?: string; catalog?: string; trailer?: string; kids?: string } = {},
): Buffer {
  const first = 5
  const objects = [
    `<</Type/Catalog/Pages 2 0 R${catalog}>>`,
    `<</Type/Pages/Count ${pages.length}/Kids[${kids ?? pages.map((_, n) => `${first + 2 * n} 0 R`).join(' ')}]>>`,
    '<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>',
    `<<${info}>>`,
    ...pages.flatMap((text, n) => {
      const content = `BT /F1 18 Tf 50 700 Td (${text.replace(/[()\\]/g, '')}) Tj ET`
      return [
        `<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>/Contents ${first + 2 * n + 1} 0 R>>`,
        `<</Length ${content.length}>>\nstream\n${content}\nendstream`,
      ]
    }),
  ]
  let file = '%PDF-1.7\n'
  const offsets = objects.map((object, n) => {
    const at = file.length
    file += `${n + 1} 0 obj\n${object}\nendobj\n`
    return at
  })
  const table = offsets.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('')
  return Buffer.from(
    `${file}xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}trailer\n<</Size ${objects.length + 1}/Root 1 0 R/Info 4 0 R${trailer}>>\nstartxref\n${file.length}\n%%EOF\n`,
    'latin1',
  )
}

/** A photo as a phone makes it: turned, with where it was taken and by what. */
export function photo(
  format: 'jpeg' | 'png' | 'webp' | 'tiff' | 'avif' = 'jpeg',
  orientation?: number,
): Promise<Buffer> {
  const exif = {
    IFD0: { Make: 'APPAREIL-SECRET', Copyright: 'Ana Ruiz' },
    IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '45/1 30/1 0/1', GPSLongitudeRef: 'W', GPSLongitude: '73/1 34/1 0/1' },
  }
  const picture = sharp({ create: { width: 60, height: 40, channels: 3, background: '#884422' } })
  return picture
    .toFormat(format)
    .withExif(exif)
    .withMetadata({ ...(orientation && { orientation }) })
    .toBuffer()
}

const chunk = (name: string, content: Buffer): Buffer => {
  const named = Buffer.concat([Buffer.from(name, 'latin1'), content])
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(content.length)
  sum.writeUInt32BE(crc32(named))
  return Buffer.concat([length, named, sum])
}

/** A PNG that says that it is as large as this, and holds next to nothing. */
export function pngOf(width: number, height: number): Buffer {
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([8, 2, 0, 0, 0], 8)
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(Buffer.alloc(100_000))),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

/** A JPEG whose header says that it is as large as this. */
export async function jpegOf(width: number, height: number): Promise<Buffer> {
  const bytes = await sharp({ create: { width: 16, height: 16, channels: 3, background: '#123' } })
    .jpeg()
    .toBuffer()
  const at = bytes.indexOf(Buffer.from('ffc0', 'hex'))
  bytes.writeUInt16BE(height, at + 5)
  bytes.writeUInt16BE(width, at + 7)
  return bytes
}

/** A TIFF of these tags; a text is put behind them. Pixels are ten grey ones, however many are said to be there. */
function tiff(tags: [tag: number, kind: number, value: number | string][]): Buffer {
  const table = Buffer.alloc(2 + tags.length * 12 + 4)
  table.writeUInt16LE(tags.length)
  const behind: Buffer[] = [Buffer.alloc(10, 0x77)]
  let end = 8 + table.length + 10
  tags.forEach(([tag, kind, value], n) => {
    const at = 2 + n * 12
    const count = typeof value === 'string' ? value.length + 1 : 1
    table.writeUInt16LE(tag, at)
    table.writeUInt16LE(kind, at + 2)
    table.writeUInt32LE(count, at + 4)
    table.writeUInt32LE(typeof value === 'string' ? end : value, at + 8)
    if (typeof value !== 'string') return
    behind.push(Buffer.from(`${value}\0`, 'latin1'))
    end += count
  })
  const head = Buffer.from('49492a0008000000', 'hex')
  return Buffer.concat([head, table, ...behind])
}

/** A TIFF that says that it is as large as this, and by what it was taken. */
export function tiffOf(width: number, height: number, make = ''): Buffer {
  const pixels = 8 + 2 + (make === '' ? 9 : 10) * 12 + 4
  return tiff([
    [256, 4, width],
    [257, 4, height],
    [258, 3, 8],
    [259, 3, 1],
    [262, 3, 1],
    ...(make === '' ? [] : ([[271, 2, make]] as [number, number, string][])),
    [273, 4, pixels],
    [277, 3, 1],
    [278, 4, height],
    [279, 4, Math.min(10, width * height)],
  ])
}

/** A PDF of a page whose drawing unpacks twice, to forty million strokes. */
export function endlessPdf(): Buffer {
  const strokes = deflateSync(deflateSync(Buffer.alloc(400_000_000, '0 0 m 9 9 l S '), { level: 9 }), { level: 9 })
  const made = pdf(['PLACE']).toString('latin1')
  const [, old = ''] = /<<\/Length \d+>>\nstream\n([\s\S]*?)\nendstream/.exec(made) ?? []
  const stream = `<</Length ${strokes.length}/Filter[/FlateDecode/FlateDecode]>>\nstream\n${strokes.toString('latin1')}\nendstream`
  return Buffer.from(
    made.replace(`<</Length ${old.length}>>\nstream\n${old}\nendstream`, () => stream),
    'latin1',
  )
}
