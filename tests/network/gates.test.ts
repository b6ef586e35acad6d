import { beforeEach, describe, expect, test } from 'vitest'
import { gateHistory } from '../../src/network/gates.ts'
import { gatesInForce } from '../../src/network/queries.ts'
import { useHouse } from '../house.ts'
import { person } from './people.ts'

const house = useHouse()
let [coordinator, member] = ['', '']

beforeEach(async () => {
  coordinator = (await person(house.db, 'coordinator', 'Accueil Premier')).accountId
  member = (await person(house.db, 'member')).accountId
})

const whole = { E1_on: 'on', E2_on: 'on', E3_on: 'on', E4_on: 'on', E5_on: 'on', E6_on: 'on', mode: 'require' }
const save = (fields: Record<string, string>, as = coordinator) =>
  house.post('/settings/gates/emergence', { ...whole, version: '1', ...fields }, { as })
const inForce = async () => (await gatesInForce(house.db)).emergence

describe('a gate', () => {
  test('that is changed has a new version, and says who changed what', async () => {
    const { E4_on, ...rest } = whole
    const fields = { ...rest, mode: 'advise', E1_fr: 'Le besoin est dit', E1_en: 'The need is stated', version: '1' }
    const { status, to } = await house.post('/settings/gates/emergence', fields, { as: coordinator })
    expect([E4_on, status, to]).toEqual(['on', 303, '/settings/gates'])
    expect(await inForce()).toMatchObject({ version: 2, mode: 'advise' })
    expect((await inForce()).criteria.find(({ code }) => code === 'E4')?.on).toBe(false)
    const { body } = await house.get('/settings/gates', { as: coordinator })
    for (const words of [
      'Accueil Premier',
      'Mode\u00a0: Le jalon conseille',
      'E4 n’est plus demandé',
      'E1 se lit «\u00a0Le besoin est dit\u00a0»',
    ]) {
      expect(body).toContain(words)
    }
  })

  test('that is saved as it was keeps its version', async () => {
    expect((await save({})).status).toBe(303)
    expect((await inForce()).version).toBe(1)
    expect(await gateHistory(house.db)).toEqual([])
  })

  test('keeps its earlier versions, each with what it changed', async () => {
    await save({ mode: 'advise' })
    await save({ mode: 'advise', E2_fr: 'Deux voisines', version: '2' })
    await save({ mode: 'advise', version: '3' })
    expect(
      (await gateHistory(house.db)).map(({ number, changes }) => [number, ...changes.map(({ what }) => what)]),
    ).toEqual([
      [4, 'renamed'],
      [3, 'renamed'],
      [2, 'mode'],
    ])
    expect((await gatesInForce(house.db)).mobilisation.version).toBe(1)
  })

  test('is not changed by members', async () => {
    expect((await save({ mode: 'advise' }, member)).status).toBe(403)
    expect((await inForce()).version).toBe(1)
  })

  test('changed by two at once keeps the first’s, and shows both to the second', async () => {
    await save({ E3_fr: 'Une porteuse connue' })
    const second = await save({ E3_fr: 'Quelqu’un répond' })
    expect(second.status).toBe(409)
    expect(second.body).toContain('Une porteuse connue')
    expect(second.body).toContain('Quelqu’un répond')
    expect((await inForce()).criteria.find(({ code }) => code === 'E3')?.fr).toBe('Une porteuse connue')
  })

  test('saved by twenty at once changes once', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, (_, i) => save({ E1_fr: `Formulation ${i}` })))
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(1)
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(19)
    expect((await inForce()).version).toBe(2)
  })

  test('is not worded in English alone', async () => {
    const { status, body } = await save({ E1_en: 'The need is stated', E2_on: '' })
    expect(status).toBe(422)
    expect(body).toContain('href="#f-E1_fr"')
    expect(body).toContain('The need is stated')
    // What was cleared stays cleared.
    expect(body).toMatch(/name="E1_on" value="on" checked/)
    expect(body).not.toMatch(/name="E2_on" value="on" checked/)
  })

  test('of a stage that does not exist is not found', async () => {
    expect((await house.get('/settings/gates/harvest', { as: coordinator })).status).toBe(404)
  })
})
