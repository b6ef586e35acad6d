import { describe, expect, it } from 'vitest'
import { readFile, UnreadableFile } from '../../../src/platform/reading/open.ts'
import { LIMITS } from '../../../src/platform/reading/workbook.ts'
import { archive, oleContainer, spreadsheet, withPassword, xlsxParts } from './fixtures.ts'

const table = [
  ['Nom', 'Ville'],
  ['A', 'Laval'],
]
const row = (cells: number, cell = '<c><v>12</v></c>') => `<row>${cell.repeat(cells)}</row>`

async function refusal(bytes: Buffer | string, patience?: Parameters<typeof readFile>[2]): Promise<string> {
  const error: unknown = await readFile(Buffer.from(bytes as string), 'essai.xlsx', patience).catch(
    (cause: unknown) => cause,
  )
  expect(error).toBeInstanceOf(UnreadableFile)
  return (error as UnreadableFile).key
}

describe('a file', () => {
  it.each(['xlsx', 'ods', 'xls'] as const)('is known by its content: %s named .csv', async (kind) => {
    await expect(readFile(spreadsheet({ A: table }, kind), 'projets.csv')).resolves.toMatchObject({
      kind,
      sheets: [{ rows: table }],
    })
  })

  it('is known by its content: CSV named .xlsx', async () => {
    await expect(readFile(Buffer.from('Nom;Ville\nA;Laval'), 'Mes projets.xlsx')).resolves.toEqual({
      kind: 'csv',
      encoding: 'utf-8',
      delimiter: ';',
      sheets: [{ name: 'Mes projets', rows: table, lines: [1, 2], problems: [] }],
    })
  })

  it('in UTF-16 is read', async () => {
    await expect(readFile(Buffer.from('\ufeffNom\tVille\r\nA\tLaval', 'utf16le'), 'a.txt')).resolves.toMatchObject({
      encoding: 'utf-16',
      delimiter: '\t',
      sheets: [{ rows: table }],
    })
  })

  it('leaves the bytes it was given untouched', async () => {
    const bytes = Buffer.from('Nom;Ville\nA;Laval')
    await readFile(bytes, 'a.csv')
    expect(bytes.toString()).toBe('Nom;Ville\nA;Laval')
  })
})

describe('a file that holds no table', () => {
  it.each([
    ['nothing', '', 'empty'],
    ['only separators', ';;\n;;', 'empty'],
    ['a web page', '<!DOCTYPE html><html><table><tr><td>a', 'not-a-table'],
    ['a web page saved as .xls', '\ufeff\n<html xmlns:x="urn:schemas-microsoft-com:office:excel">', 'not-a-table'],
    ['JSON that is no list', '{"a": [1, 2]}', 'json-not-rows'],
    ['RTF', String.raw`{\rtf1 bonjour}`, 'not-a-table'],
    ['a PDF', '%PDF-1.7\n1 0 obj', 'unsupported'],
    ['an image', Buffer.from('89504e470d0a1a0a0000000d', 'hex'), 'unsupported'],
    [
      'a word-processor document',
      archive({ '[Content_Types].xml': '<Types/>', 'word/document.xml': '<a/>' }),
      'unsupported',
    ],
    ['an OpenDocument text', archive({ mimetype: 'application/vnd.oasis.opendocument.text' }), 'unsupported'],
    ['an old word-processor document', oleContainer({ WordDocument: Buffer.alloc(600, 1) }), 'unsupported'],
    ['a workbook without cells', spreadsheet({ A: [], B: [] }), 'empty'],
  ])('is refused: %s', async (_, bytes, key) => {
    expect(await refusal(bytes)).toBe(key)
  })
})

