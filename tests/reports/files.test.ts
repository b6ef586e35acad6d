import { createHash } from 'node:crypto'
import { read, utils } from '@e965/xlsx'
import { unzipSync } from 'fflate'
import { getDocumentProxy } from 'unpdf'
import { beforeEach, describe, expect, test } from 'vitest'
import { communications } from '../../src/communications/tables.ts'
import { reportVersions } from '../../src/reports/tables.ts'
import { useHouse } from '../house.ts'
import { settle, type Town } from '../town.ts'
import { published, taken } from './taking.ts'

const house = useHouse()
let town: Town
let slug: string
let coordinator: string
beforeEach(async () => {
  town = await settle(house)
  coordinator = town.coordinator.accountId
  await town.initiativeAt('mobilisation', { title: '=1+1', visibility: 'public', since: '2025-01-15' })
  await town.initiativeAt('feedback', { title: 'Cuisine', visibility: 'network', since: '2024-11-02' })
  slug = await published(house, coordinator)
})
const register = () => house.db.select().from(communications)
const file = (format: string, as: string | undefined = coordinator) =>
  taken(house, `/reports/${slug}/versions/1/file.${format}`, { as })

describe('a workbook', () => {
  test('has a sheet for what it is, one for each section, and one for what each figure means', async () => {
    const { status, headers, bytes } = await file('xlsx')
    expect(status).toBe(200)
    expect(headers.get('Content-Disposition')).toContain('.xlsx')
    const book = read(bytes, { cellDates: true, cellStyles: true })
    expect(book.SheetNames[0]).toBe('Lisez-moi')
    expect(book.SheetNames.at(-1)).toBe('Définitions')
    expect(book.SheetNames.length).toBeGreaterThan(5)
    const [version] = await house.db.select().from(reportVersions)
    const readMe = JSON.stringify(utils.sheet_to_json(book.Sheets['Lisez-moi']!, { header: 1 }))
    expect(readMe).toContain(version!.hash)
    expect(readMe).toContain("'=Bilan")
  })

  test('holds numbers as numbers, days as days, and no formula', async () => {
    const book = read((await file('xlsx')).bytes, { cellDates: true, cellFormula: true })
    const cells = book.SheetNames.flatMap((name) => Object.values(book.Sheets[name]!)) as {
      t?: string
      v?: unknown
      f?: string
    }[]
    expect(cells.filter(({ t }) => t === 'n').length).toBeGreaterThan(10)
    expect(cells.filter(({ t, v }) => t === 'd' && (v as Date).toISOString().startsWith('2025-01-15'))).not.toEqual([])
    expect(cells.filter(({ f }) => f)).toEqual([])
    expect(cells.map(({ v }) => v)).toContain("'=1+1")
  })
})

describe('tables as CSV', () => {
  test('come one by one for French Excel, and all of them in an archive', async () => {
    const { headers, bytes } = await file('csv')
    expect(headers.get('Content-Type')).toBe('application/zip')
    const files = unzipSync(new Uint8Array(bytes))
    expect(Object.keys(files)).toContain('annex.annex.csv')
    const one = await file('csv?table=annex.annex')
    expect(one.bytes.equals(Buffer.from(files['annex.annex.csv']!))).toBe(true)
    const text = one.bytes.toString('utf8')
    expect(text.startsWith('\ufeff')).toBe(true)
    expect(text).toContain(';')
    expect(text).toContain("'=1+1")
    expect((await file('csv?table=annex.nothing')).status).toBe(404)
  })
})

test('JSON is the frozen text itself: its hash is that of the version', async () => {
  const { bytes } = await file('json')
  const [version] = await house.db.select().from(reportVersions)
  expect(createHash('sha256').update(bytes).digest('hex')).toBe(version!.hash)
})

test('A PDF says what it is, is tagged, and has headings, tables with header cells and charts with words', async () => {
  const { status, bytes } = await file('pdf')
  expect(status).toBe(200)
  const pdf = await getDocumentProxy(new Uint8Array(bytes))
  const { info } = await pdf.getMetadata()
  expect(info).toMatchObject({ Title: '=Bilan', Language: 'fr-CA' })
  expect(await pdf.getMarkInfo()).toMatchObject({ Marked: true })
  expect(bytes.toString('latin1')).toContain('<pdfuaid:part>1</pdfuaid:part>')
  const [tags, words] = [new Set<string>(), [] as string[]]
  for (let number = 1; number <= pdf.numPages; number++) {
    const page = await pdf.getPage(number)
    const walk = (node: object | null) => {
      if (!node) return
      if ('role' in node) tags.add(String(node.role))
      if ('children' in node) (node.children as object[]).forEach(walk)
    }
    walk(await page.getStructTree())
    const { items } = await page.getTextContent()
    words.push(...items.map((item) => ('str' in item ? item.str : '')))
  }
  expect([...tags]).toEqual(expect.arrayContaining(['H1', 'H2', 'Table', 'TH', 'TD', 'Figure']))
  const [version] = await house.db.select().from(reportVersions)
  expect(words.join('')).toContain(version!.hash)
})

test('What leaves is entered in the register; what is only asked about is not', async () => {
  await taken(house, `/reports/${slug}/versions/1/file.xlsx`, { as: coordinator, method: 'HEAD' })
  expect(await register()).toEqual([])
  await file('xlsx')
  expect(await register()).toMatchObject([
    {
      what: 'report',
      format: 'xlsx',
      byAccountId: coordinator,
      filter: `report=${slug}&version=1`,
      holdsPersons: true,
      rows: 2,
    },
  ])
})

test('Files are for those who may read the report: others find nothing', async () => {
  const member = town.member.accountId
  for (const format of ['pdf', 'xlsx', 'csv', 'json']) {
    expect((await file(format, '')).status).toBe(404)
    expect((await file(format, member)).status).toBe(200)
    expect((await taken(house, `/reports/${slug}/file.${format}`, { as: member })).status).toBe(404)
    expect((await taken(house, `/reports/${slug}/file.${format}`, { as: coordinator })).status).toBe(200)
  }
  expect((await file('docx')).status).toBe(404)
})
