import { beforeEach, describe, expect, test } from 'vitest'
import type { Content } from '../../src/domain/report.ts'
import { computed } from '../../src/figures/computing.ts'
import { MOST_ROWS, type Part, partOf, shownOf, sliceOf } from '../../src/figures/parts.ts'
import { useHouse } from '../house.ts'
import { settle, type Town } from '../town.ts'
import { coordination, queryOf } from './asking.ts'

const house = useHouse('2026-04-10T15:00:00Z', { onDisk: true })
let town: Town

beforeEach(async () => {
  town = await settle(house)
  await town.initiativeAt('feedback', { title: 'Atelier', visibility: 'public', since: '2026-02-15' })
})

const ask = <P extends Part>(part: P, isApart: boolean) =>
  computed(
    { db: house.db, ...(isApart ? { databaseUrl: house.source.databaseUrl } : {}) },
    { eyes: coordination, query: queryOf({ knownAt: house.now.toISOString() }), today: '2026-04-10', at: house.now },
    part,
  )

describe.each([
  ['in place', false],
  ['in a thread of its own', true],
])('%s, a part of a report', (_where, isApart) => {
  test('says what the whole of it says', async () => {
    const whole = await ask('whole', isApart)
    expect(await ask('shown', isApart)).toEqual(JSON.parse(JSON.stringify(shownOf(whole))))
    const names = Object.keys(whole.slices)
    expect(names.length).toBeGreaterThan(0)
    for (const slice of names) expect(await ask({ slice }, isApart)).toEqual(sliceOf(whole, slice))
  })

  test('is no slice that it has not, nor what objects have of themselves', async () => {
    expect(await ask({ slice: 'nothing' }, isApart)).toBeNull()
    expect(await ask({ slice: 'constructor' }, isApart)).toBeNull()
  })

  test('follows what is written', async () => {
    const before = await ask('shown', isApart)
    const begun = { title: 'Verger', need: 'Des voisins cherchent.', stage: 'emergence', startedOn: '2026-01-05' }
    await house.post('/initiatives', { ...begun, visibility: 'public' }, { as: town.carrier.accountId })
    expect((await ask('shown', isApart)).population).toBe(before.population + 1)
    const titles = (await ask({ slice: 'summary.stock' }, isApart))?.map(({ title }) => title)
    expect(titles).toContain('Verger')
  })

  test('asked of another day, when nobody wrote, says what it says when all is read again', async () => {
    await ask('shown', isApart)
    const query = queryOf({ asOf: '2026-02-28', knownAt: house.now.toISOString() })
    const question = { eyes: coordination, query, today: '2026-04-10', at: house.now }
    const databaseUrl = isApart ? { databaseUrl: house.source.databaseUrl } : {}
    const warm = await computed({ db: house.db, ...databaseUrl }, question)
    expect(JSON.stringify(warm)).toBe(JSON.stringify(await computed({ db: house.db }, question)))
  })
})

test('a page shows the first rows of a long table and says how many there are; the content keeps them all', () => {
  const rows = Array.from({ length: MOST_ROWS + 5 }, (_, value) => [{ value }])
  const table = { code: 'annex', columns: [], rows }
  const content = { sections: [{ code: 'annex', figures: [], tables: [table], charts: [], notes: [] }] } as unknown
  const [section] = partOf(content as Content, 'shown').sections
  expect(section?.tables[0]).toMatchObject({ rowsInAll: MOST_ROWS + 5 })
  expect(section?.tables[0]?.rows).toEqual(rows.slice(0, MOST_ROWS))
  expect(partOf(content as Content, 'whole').sections[0]?.tables[0]?.rows).toHaveLength(MOST_ROWS + 5)
})
