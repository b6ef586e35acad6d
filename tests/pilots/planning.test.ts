import { beforeEach, describe, expect, test } from 'vitest'
import { pilotIndicators, solutionVersions } from '../../src/pilots/tables.ts'
import { useHouse } from '../house.ts'
import { deedsOn, hiddenIn, key, problemAt, typedIn } from '../initiatives/forms.ts'
import { type Place, settle, type Settled, type Town } from '../town.ts'
import { indicatorsIn, measuring, piloted, pilotsIn, planned, proofsOf, valuesOf, versioned } from './cycles.ts'

const house = useHouse()
let town: Town
let one: Settled
let page: string

beforeEach(async () => {
  town = await settle(house)
  one = await town.initiativeAt('mobilisation', { visibility: 'public' })
  page = `/initiatives/${one.slug}`
})

const plan = (who: Place, more: Record<string, string | string[]> = {}, htmx = false) =>
  house.post(`${page}/pilots`, { ...planned(more), once: key() }, { as: town[who].accountId, htmx })
const here = () => pilotsIn(house, one.id)

describe('planning a pilot', () => {
  test.each(['leadCarrier', 'carrier', 'coordinator', 'administrator'] as const)('is for: %s', async (who) => {
    expect((await house.get(`${page}/pilots/new`, { as: town[who].accountId })).status).toBe(200)
    const { status, to } = await plan(who)
    const [pilot] = await here()
    expect([status, to]).toEqual([303, `/pilots/${pilot!.id}`])
    expect(pilot).toMatchObject({ number: 1, state: 'planned', endsOn: '2026-04-30' })
    expect(await deedsOn(house, one.id)).toHaveLength(1)
  })

  test.each(['supportPartner', 'taker', 'funder', 'member', 'formerPartner', 'invited', 'otherCarrier'] as const)(
    'is not for: %s',
    async (who) => {
      const as = town[who].accountId
      expect((await house.get(`${page}/pilots/new`, { as })).status).toBe(403)
      for (const htmx of [false, true]) expect((await plan(who, {}, htmx)).status).toBe(403)
      expect(await here()).toEqual([])
    },
  )

  test('names the first version of the solution and an indicator with its baseline on the spot: M4 is met', async () => {
    const as = town.carrier.accountId
    expect((await proofsOf(house, one.id))?.pilotsPlanned ?? 0).toBe(0)
    const { to } = await plan('carrier')
    const [version] = await house.db.select().from(solutionVersions)
    expect(version).toMatchObject({ number: 1, name: 'Prototype d’automne', since: '2026-03-01' })
    const [indicator] = await indicatorsIn(house, one.id)
    expect(await valuesOf(house, indicator!.id)).toMatchObject([
      { kind: 'baseline', value: '12.5', effectiveOn: '2026-03-01' },
      { kind: 'target', value: '1040', effectiveOn: '2026-04-30' },
    ])
    expect((await proofsOf(house, one.id))!.pilotsPlanned).toBe(1)
    const { body } = await house.get(to!, { as })
    expect(body).toContain('Version 1\u00a0: Prototype d’automne')
    expect(body).not.toContain('il manque encore à ce plan')
  })

  test('takes a plan that is not whole, and says what M4 still misses to those who can supply it', async () => {
    const bare = { place: '', responsible: '', newName: '', newBaseline: '', newTarget: '', newVersion: '' }
    const { to } = await plan('carrier', bare)
    expect((await proofsOf(house, one.id))!.pilotsPlanned).toBe(0)
    const { body } = await house.get(to!, { as: town.carrier.accountId })
    for (const lack of ['un lieu ou un territoire', 'qui en répond', 'un indicateur']) expect(body).toContain(lack)
    expect((await house.get(to!, { as: town.taker.accountId })).body).not.toContain('il manque encore à ce plan')
  })

  test('several follow one another, each with the next number', async () => {
    await plan('carrier')
    await plan('coordinator', {
      startsOn: '2026-06-01',
      endsOn: '2026-07-01',
      newName: '',
      newBaseline: '',
      newTarget: '',
    })
    expect((await here()).map(({ number, startsOn }) => [number, startsOn])).toEqual([
      [1, '2026-03-01'],
      [2, '2026-06-01'],
    ])
  })

  test('two that are planned at the same instant both stand, with numbers of their own', async () => {
    const answers = await Promise.all([plan('carrier'), plan('coordinator', { overlap: 'on' })])
    expect(answers.map(({ status }) => status)).toEqual([303, 303])
    expect((await here()).map(({ number }) => number)).toEqual([1, 2])
  })

  test('at the same time as another is taken once the form has said so', async () => {
    await piloted(house, one.id, { title: 'Un premier essai' })
    const refused = await plan('carrier')
    expect(refused.status).toBe(422)
    expect(problemAt(refused.body, 'overlap')).toMatchObject({ isLinked: true })
    expect(problemAt(refused.body, 'overlap').said).toContain('Un premier essai')
    expect(typedIn(refused.body, 'place')).toBe('Centre communautaire')
    expect((await plan('carrier', { overlap: 'on' })).status).toBe(303)
  })

  test('after one that was given up asks for nothing more', async () => {
    await piloted(house, one.id, { state: 'given_up' })
    expect((await plan('carrier')).status).toBe(303)
  })

  test.each([
    ['title', { title: ' ' }],
    ['endsOn', { endsOn: '2026-02-01' }],
    ['startsOn', { startsOn: '' }],
    ['territory', { territory: 'Atlantide' }],
    ['newBaseline', { newBaseline: 'douze' }],
    ['newBaseline', { newBaseline: '1,234' }],
    ['newName', { newName: '' }],
    ['visibility', { visibility: 'moon' }],
    ['solutionVersion', { solutionVersion: 'none', newVersion: '' }],
    ['indicators', { indicators: 'none' }],
  ])('comes back with what was typed when %s is wrong: %o', async (field, more) => {
    const kept = await measuring(house, one.id)
    await versioned(house, one.id)
    const { status, body } = await plan('carrier', { indicators: kept.id, ...more })
    expect(status).toBe(422)
    expect(problemAt(body, field)).toMatchObject({ said: expect.any(String), isLinked: true })
    expect(typedIn(body, 'responsible')).toBe('La coordination du centre')
    expect(await here()).toEqual([])
  })

  test('posted twice plans once', async () => {
    const fields = { ...planned(), once: key() }
    await house.post(`${page}/pilots`, fields, { as: town.carrier.accountId })
    await house.post(`${page}/pilots`, fields, { as: town.carrier.accountId })
    expect(await here()).toHaveLength(1)
  })
})