describe('a workbook behind a password is refused as such', () => {
  it('in .xlsx', async () => {
    const streams = { EncryptionInfo: Buffer.from('0400040040000000', 'hex'), EncryptedPackage: Buffer.alloc(600, 7) }
    expect(await refusal(oleContainer(streams))).toBe('encrypted')
  })

  it('in .xls', async () => {
    expect(await refusal(withPassword(spreadsheet({ A: table }, 'biff8')))).toBe('encrypted')
  })

  it('in .ods', async () => {
    const manifest =
      '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry manifest:full-path="content.xml"><manifest:encryption-data/></manifest:file-entry></manifest:manifest>'
    const parts = {
      mimetype: 'application/vnd.oasis.opendocument.spreadsheet',
      'META-INF/manifest.xml': manifest,
      'content.xml': 'x',
    }
    expect(await refusal(archive(parts))).toBe('encrypted')
  })
})

describe('a damaged workbook', () => {
  const whole = spreadsheet({ A: Array.from({ length: 300 }, (_, index) => [`Nom ${index}`, index * 17]) })

  it('cut short is refused', async () => {
    expect(await refusal(whole.subarray(0, whole.length / 2))).toBe('unreadable')
  })

  it('with one byte changed is refused, not half read', async () => {
    const damaged = Buffer.from(whole)
    const at = whole.indexOf('xl/worksheets/sheet1.xml') + 200
    damaged[at] = (damaged[at] ?? 0) ^ 0xff
    expect(await refusal(damaged)).toBe('unreadable')
  })

  it('without its sheets is refused', async () => {
    expect(await refusal(archive({ ...xlsxParts(''), 'xl/workbook.xml': 'rien' }))).toMatch(/^(unreadable|empty)$/u)
  })
})

describe('a file too large', () => {
  it('in bytes is refused before it is read', async () => {
    expect(await refusal(Buffer.alloc(LIMITS.bytes + 1, 'a;b\n'))).toBe('too-large')
  })

  it('in rows is refused', async () => {
    expect(await refusal('a;b\n'.repeat(LIMITS.rows + 1))).toBe('too-large')
  })

  it('in columns is refused', async () => {
    const line = Array.from({ length: LIMITS.columns + 1 }, () => 'a').join(';')
    expect(await refusal(`${line}\n${line}`)).toBe('too-large')
    expect(await refusal(spreadsheet({ A: [line.split(';')] }))).toBe('too-large')
  })

  it('once unfolded is refused: a zip bomb', async () => {
    expect(await refusal(archive({ ...xlsxParts(''), 'xl/theme.xml': Buffer.alloc(LIMITS.unzipped) }))).toBe(
      'too-large',
    )
  })

  it('once unfolded is refused: a zip bomb that lies about its size', async () => {
    expect(await refusal(archive({ ...xlsxParts(''), 'xl/theme.xml': Buffer.alloc(LIMITS.unzipped + 1) }, 100))).toBe(
      'too-large',
    )
  })

  it('once its cells are copied out is refused: one long text shared by thousands', async () => {
    const rows = row(4, '<c t="s"><v>0</v></c>').repeat(1000)
    expect(await refusal(archive(xlsxParts(rows, 'x'.repeat(30_000))))).toBe('too-large')
  })

  it('for the memory allowed is refused, and the program lives on', async () => {
    const rows = row(40).repeat(20_000)
    expect(await refusal(archive(xlsxParts(rows)), { milliseconds: 30_000, heapMegabytes: 24 })).toBe('too-large')
    await expect(readFile(spreadsheet({ A: table }), 'a')).resolves.toMatchObject({ kind: 'xlsx' })
  })
})

describe('a file that takes too long', () => {
  it('is given up, while the program answers others', async () => {
    let beats = 0
    const heart = setInterval(() => (beats += 1), 10)
    const rows = row(40).repeat(30_000)
    expect(await refusal(archive(xlsxParts(rows)), { milliseconds: 600, heapMegabytes: 512 })).toBe('too-slow')
    clearInterval(heart)
    // None while the loop is held; how many else depends on the machine.
    expect(beats).toBeGreaterThan(5)
  })
})
