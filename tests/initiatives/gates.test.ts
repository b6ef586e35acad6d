import { beforeEach, describe, expect, test } from 'vitest'
import { type CriterionCode, criteriaOf, type GateMode } from '../../src/domain/gates.ts'
import { changeGate } from '../../src/network/gates.ts'
import { useHouse } from '../house.ts'
import { settle, type Settled, type Town } from '../town.ts'
import { attestIt, moveIt, movesOf, rowOf } from './forms.ts'

const house = useHouse()
let town: Town
let one: Settled
let page: string

beforeEach(async () => {
  town = await settle(house)
  one = await town.initiativeAt('emergence')
  page = `/initiatives/${one.slug}`
})
type Criterion = { code: CriterionCode; on: boolean; fr?: string; en?: string }
async function setGate(mode: GateMode, change: (criterion: Criterion) => Criterion, version: number) {
  const criteria = criteriaOf('emergence').map((code) => change({ code, on: true }))
  await changeGate(house.db, 'emergence', { mode, criteria, version }, town.coordinator.by, house.now)
}

describe('a gate that advises', () => {
  beforeEach(() => setGate('advise', (one) => one, 1))

  test('lets pass, and records what was missing', async () => {
    const as = town.carrier.accountId
    const form = await house.get(`${page}/moves/new?to=mobilisation`, { as })
    expect(form.body).toContain('Ce jalon conseille')
    await moveIt(house, one.slug, { event: 'advance' }, town.carrier.by)
    const last = (await movesOf(house, one.slug)).at(-1)!
    expect(last).toMatchObject({ gateVersion: 2, waiver: null })
    expect(last.judged!.filter(({ met }) => !met)).toHaveLength(5)
    expect((await house.get(page, { as })).body).toMatch(/sans [^<]*une consultation[^<]*\(jalon conseillé\)/)
  })
})

describe('a criterion', () => {
  test('that is off is not asked for, and does not count', async () => {
    await setGate('require', (one) => ({ ...one, on: one.code === 'E3' || one.code === 'E4' }), 1)
    expect((await house.get(page, { as: town.carrier.accountId })).body).toContain('1 critère sur 2')
    await attestIt(house, one.slug, 'E4', town.carrier.by)
    await moveIt(house, one.slug, { event: 'advance' }, town.carrier.by)
    expect((await movesOf(house, one.slug)).at(-1)!.judged!.map(({ code }) => code)).toEqual(['E3', 'E4'])
  })

  test('that is renamed is read by its new name, in both languages, on every page', async () => {
    await setGate(
      'require',
      (one) => (one.code === 'E1' ? { ...one, fr: 'Un besoin criant', en: 'A crying need' } : one),
      1,
    )
    const as = town.carrier.accountId
    for (const path of [page, `${page}/moves/new?to=mobilisation`, `${page}/attestations/new?code=E1`, '/', '/me']) {
      expect([path, (await house.get(path, { as })).body.includes('Un besoin criant')]).toEqual([path, true])
      const english = await house.get(path, { as, headers: { 'Accept-Language': 'en' } })
      expect([path, english.body.includes('A crying need')]).toEqual([path, true])
    }
  })
})

test('each move keeps the version that judged it, whatever the gate becomes', async () => {
  await setGate('advise', (one) => one, 1)
  await moveIt(house, one.slug, { event: 'advance' }, town.carrier.by)
  await setGate('require', (one) => ({ ...one, on: one.code === 'E3' }), 2)
  await moveIt(house, one.slug, { event: 'send_back', to: 'emergence', reason: 'À refaire' }, town.carrier.by)
  await moveIt(house, one.slug, { event: 'advance' }, town.carrier.by)
  expect((await movesOf(house, one.slug)).map(({ event, gateVersion }) => [event, gateVersion])).toEqual([
    ['start', null],
    ['advance', 2],
    ['send_back', null],
    ['advance', 3],
  ])
  expect((await rowOf(house, one.slug)).stage).toBe('mobilisation')
  const { body } = await house.get(page, { as: town.member.accountId })
  expect(body).toContain('jalon version 2\u00a0: 1 critère sur 6')
  expect(body).toContain('jalon version 3\u00a0: 1 critère sur 1')
})