describe('changing a plan', () => {
  const form = (more: Record<string, string | string[]> = {}) => ({
    version: '1',
    title: 'Trois mois',
    startsOn: '2026-02-01',
    endsOn: '2026-03-31',
    place: 'Centre communautaire',
    responsible: 'La coordination du centre',
    visibility: 'public',
    once: key(),
    ...more,
  })

  test('is for carriers and coordinators, not for others', async () => {
    const id = await piloted(house, one.id)
    for (const [who, opened, done] of [
      ['carrier', 200, 303],
      ['supportPartner', 403, 403],
      ['member', 403, 403],
    ] as const) {
      const as = town[who].accountId
      expect((await house.get(`/pilots/${id}/edit`, { as })).status).toBe(opened)
      expect((await house.post(`/pilots/${id}`, form(), { as })).status).toBe(done)
    }
    expect((await here())[0]).toMatchObject({ title: 'Trois mois', version: 2 })
  })

  test('keeps, adds and leaves out indicators', async () => {
    const id = await piloted(house, one.id)
    const [first, second] = [
      await measuring(house, one.id, { pilotId: id }),
      await measuring(house, one.id, { name: 'Heures' }),
    ]
    const as = town.carrier.accountId
    await house.post(`/pilots/${id}`, form({ indicators: [first.id, second.id] }), { as })
    expect(await house.db.select().from(pilotIndicators)).toHaveLength(2)
    await house.post(`/pilots/${id}`, form({ version: '2', indicators: second.id }), { as })
    expect(await house.db.select().from(pilotIndicators)).toMatchObject([{ indicatorId: second.id }])
  })

  test('in two tabs: who comes second sees both, loses nothing, and decides again', async () => {
    const id = await piloted(house, one.id)
    const as = town.carrier.accountId
    await house.post(`/pilots/${id}`, form({ title: 'Celui d’à côté', place: 'Gymnase' }), { as })
    const second = await house.post(`/pilots/${id}`, form({ title: 'Le mien' }), { as })
    expect(second.status).toBe(409)
    expect(second.body).toContain('Celui d’à côté')
    expect(typedIn(second.body, 'title')).toBe('Le mien')
    const version = hiddenIn(second.body, 'version')
    expect((await house.post(`/pilots/${id}`, form({ title: 'Le mien', version }), { as })).status).toBe(303)
    expect((await here())[0]).toMatchObject({ title: 'Le mien', version: 3 })
  })

  test('asks nothing of an overlap that was there before', async () => {
    const id = await piloted(house, one.id)
    await piloted(house, one.id, { number: 2 })
    const as = town.carrier.accountId
    expect((await house.post(`/pilots/${id}`, form(), { as })).status).toBe(303)
    const moved = await house.post(`/pilots/${id}`, form({ version: '2', endsOn: '2026-04-15' }), { as })
    expect(moved.status).toBe(422)
  })

  test('of one that is over keeps its findings, and its days in the past', async () => {
    const id = await piloted(house, one.id, { state: 'finished', endsOn: '2026-02-20' })
    const as = town.carrier.accountId
    const outcome = { findings: 'Mieux dit.', negativeEffects: 'Aucun constaté.' }
    const late = await house.post(`/pilots/${id}`, form({ ...outcome, endsOn: '2026-03-31' }), { as })
    expect([late.status, problemAt(late.body, 'endsOn').isLinked]).toEqual([422, true])
    expect((await house.post(`/pilots/${id}`, form({ endsOn: '2026-02-20' }), { as })).status).toBe(422)
    await house.post(`/pilots/${id}`, form({ ...outcome, endsOn: '2026-02-20' }), { as })
    expect((await here())[0]).toMatchObject({ state: 'finished', findings: 'Mieux dit.' })
  })
})

describe('a version of the solution', () => {
  const fields = { name: 'Avec livraison', description: 'On livre le soir.', since: '2026-03-01' }
  const add = (who: Place, more = {}) =>
    house.post(`${page}/versions`, { ...fields, once: key(), ...more }, { as: town[who].accountId })

  test('is added by carriers and coordinators, and takes the next number', async () => {
    await versioned(house, one.id)
    for (const who of ['supportPartner', 'taker', 'member'] as const) expect((await add(who)).status).toBe(403)
    expect((await add('carrier')).status).toBe(303)
    expect((await add('coordinator', { name: 'Sans livraison' })).status).toBe(303)
    const { body } = await house.get(page)
    for (const said of ['Version 2\u00a0: Avec livraison', 'Version 3\u00a0: Sans livraison', 'On livre le soir.'])
      expect(body).toContain(said)
  })

  test('does not stand in the future, nor without a name', async () => {
    expect((await add('carrier', { since: '2026-12-01' })).status).toBe(422)
    expect((await add('carrier', { name: '' })).status).toBe(422)
    expect(await house.db.select().from(solutionVersions)).toEqual([])
  })
})
