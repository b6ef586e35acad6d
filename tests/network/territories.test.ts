import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import {
  ancestorsOf,
  findTerritory,
  territoryLabel,
  territoryNamed,
  territoryOptions,
  territorySuggestions,
} from '../../src/network/queries.ts'
import { planOf } from '../../src/network/territory-rows.ts'
import { root } from '../database.ts'
import { useHouse } from '../house.ts'
import { person } from './people.ts'

const house = useHouse()
let [coordinator, member] = ['', '']

beforeEach(async () => {
  coordinator = (await person(house.db, 'coordinator')).accountId
  member = (await person(house.db, 'member')).accountId
})

const head = 'code_geo,municipalite,designation,region_administrative,mrc\n'
const some = `${head}46005,Abercorn,Village,Estrie (05),MRC Brome-Missisquoi (460)
15035,Clermont,Ville,Capitale-Nationale (03),MRC Charlevoix-Est (150)
87080,Clermont,Canton,Abitibi-Témiscamingue (08),MRC Abitibi-Ouest (870)
45008,Stanstead,Ville,Estrie (05),MRC Memphrémagog (450)
45025,Stanstead,Canton,Estrie (05),MRC Memphrémagog (450)
94068,Saguenay,Ville,Saguenay--Lac-Saint-Jean (02),
`

async function send(text: string, as = coordinator, fields: Record<string, string> = {}) {
  const body = new FormData()
  for (const [name, value] of Object.entries(fields)) body.set(name, value)
  body.set('file', new Blob([text]), 'municipalites.csv')
  const headers = { Cookie: await house.cookieOf(as), 'Sec-Fetch-Site': 'same-origin', 'Accept-Language': 'fr-CA' }
  const url = `${house.origin}/settings/territories/import`
  const answer = await fetch(url, { method: 'POST', body, headers, redirect: 'manual' })
  const flash = decodeURIComponent(answer.headers.get('Set-Cookie') ?? '')
  return { status: answer.status, text: await answer.text(), flash }
}

describe('places from a file', () => {
  test('stand in their MRC, their region and Canada; without MRC, directly in their region', async () => {
    expect((await send(some)).status).toBe(303)
    expect((await findTerritory(house.db, '46005'))?.path).toBe('/CA/QC-05/QC-05-460/46005/')
    expect((await findTerritory(house.db, '94068'))?.path).toBe('/CA/QC-02/94068/')
    const abercorn = (await findTerritory(house.db, '46005'))!
    const around = await ancestorsOf(house.db, abercorn)
    expect(around.map(({ name, kind }) => [name, kind])).toEqual([
      ['Canada', 'country'],
      ['Estrie', 'region'],
      ['MRC Brome-Missisquoi', 'mrc'],
    ])
    expect((await findTerritory(house.db, 'QC-02'))?.name).toBe('Saguenay–Lac-Saint-Jean')
  })

  test('are added once, however often the file comes, and take its names', async () => {
    expect((await send(some)).flash).toContain('"added":"15"')
    expect((await send(some)).flash).toContain('"added":"0","renamed":"0","kept":"15"')
    expect((await send(some.replace('Abercorn', 'Abercorn-sur-Sutton'))).flash).toContain('"renamed":"1"')
    expect((await territorySuggestions(house.db, 'abercorn sutton', 5)).map(({ code }) => code)).toEqual(['46005'])
  })

  const wrong = `${some}4600A,,Village,Estrie,MRC Sans numéro\n46005,Abercorn,Village,Estrie (05),\n`

  test('are not added while rows are refused: each says its row, column and value', async () => {
    const { status, text } = await send(wrong)
    expect(status).toBe(422)
    for (const said of ['Ligne 8', '4600A', 'MRC Sans numéro', 'Ligne 9', 'figure déjà plus haut'])
      expect(text).toContain(said)
    expect(await findTerritory(house.db, '46005')).toBeUndefined()
  })

  test('are added without the refused rows when that is asked for', async () => {
    expect((await send(wrong, coordinator, { without: 'on' })).flash).toContain('"added":"15"')
  })

  test.each([
    ['without its columns', 'a,b\n1,2\n', 'code_geo, municipalite, region_administrative, mrc'],
    ['that is no table', '\u0000\u0001\u0002', 'ne se lit pas'],
    ['that is empty', '', 'ne se lit pas'],
  ])('cannot come from a file %s', async (_what, text, message) => {
    const answer = await send(text)
    expect(answer.status).toBe(422)
    expect(answer.text).toContain(message)
  })

  test('are not imported by members', async () => {
    expect((await send(some, member)).status).toBe(403)
    expect(await findTerritory(house.db, 'CA')).toBeUndefined()
  })

  const real = resolve(root, '../shared/data/territories/quebec_municipalites_mrc_regions.csv')
  test.skipIf(!existsSync(real))('are the 1,285 municipalities of Québec', async () => {
    const { flash } = await send(readFileSync(real, 'utf8'))
    expect(flash).toContain('"added":"1390"')
    expect((await territoryOptions(house.db)).filter(({ kind }) => kind === 'mrc')).toHaveLength(87)
  })
})

