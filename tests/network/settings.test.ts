import { beforeEach, describe, expect, test } from 'vitest'
import { findNetwork } from '../../src/network/queries.ts'
import { useHouse } from '../house.ts'
import { person } from './people.ts'

const house = useHouse()
let [administrator, coordinator, member] = ['', '', '']

beforeEach(async () => {
  administrator = (await person(house.db, 'administrator')).accountId
  coordinator = (await person(house.db, 'coordinator')).accountId
  member = (await person(house.db, 'member')).accountId
})

const pages = ['', '/gates', '/gates/emergence', '/thresholds', '/themes', '/territories', '/territories/import']
const details = {
  name: 'Réseau du Bas-du-Fleuve',
  introduction: '',
  timeZone: 'America/Toronto',
  locale: 'fr-CA',
  privacyOfficer: '',
}

describe('the settings', () => {
  test.each(pages)('/settings%s is read by coordinators, as a page and as its part', async (path) => {
    const page = await house.get(`/settings${path}`, { as: coordinator })
    expect(page.status).toBe(200)
    expect(page.body).toContain('<h1>')
    expect(page.body).not.toMatch(/network\.[a-z_]+\.|words\.[a-z]|errors\.[a-z]|undefined|\[object/)
    const part = await house.get(`/settings${path}`, { as: coordinator, htmx: true })
    expect(part.body).not.toContain('<html')
    expect(part.body).toContain('<main')
  })

  test.each([...pages, '/network'])('/settings%s is reserved for members and unknown to visitors', async (path) => {
    expect((await house.get(`/settings${path}`, { as: member })).status).toBe(403)
    expect((await house.get(`/settings${path}`)).status).toBe(404)
  })

  test('say everything in English too', async () => {
    for (const path of [...pages, '/network']) {
      const { body } = await house.get(`/settings${path}`, { as: administrator, headers: { 'Accept-Language': 'en' } })
      expect(body).not.toMatch(/Enregistrer|Annuler|Ajouter/)
    }
  })
})

describe('the network', () => {
  test('is changed by administrators, and the name is on every page at once', async () => {
    const { status, to } = await house.post('/settings/network', { ...details, version: '0' }, { as: administrator })
    expect([status, to]).toEqual([303, '/settings'])
    expect((await house.get('/settings', { as: coordinator })).body).toContain('Réseau du Bas-du-Fleuve')
    expect(await findNetwork(house.db)).toMatchObject({ ...details, version: 1 })
  })

  test('is not changed by coordinators', async () => {
    expect((await house.get('/settings/network', { as: coordinator })).status).toBe(403)
    expect((await house.post('/settings/network', { ...details, version: '0' }, { as: coordinator })).status).toBe(403)
    expect((await findNetwork(house.db)).version).toBe(0)
  })

  test('keeps what was typed when it is refused', async () => {
    const typed = { ...details, name: '', introduction: 'Un mot de bienvenue', timeZone: 'Mars/Olympus', version: '0' }
    const { status, body } = await house.post('/settings/network', typed, { as: administrator })
    expect(status).toBe(422)
    expect(body).toContain('Un mot de bienvenue')
    expect(body).toContain('href="#f-name"')
    expect(body).toContain('href="#f-timeZone"')
  })

  test('shows both versions to the second of two who change it', async () => {
    await house.post('/settings/network', { ...details, version: '0' }, { as: administrator })
    const mine = { ...details, name: 'Mon nom', version: '0' }
    const { status, body } = await house.post('/settings/network', mine, { as: administrator })
    expect(status).toBe(409)
    expect(body).toContain('value="Mon nom"')
    expect(body).toContain('value="Réseau du Bas-du-Fleuve"')
    const again = await house.post('/settings/network', { ...mine, version: '1' }, { as: administrator })
    expect(again.status).toBe(303)
    expect((await findNetwork(house.db)).name).toBe('Mon nom')
  })

  test('posted twice is changed once', async () => {
    const once = '0198c1a2-0000-7000-8000-00000000abcd'
    await house.post('/settings/network', { ...details, version: '0', once }, { as: administrator })
    const { status, to } = await house.post(
      '/settings/network',
      { ...details, version: '0', once },
      { as: administrator },
    )
    expect([status, to]).toEqual([303, '/settings'])
    expect((await findNetwork(house.db)).version).toBe(1)
  })
})

describe('the thresholds', () => {
  const typed = {
    emergence_late: '100',
    emergence_stuck: '300',
    mobilisation_late: '100',
    mobilisation_stuck: '300',
    feedback_late: '100',
    feedback_stuck: '300',
    appropriation_late: '100',
    appropriation_stuck: '300',
    version: '0',
  }

  test('are changed by coordinators', async () => {
    const { status, to } = await house.post('/settings/thresholds', typed, { as: coordinator })
    expect([status, to]).toEqual([303, '/settings'])
    expect((await findNetwork(house.db)).thresholds.feedback).toEqual({ late: 100, stuck: 300 })
  })

  test('are not changed by members', async () => {
    expect((await house.post('/settings/thresholds', typed, { as: member })).status).toBe(403)
  })

  test.each([
    ['stuck before late', { emergence_stuck: '100' }, 'doit venir après le premier'],
    ['no number', { feedback_late: 'bientôt' }, 'nombre entier'],
    ['none', { feedback_late: '' }, 'nombre entier'],
    ['a part of a day', { feedback_late: '1.5' }, 'nombre entier'],
  ])('cannot be %s', async (_what, wrong, message) => {
    const { status, body } = await house.post('/settings/thresholds', { ...typed, ...wrong }, { as: coordinator })
    expect(status).toBe(422)
    expect(body).toContain(message)
  })

  test('changed by two at once keep the first’s, and show them to the second', async () => {
    await house.post('/settings/thresholds', typed, { as: coordinator })
    const second = await house.post('/settings/thresholds', { ...typed, emergence_late: '50' }, { as: coordinator })
    expect(second.status).toBe(409)
    expect(second.body).toContain('value="50"')
    expect((await findNetwork(house.db)).thresholds.emergence.late).toBe(100)
  })
})
