import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, test } from 'vitest'
import { initiatives } from '../../src/initiatives/tables.ts'
import { visibilities } from '../../src/domain/visibility.ts'
import { solutionVersions } from '../../src/pilots/tables.ts'
import { useHouse } from '../house.ts'
import { key } from '../initiatives/forms.ts'
import { type Place, settle, type Settled, type Town } from '../town.ts'
import { indicatorsIn, measuring, piloted, pilotsIn, versioned } from './cycles.ts'

const house = useHouse()
let town: Town
let one: Settled
let page: string

beforeEach(async () => {
  town = await settle(house)
  one = await town.initiativeAt('feedback', { visibility: 'public' })
  page = `/initiatives/${one.slug}`
})

const readers: (Place | undefined)[] = [
  undefined,
  'member',
  'taker',
  'funder',
  'supportPartner',
  'carrier',
  'coordinator',
]
const sees: Record<(typeof visibilities)[number], (Place | undefined)[]> = {
  public: readers,
  network: readers.slice(1),
  community: readers.slice(2),
  team: readers.slice(2),
  restricted: ['carrier', 'coordinator'],
}
const visit = (who: Place | undefined) => ({ as: who && town[who].accountId })

describe.each(visibilities)('at level %s', (visibility) => {
  test('a pilot and an indicator are seen by those it is for, and by nobody else anywhere', async () => {
    const pilot = await piloted(house, one.id, { title: 'Essai discret', visibility })
    const indicator = await measuring(house, one.id, { name: 'Mesure discrète', visibility, pilotId: pilot })
    const shown = await piloted(house, one.id, { number: 2 })
    await measuring(house, one.id, { name: 'Repas', pilotId: shown })
    for (const who of readers) {
      const may = sees[visibility].includes(who)
      const [asPilot, asIndicator, sheet] = await Promise.all(
        [`/pilots/${pilot}`, `/indicators/${indicator.id}`, page].map((path) => house.get(path, visit(who))),
      )
      expect([who, asPilot!.status, asIndicator!.status]).toEqual([who, may ? 200 : 404, may ? 200 : 404])
      expect([who, sheet!.body.includes('Essai discret')]).toEqual([who, may])
      expect([who, sheet!.body.includes('Mesure discrète')]).toEqual([who, may])
    }
  })
})

test('a deed on what may not be seen is not found', async () => {
  const pilot = await piloted(house, one.id, { visibility: 'restricted' })
  const { id, values } = await measuring(house, one.id, {
    visibility: 'restricted',
    values: [{ kind: 'result', value: '3' }],
  })
  const value = `/indicators/${id}/values/${values[0]}`
  for (const path of [
    `/pilots/${pilot}`,
    `/pilots/${pilot}/begin`,
    `/pilots/${pilot}/finish`,
    `/pilots/${pilot}/give-up`,
    `/indicators/${id}`,
    `/indicators/${id}/values`,
    `${value}/correction`,
    `${value}/withdrawal`,
    `/indicators/${id}/withdrawal`,
  ]) {
    const { status } = await house.post(path, { version: '1', once: key() }, visit('supportPartner'))
    expect([path, status]).toEqual([path, 404])
  }
})

test('a value does not tell of a pilot that its reader may not see', async () => {
  const pilot = await piloted(house, one.id, { title: 'Essai discret', visibility: 'restricted' })
  const { id } = await measuring(house, one.id)
  const value = { kind: 'result', value: '3', effectiveOn: '2026-03-01', pilot, document: '', once: key() }
  expect((await house.post(`/indicators/${id}/values`, value, visit('carrier'))).status).toBe(303)
  expect((await house.get(`/indicators/${id}`, visit('carrier'))).body).toContain('Essai discret')
  expect((await house.get(`/indicators/${id}`, visit('taker'))).body).not.toContain('Essai discret')
})

test('nobody is shown an empty section that they cannot fill', async () => {
  const sections = async (who: Place | undefined) => {
    const { body } = await house.get(page, visit(who))
    return ['pilots', 'indicators'].filter((name) => body.includes(`id="${name}"`))
  }
  expect(await sections(undefined)).toEqual([])
  expect(await sections('taker')).toEqual([])
  expect(await sections('supportPartner')).toEqual(['indicators'])
  expect(await sections('carrier')).toEqual(['pilots', 'indicators'])
})

describe('when two initiatives turn out to be one', () => {
  const mergeInto = async (from: Settled) => {
    const [row] = await house.db.select().from(initiatives).where(eq(initiatives.id, from.id))
    const [into] = await house.db.select().from(initiatives).where(eq(initiatives.id, one.id))
    const fields = {
      into: one.slug,
      version: String(row!.version),
      intoVersion: String(into!.version),
      reason: 'La même',
    }
    const { status, body } = await house.post(
      `/initiatives/${from.slug}/merge`,
      { ...fields, once: key() },
      visit('coordinator'),
    )
    expect([status, status === 303 ? '' : body]).toEqual([303, ''])
  }

  test('pilots and versions are numbered after those of the other, and all that was measured comes along', async () => {
    const from = await town.initiativeAt('feedback', { visibility: 'public', title: 'La même, ailleurs' })
    const [first, second] = [await versioned(house, one.id), await versioned(house, from.id, 1, 'Venue d’ailleurs')]
    await piloted(house, one.id, { solutionVersionId: first })
    const moved = await piloted(house, from.id, { title: 'Essai d’ailleurs', solutionVersionId: second })
    await piloted(house, from.id, { number: 2, title: 'Autre essai d’ailleurs' })
    const { id } = await measuring(house, from.id, { pilotId: moved, values: [{ kind: 'baseline', value: '3' }] })
    await mergeInto(from)
    expect((await pilotsIn(house, one.id)).map(({ number, title }) => [number, title])).toEqual([
      [1, 'Deux mois dans trois villages'],
      [2, 'Essai d’ailleurs'],
      [3, 'Autre essai d’ailleurs'],
    ])
    const versions = await house.db.select().from(solutionVersions).orderBy(solutionVersions.number)
    expect(versions.map(({ initiativeId, number, name }) => [initiativeId, number, name])).toEqual([
      [one.id, 1, 'Prototype d’automne'],
      [one.id, 2, 'Venue d’ailleurs'],
    ])
    expect(await indicatorsIn(house, one.id)).toMatchObject([{ id }])
    const { body } = await house.get(`/pilots/${moved}`)
    for (const said of ['Version 2\u00a0: Venue d’ailleurs', 'Repas partagés']) expect(body).toContain(said)
  })

  test('what the level of the one held back stays held back', async () => {
    const from = await town.initiativeAt('feedback', { visibility: 'team', title: 'La même, en équipe' })
    const version = await versioned(house, from.id, 1, 'Version discrète')
    const pilot = await piloted(house, from.id, { solutionVersionId: version, visibility: 'public' })
    const { id } = await measuring(house, from.id, { visibility: 'network' })
    await mergeInto(from)
    for (const path of [`/pilots/${pilot}`, `/indicators/${id}`]) {
      expect((await house.get(path)).status).toBe(404)
      expect((await house.get(path, visit('taker'))).status).toBe(200)
    }
    expect((await house.get(page)).body).not.toContain('Version discrète')
    expect((await house.get(`/pilots/${pilot}`, visit('taker'))).body).toContain('Version discrète')
  })
})