test('a row is refused for each of its faults, by line, column and value', () => {
  const rows = [
    ['Code_GEO', 'Municipalité', 'Région administrative', 'MRC'],
    ['1', '', 'Estrie', 'x'],
    ['', 'A', 'Estrie (05)', ''],
  ]
  const { places, refused, missing } = planOf(rows, [3, 4, 9])
  expect(missing).toEqual([])
  expect(places.map(({ code }) => code)).toEqual(['CA'])
  expect(refused.map(({ line, column, value, key }) => [line, column, value, key])).toEqual([
    [4, 'code_geo', '1', 'bad_code'],
    [4, 'municipalite', '', 'no_name'],
    [4, 'region_administrative', 'Estrie', 'bad_region'],
    [4, 'mrc', 'x', 'bad_mrc'],
    [9, 'code_geo', '', 'no_code'],
  ])
})

describe('a place', () => {
  beforeEach(() => send(some))
  const add = (fields: Record<string, string>, as = coordinator) =>
    house.post(
      '/settings/territories',
      { kind: 'quartier', name: 'Le Vieux-Village', parent: 'Abercorn (46005)', code: '', ...fields },
      { as },
    )

  test('is added by hand inside a wider one, and has a code', async () => {
    const { status, to } = await add({})
    expect([status, to]).toEqual([303, '/settings/territories?in=46005-le-vieux-village'])
    const place = await findTerritory(house.db, '46005-le-vieux-village')
    expect(place?.path).toBe('/CA/QC-05/QC-05-460/46005/46005-le-vieux-village/')
    const { body } = await house.get('/settings/territories?in=46005', { as: coordinator })
    expect(body).toContain('Le Vieux-Village')
    expect(body).toContain('MRC Brome-Missisquoi')
  })

  test('is not added by members', async () => {
    expect((await add({}, member)).status).toBe(403)
  })

  test.each([
    ['without a wider place', { parent: '' }, 'parent'],
    ['in an unknown place', { parent: 'Atlantide' }, 'parent'],
    ['in one of two places of a name', { parent: 'Clermont' }, 'parent'],
    ['in a place that is not wider', { kind: 'municipality' }, 'parent'],
    ['under a code that is taken', { code: '46005' }, 'code'],
    ['under a code with a slash', { code: '/CA/' }, 'code'],
    ['without a name', { name: '' }, 'name'],
  ])('is not added %s', async (_what, fields, at) => {
    const { status, body } = await add(fields)
    expect(status).toBe(422)
    expect(body).toContain(`href="#f-${at}"`)
  })

  test('is suggested by the words its name begins with, and told apart by where it is', async () => {
    const { body } = await house.get('/territories/suggestions?parent=clerm')
    expect(body).toContain(
      '<option value="Clermont (15035)">municipalité, MRC Charlevoix-Est, Capitale-Nationale</option>',
    )
    expect(body).toContain('<option value="Clermont (87080)">')
    expect(body).not.toContain('Abercorn')
  })

  test('is meant by its label, its code, or a name that only it has', async () => {
    const [abercorn] = await territorySuggestions(house.db, 'abercorn', 1)
    for (const typed of [territoryLabel(abercorn!), '46005', 'abercorn ']) {
      expect(await territoryNamed(house.db, typed)).toMatchObject({ code: '46005' })
    }
    expect(await territoryNamed(house.db, 'Clermont')).toBe('several')
    expect(await territoryNamed(house.db, 'Atlantide')).toBe('unknown')
    // A town and the township around it.
    expect(await territoryNamed(house.db, 'Stanstead (canton)')).toMatchObject({ code: '45025' })
  })

  test('is found by a search of the settings', async () => {
    const { body } = await house.get('/settings/territories?words=stanst', { as: coordinator })
    expect(body).toContain('2 lieux pour «\u00a0stanst\u00a0»')
    expect((await house.get('/settings/territories?in=nowhere', { as: coordinator })).status).toBe(404)
  })
})
