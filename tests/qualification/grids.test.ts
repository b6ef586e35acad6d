import { beforeEach, describe, expect, test } from 'vitest'
import { grids } from '../../src/qualification/tables.ts'
import { useHouse } from '../house.ts'
import { problemAt } from '../initiatives/forms.ts'
import { type Place, settle, type Town } from '../town.ts'
import { answers, qualifying } from './forms.ts'

const house = useHouse()
let town: Town

beforeEach(async () => {
  town = await settle(house)
})

const post = (path: string, fields: Record<string, string> = {}, who: Place = 'coordinator') =>
  house.post(path, fields, { as: town[who].accountId })
const body = async (path: string, who?: Place) => (await house.get(path, who ? { as: town[who].accountId } : {})).body
const rows = () => house.db.select().from(grids).orderBy(grids.slug, grids.number)

describe('a new network', () => {
  test('has the eight points of RQIS and the label of the encounters, for everybody to read', async () => {
    const page = await body('/grids')
    expect(page).toContain('Elle a trouvé preneur')
    expect(page).toContain('Usages numériques innovants')
    expect(page.match(/pèse 3/g)).toHaveLength(5)
    expect(await rows()).toEqual([])
    expect((await house.get('/grids', { headers: { 'Accept-Language': 'en' } })).body).toContain('It has found takers')
  })
})

describe('a grid', () => {
  const edited = {
    version: '1',
    nameFr: 'Label du quartier',
    nameEn: 'Neighbourhood label',
    fr_neighbourhood: 'Effet sur le quartier',
    weight_neighbourhood: '5',
    priority_neighbourhood: 'on',
    'fr_new-1': 'Sobriété',
    'en_new-1': 'Sobriety',
    'weight_new-1': '2',
  }

  test('that is changed gets a new version, and the one before stays', async () => {
    const { status, to } = await post('/grids/label', edited)
    expect([status, to]).toEqual([303, '/grids/label'])
    const [first, second] = await rows()
    expect(first).toMatchObject({ id: 'label-1', number: 1 })
    expect(first!.criteria).toHaveLength(5)
    expect(second).toMatchObject({ slug: 'label', number: 2, nameFr: 'Label du quartier', kind: 'label' })
    expect(second!.criteria).toEqual([
      { code: 'neighbourhood', fr: 'Effet sur le quartier', weight: 5, isPriority: true },
      { code: 'sobriete', fr: 'Sobriété', en: 'Sobriety', weight: 2, isPriority: false },
    ])
    const page = await body('/grids/label', 'coordinator')
    expect(page).toContain('Version 1')
    expect(page).toContain('Coordination Première')
    expect(await body('/grids/label')).not.toContain('Coordination Première')
  })

  test('saved as it is makes no version', async () => {
    await post('/grids/label', edited)
    const same = { ...edited, version: '2', fr_sobriete: 'Sobriété', en_sobriete: 'Sobriety', weight_sobriete: '2' }
    const { 'fr_new-1': _fr, 'en_new-1': _en, 'weight_new-1': _weight, ...kept } = same
    expect((await post('/grids/label', kept)).status).toBe(303)
    expect(await rows()).toHaveLength(2)
  })

  test('never gives the code of one criterion to another', async () => {
    await post('/grids/label', edited)
    await post('/grids/label', { version: '2', nameFr: 'Label', fr_neighbourhood: 'Quartier' })
    await post('/grids/label', { version: '3', nameFr: 'Label', fr_neighbourhood: 'Quartier', 'fr_new-1': 'Sobriété' })
    expect((await rows()).at(-1)!.criteria.map(({ code }) => code)).toEqual(['neighbourhood', 'sobriete-2'])
  })

  test('that somebody changed meanwhile is shown, mine beside theirs', async () => {
    await post('/grids/label', edited)
    const { status, body: page } = await post('/grids/label', { ...edited, nameFr: 'Autre label' }, 'administrator')
    expect(status).toBe(409)
    expect(page).toContain('Autre label')
    expect(page).toContain('Label du quartier')
    expect(page).toContain('name="version" value="2"')
    expect(await rows()).toHaveLength(2)
  })

  test.each([
    ['a name', { nameFr: ' ' }, 'nameFr'],
    [
      'a French wording before an English one',
      { fr_neighbourhood: '', en_neighbourhood: 'Impact' },
      'fr_neighbourhood',
    ],
    ['a weight from 1 to 5', { weight_neighbourhood: '9' }, 'weight_neighbourhood'],
    ['at least one criterion', { fr_neighbourhood: '', 'fr_new-1': '', 'en_new-1': '' }, 'fr_entrepreneurship'],
  ])('asks for %s', async (_, fields, field) => {
    const { status, body: page } = await post('/grids/label', { ...edited, ...fields })
    expect([status, problemAt(page, field)]).toEqual([422, { said: expect.any(String), isLinked: true }])
    expect(await rows()).toEqual([])
  })

  test('is changed by coordinators, and by nobody else', async () => {
    for (const who of ['member', 'carrier', 'funder'] as const) {
      expect((await house.get('/grids/label/edit', { as: town[who].accountId })).status).toBe(403)
      for (const path of ['/grids', '/grids/label', '/grids/label/archival', '/grids/label/restoration']) {
        expect([who, path, (await post(path, edited, who)).status]).toEqual([who, path, 403])
      }
    }
    expect(await rows()).toEqual([])
    expect((await house.get('/grids/label/edit')).status).toBe(404)
  })
})

describe('a label of the network’s own', () => {
  test('begins with the criteria of the encounters', async () => {
    const { to } = await post('/grids', { nameFr: 'Nourrir la ville' })
    expect(to).toBe('/grids/nourrir-la-ville/edit')
    expect(await rows()).toMatchObject([{ slug: 'nourrir-la-ville', kind: 'label', number: 1 }])
    expect((await rows())[0]!.criteria).toHaveLength(5)
    expect((await house.get(to!, { as: town.coordinator.accountId })).status).toBe(200)
  })

  test('has a name that no other has', async () => {
    const { status, body: page } = await post('/grids', { nameFr: 'Label' })
    expect([status, problemAt(page, 'nameFr').said]).toEqual([422, 'Une grille porte déjà ce nom.'])
  })
})

describe('an archived grid', () => {
  test('is offered no more, keeps what was found with it, and can be put back in use', async () => {
    const one = await town.initiativeAt('feedback', { visibility: 'public' })
    const deeds = qualifying(house, town, one.slug, 'label')
    await deeds.assess('taker', answers('label', '2'))
    expect((await post('/grids/label/archival')).to).toBe('/grids')
    expect(await body('/grids')).not.toContain('Usages numériques innovants')
    expect(await body('/grids', 'coordinator')).toContain('archivée')
    expect((await deeds.page('funder', '/assessment')).status).toBe(404)
    expect((await deeds.assess('funder', answers('label', '2'))).status).toBe(404)
    expect((await deeds.page('taker')).body).toContain('Moyenne pondérée\u00a0: 2 sur 3.')
    expect((await deeds.assess('taker', answers('label', '3'), 'submit', '1')).status).toBe(303)
    expect((await post('/grids/label', { version: '1', nameFr: 'X', fr_maturity: 'X' })).status).toBe(404)
    await post('/grids/label/restoration')
    expect((await deeds.page('funder', '/assessment')).status).toBe(200)
  })
})
