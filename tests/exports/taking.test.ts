import { read, type WorkBook } from '@e965/xlsx'
import { eq } from 'drizzle-orm'
import fc from 'fast-check'
import { beforeEach, describe, expect, test } from 'vitest'
import { actors } from '../../src/actors/tables.ts'
import { originalThresholds } from '../../src/domain/ages.ts'
import { gathered } from '../../src/exports/gathering.ts'
import { exportedPages } from '../../src/exports/queries.ts'
import { BOARD_AS_IT_IS } from '../../src/initiatives/board.ts'
import { initiatives } from '../../src/initiatives/tables.ts'
import { guarded, unguarded } from '../../src/platform/writing/guarded.ts'
import { useHouse } from '../house.ts'
import { settle, type Town } from '../town.ts'
import { rowsTaken, taken } from './taking.ts'

const house = useHouse()
let town: Town

beforeEach(async () => {
  town = await settle(house)
  await town.initiativeAt('mobilisation', { title: 'Jardin ouvert', visibility: 'public', since: '2026-01-15' })
  await town.initiativeAt('emergence', { title: 'Jardin du réseau', visibility: 'network' })
  await town.initiativeAt('emergence', { title: 'Jardin zanzibar', visibility: 'restricted' })
  await town.initiativeAt('feedback', { title: 'Jardin fermé', visibility: 'public', status: 'discontinued' })
})

const titles = async (query: string, as?: string) =>
  (await rowsTaken(house, query, as)).map((row) => String(row.Titre)).sort()

describe('an export holds', () => {
  test('what its reader may see, and no more', async () => {
    expect(await titles('')).toEqual(['Jardin ouvert'])
    expect(await titles('', town.member.accountId)).toEqual(['Jardin du réseau', 'Jardin ouvert'])
    expect(await titles('', town.coordinator.accountId)).toEqual([
      'Atelier de vélos',
      'Jardin du réseau',
      'Jardin ouvert',
      'Jardin zanzibar',
    ])
  })

  test('nothing of what was hidden from its reader while it was written', async () => {
    const { by } = town.member
    const look = { viewer: by, today: '2026-03-02', thresholds: originalThresholds, filter: BOARD_AS_IT_IS }
    const ids = await gathered(house.db, look, 'shown')
    expect(ids).toHaveLength(2)
    await house.db.commit((tx) => [
      tx.update(initiatives).set({ visibility: 'restricted' }).where(eq(initiatives.title, 'Jardin ouvert')),
    ])
    const left = []
    for await (const some of exportedPages(house.db, look, ids, 'fr')) left.push(...some)
    expect(left.map(({ initiative }) => initiative.title)).toEqual(['Jardin du réseau'])
  })

  test('exactly what is filtered, or the same in every status', async () => {
    const as = town.coordinator.accountId
    expect(await titles('q=jardin&stage=emergence&view=list', as)).toEqual(['Jardin du réseau', 'Jardin zanzibar'])
    expect(await titles('status=discontinued', as)).toEqual(['Jardin fermé'])
    expect(await titles('q=jardin&statuses=all')).toEqual(['Jardin fermé', 'Jardin ouvert'])
  })

  test('the names that its reader may read', async () => {
    const [visitors] = await rowsTaken(house, '')
    const [members] = await rowsTaken(house, 'q=ouvert', town.member.accountId)
    expect(JSON.stringify(visitors)).not.toContain('Porteuse Première')
    expect(JSON.stringify(members)).toContain('Porteuse Première')
    await house.db.commit((tx) => [
      tx.update(actors).set({ visibility: 'restricted' }).where(eq(actors.id, town.funder.actorId)),
    ])
    expect(JSON.stringify(await rowsTaken(house, '', town.member.accountId))).not.toContain('Fonds du fleuve')
    expect(JSON.stringify(await rowsTaken(house, '', town.coordinator.accountId))).toContain('Fonds du fleuve')
  })

  test('no address of anybody', async () => {
    for (const format of ['csv', 'csv_excel', 'json']) {
      const { text } = await taken(house, `format=${format}&statuses=all`, town.administrator.accountId)
      expect(text).toContain('Jardin ouvert')
      expect(text).not.toContain('@')
    }
  })

  test('the same for a hidden word as for a nonsense word: the names of columns', async () => {
    for (const format of ['csv', 'csv_excel', 'json']) {
      const hidden = await taken(house, `format=${format}&statuses=all&q=zanzibar`, town.member.accountId)
      const nonsense = await taken(house, `format=${format}&statuses=all&q=kanzibra`, town.member.accountId)
      expect(hidden.text).toBe(nonsense.text)
      expect(hidden.status).toBe(200)
    }
  })

  test('the same twice when it is asked twice', async () => {
    const [one, other] = await Promise.all([taken(house, 'format=csv'), taken(house, 'format=csv')])
    expect(one.text).toBe(other.text)
    expect(one.text).toContain('Jardin ouvert')
  })
})

test('a format that nobody knows is refused on the page, with the filter as it was', async () => {
  const answer = await house.get('/exports/initiatives?format=pdf&q=jardin')
  expect(answer.status).toBe(422)
  expect(answer.body).toContain('name="q" value="jardin"')
})

test('the page says how many there are, and works for whoever reads', async () => {
  expect((await house.get('/exports/new?q=jardin')).body).toContain('1 initiative')
  expect((await house.get('/exports/new?q=zanzibar')).status).toBe(200)
})

describe('a spreadsheet opens', () => {
  test('days as days and numbers as numbers in a workbook', async () => {
    const { bytes } = await taken(house, 'format=xlsx', town.coordinator.accountId)
    const book: WorkBook = read(bytes, { cellDates: true })
    const sheet = book.Sheets[book.SheetNames[0]!]!
    const cells = Object.values(sheet).filter(
      (cell): cell is { t: string; v: unknown } => typeof cell === 'object' && cell !== null && 't' in cell,
    )
    expect(cells.some(({ t, v }) => t === 'd' && (v as Date).toISOString().startsWith('2026-01-15'))).toBe(true)
    expect(cells.some(({ t, v }) => t === 'n' && v === 46)).toBe(true)
  })

  test('French text: a mark, semicolons, decimal commas', async () => {
    const { text } = await taken(house, 'format=csv_excel', town.coordinator.accountId)
    expect(text.startsWith('\ufeff')).toBe(true)
    expect(text.split('\r\n')[0]).toContain(';Titre;')
    expect(text).toMatch(/;"?(16,7|33,3|66,7|83,3)"?;/)
    expect((await taken(house, 'format=csv', town.coordinator.accountId)).text).toMatch(/,(16\.7|33\.3|66\.7|83\.3),/)
  })
})

test('no text is ever a formula, and every text comes back as it was', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('=', '+', '-', '@', '\t', '\r', "'", 'a', '1', ' ') }), (text) => {
      expect(/^[=+\-@\t\r]/.test(guarded(text))).toBe(false)
      expect(unguarded(guarded(text))).toBe(text)
    }),
  )
})
