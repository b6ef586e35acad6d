import { beforeEach, describe, expect, test } from 'vitest'
import { layouts } from '../../src/adoptions/regions.ts'
import { gridsOf } from '../../src/adoptions/tiles.ts'
import { uptakeOf } from '../../src/adoptions/uptake.ts'
import { communications } from '../../src/communications/tables.ts'
import { initiativeThemes } from '../../src/initiatives/tables.ts'
import { themes } from '../../src/network/tables.ts'
import { newId } from '../../src/platform/id.ts'
import { useHouse } from '../house.ts'
import { today } from '../initiatives/forms.ts'
import { settle, type Settled, type Town } from '../town.ts'
import { adopted, planted } from './adopted.ts'

const house = useHouse()
let town: Town
let one: Settled
let places: Awaited<ReturnType<typeof planted>>

beforeEach(async () => {
  town = await settle(house)
  places = await planted(house)
  one = await town.initiativeAt('appropriation', { visibility: 'public' })
})

const somewhere = (territoryId: string | null, more: Partial<Parameters<typeof adopted>[1]> = {}) =>
  adopted(house, { initiativeId: one.id, takerId: town.taker.actorId, territoryId, ...more })
const counted = (filter = {}, who: 'member' | 'coordinator' = 'member') =>
  uptakeOf(house.db, town[who].by, today, filter)

describe('the map of uptake', () => {
  test('counts what lies in an MRC or a municipality in its region, and the rest where it is', async () => {
    await somewhere(places.laurentides.id, { peopleReached: 10 })
    await somewhere(places.mrc.id, { status: 'trial' })
    await somewhere(places.lachute.id, { peopleReached: 30 })
    await somewhere(places.geneva.id)
    await somewhere(places.country.id, { status: 'intent' })
    await somewhere(null)
    const { regions, nowhere, total } = await counted()
    expect(regions).toEqual([
      { code: 'QC-15', name: 'Laurentides', all: 3, integrated: 2, people: 40, saidBy: 2 },
      { code: 'CA', name: 'Canada', all: 1, integrated: 0, people: 0, saidBy: 0 },
      { code: 'CH-GE', name: 'Genève', all: 1, integrated: 1, people: 0, saidBy: 0 },
    ])
    expect([nowhere.all, total.all, total.people]).toEqual([1, 6, 40])
    const { grids, elsewhere } = gridsOf({ regions })
    expect(grids.map(({ country }) => country)).toEqual(['quebec'])
    expect(elsewhere.map(({ code }) => code)).toEqual(['CA', 'CH-GE'])
  })

  test('counts only what the reader may see', async () => {
    await somewhere(places.laurentides.id, { visibility: 'restricted' })
    await somewhere(places.laurentides.id, { takerId: town.funder.actorId })
    await somewhere(places.laurentides.id, { takerId: town.funder.actorId, isConfirmed: false })
    const hidden = await town.initiativeAt('appropriation', { visibility: 'restricted' })
    await somewhere(places.montreal.id, { initiativeId: hidden.id })
    expect((await counted()).regions.map(({ code, all }) => [code, all])).toEqual([['QC-15', 1]])
    expect((await counted({}, 'coordinator')).regions.map(({ code, all }) => [code, all])).toEqual([
      ['QC-15', 2],
      ['QC-06', 1],
    ])
    const { body } = await house.get(`/uptake?initiative=${hidden.slug}`, { as: town.member.accountId })
    expect(body).not.toContain('Montréal')
  })

  test('is narrowed to a status, an initiative, a theme', async () => {
    const [themeId, other] = [newId(), await town.initiativeAt('feedback', { visibility: 'public', title: 'Autre' })]
    await house.db.commit((tx) => [
      tx.insert(themes).values({ id: themeId, slug: 'habitat', fr: 'Habitat' }),
      tx.insert(initiativeThemes).values({ initiativeId: other.id, themeId }),
    ])
    await somewhere(places.laurentides.id)
    await somewhere(places.montreal.id, { initiativeId: other.id, status: 'trial' })
    const regions = async (filter: object) => (await counted(filter)).regions.map(({ code }) => code)
    expect(await regions({ theme: 'habitat' })).toEqual(['QC-06'])
    expect(await regions({ status: 'integrated' })).toEqual(['QC-15'])
    expect(await regions({ initiativeId: one.id })).toEqual(['QC-15'])
    const page = async (query: string) => (await house.get(`/uptake?${query}`)).body
    expect(await page('theme=habitat')).toContain('<title>Montréal\u00a0: 1 adoption')
    expect(await page('theme=habitat')).not.toContain('<title>Laurentides\u00a0:')
    expect(await page(`initiative=${one.slug}&region=QC-15`)).toContain('Coop des marais')
    expect(await page('theme=nowhere')).toContain('Aucune adoption')
  })

  test('who hesitates is counted when it is asked for, and only to those who may know', async () => {
    await somewhere(places.laurentides.id, { status: 'considered' })
    expect((await counted({}, 'coordinator')).total.all).toBe(0)
    expect((await counted({ status: 'considered' }, 'coordinator')).total.all).toBe(1)
    expect((await counted({ status: 'considered' })).total.all).toBe(0)
  })

  test('has a tile for each region of Québec and of France, each on a place of its own', () => {
    expect([layouts.quebec.length, layouts.france.length]).toEqual([17, 18])
    for (const tiles of Object.values(layouts)) {
      expect(new Set(tiles.map(({ column, row }) => `${column} ${row}`)).size).toBe(tiles.length)
      expect(new Set(tiles.flatMap(({ codes }) => codes)).size).toBe(tiles.flatMap(({ codes }) => codes).length)
    }
  })
})

describe('the page of an initiative', () => {
  test('says that it spread once two territories integrated it', async () => {
    const body = async () => (await house.get(`/initiatives/${one.slug}`)).body
    await somewhere(places.laurentides.id)
    await somewhere(places.montreal.id, { status: 'trial' })
    expect(await body()).not.toContain('Essaimée')
    await somewhere(places.montreal.id, { takerId: town.funder.actorId })
    expect(await body()).toContain('Essaimée dans 2 territoires')
  })

  test('says nothing of adoptions to whoever can record none, as long as there is none', async () => {
    expect((await house.get(`/initiatives/${one.slug}`)).body).not.toContain('id="adoptions"')
    const { body } = await house.get(`/initiatives/${one.slug}`, { as: town.carrier.accountId })
    expect(body).toContain('id="adoptions"')
  })
})

describe('the export of adoptions', () => {
  test('neutralises what a spreadsheet would execute, and is entered in the register', async () => {
    await somewhere(places.lachute.id, { fidelity: 'adapted', adapted: '=HYPERLINK("http://x")', peopleReached: 12 })
    await somewhere(null, { takerId: town.member.actorId })
    const path = `/initiatives/${one.slug}/adoptions/export`
    const csv = await house.get(`${path}?format=csv`, { as: town.carrier.accountId })
    expect(csv.headers.get('content-type')).toContain('text/csv')
    expect(csv.body).toContain(`"'=HYPERLINK(""http://x"")"`)
    expect(csv.body).toContain('Lachute,76020')
    const xlsx = await house.get(`${path}?format=xlsx`)
    expect(xlsx.headers.get('content-disposition')).toContain('.xlsx')
    const rows = await house.db.select().from(communications)
    expect(rows.map(({ what, format, holdsPersons, rows: many }) => [what, format, holdsPersons, many])).toEqual([
      ['adoptions', 'csv', true, 2],
      // Persons are not named to visitors.
      ['adoptions', 'xlsx', false, 2],
    ])
  })
})
