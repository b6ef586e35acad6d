import { beforeEach, describe, expect, test } from 'vitest'
import { attach } from '../dossiers/papers.ts'
import { useHouse } from '../house.ts'
import { deedsOn, hiddenIn, key, problemAt, typedIn } from '../initiatives/forms.ts'
import { type Place, settle, type Settled, type Town } from '../town.ts'
import { indicatorsIn, measuring, piloted, proofsOf, valuesOf } from './cycles.ts'

const house = useHouse()
let town: Town
let one: Settled
let page: string

beforeEach(async () => {
  town = await settle(house)
  one = await town.initiativeAt('feedback', { visibility: 'public' })
  page = `/initiatives/${one.slug}`
})

const tending = ['leadCarrier', 'carrier', 'supportPartner', 'coordinator'] as const
const others = ['taker', 'funder', 'member', 'otherCarrier'] as const
const as = (who: Place) => ({ as: town[who].accountId })

describe('an indicator', () => {
  const fields = {
    name: 'Temps d’attente',
    unit: 'minutes',
    benefits: 'individual',
    better: 'less',
    visibility: 'public',
    baseline: '1 234,5',
    baselineOn: '2026-01-10',
    target: '900',
    pilot: '',
  }
  const add = (who: Place, more: Record<string, string> = {}) =>
    house.post(`${page}/indicators`, { ...fields, once: key(), ...more }, as(who))

  test.each(tending)('is added by: %s', async (who) => {
    expect((await house.get(`${page}/indicators/new`, as(who))).status).toBe(200)
    const { status, to } = await add(who)
    const [indicator] = await indicatorsIn(house, one.id)
    expect([status, to]).toEqual([303, `/indicators/${indicator!.id}`])
    expect(indicator).toMatchObject({ unit: 'minutes', benefits: 'individual', isMoreBetter: false })
    expect(await valuesOf(house, indicator!.id)).toMatchObject([
      { kind: 'baseline', value: '1234.5', effectiveOn: '2026-01-10' },
      { kind: 'target', value: '900' },
    ])
  })

  test.each(others)('is not added by: %s', async (who) => {
    expect((await house.get(`${page}/indicators/new`, as(who))).status).toBe(403)
    expect((await add(who)).status).toBe(403)
    expect(await indicatorsIn(house, one.id)).toEqual([])
  })

  test('added from a pilot is measured by it', async () => {
    const id = await piloted(house, one.id)
    await add('carrier', { pilot: id })
    expect((await house.get(`/pilots/${id}`)).body).toContain('Temps d’attente')
    expect((await proofsOf(house, one.id))!.pilotsPlanned).toBe(1)
  })

  test.each([
    ['name', { name: '' }],
    ['baseline', { baseline: '1,234' }],
    ['baselineOn', { baselineOn: '2026-03-03' }],
    ['target', { target: 'beaucoup' }],
    ['pilot', { pilot: 'none' }],
    ['visibility', { visibility: 'moon' }],
  ])('comes back with what was typed when %s is wrong: %o', async (field, more) => {
    await piloted(house, one.id)
    const { status, body } = await add('carrier', more)
    expect(status).toBe(422)
    expect(problemAt(body, field).isLinked).toBe(true)
    expect(typedIn(body, 'unit')).toBe('minutes')
    expect(await indicatorsIn(house, one.id)).toEqual([])
  })

  test('is not hidden from whoever writes it', async () => {
    expect((await add('supportPartner', { visibility: 'restricted' })).status).toBe(422)
    expect((await add('carrier', { visibility: 'restricted' })).status).toBe(303)
  })

  test('is said otherwise, and in two tabs who comes second sees both', async () => {
    const { id } = await measuring(house, one.id)
    const form = { version: '1', ...fields }
    const edit = (who: Place, more: Record<string, string>) =>
      house.post(`/indicators/${id}`, { ...form, once: key(), ...more }, as(who))
    expect((await edit('taker', {})).status).toBe(403)
    expect((await edit('supportPartner', { name: 'Repas offerts' })).status).toBe(303)
    const second = await edit('carrier', { name: 'Le mien' })
    expect(second.status).toBe(409)
    expect(second.body).toContain('Repas offerts')
    expect(typedIn(second.body, 'name')).toBe('Le mien')
    const version = hiddenIn(second.body, 'version')
    expect((await edit('carrier', { name: 'Le mien', version })).status).toBe(303)
    expect((await indicatorsIn(house, one.id))[0]).toMatchObject({ name: 'Le mien', version: 3 })
  })

  test('withdrawn is seen and counted no longer', async () => {
    const pilotId = await piloted(house, one.id)
    const values = [{ kind: 'baseline', value: '12' } as const]
    const { id } = await measuring(house, one.id, { pilotId, values })
    for (const who of others) expect((await house.post(`/indicators/${id}/withdrawal`, {}, as(who))).status).toBe(403)
    expect((await house.get(`/indicators/${id}/withdrawal`, as('carrier'))).body).toContain('Sa valeur')
    await house.post(`/indicators/${id}/withdrawal`, { once: key() }, as('carrier'))
    expect((await house.get(`/indicators/${id}`, as('coordinator'))).status).toBe(404)
    expect((await house.get(`/pilots/${pilotId}`)).body).not.toContain('Repas partagés')
    expect((await proofsOf(house, one.id))!.pilotsPlanned).toBe(0)
  })
})

describe('a value', () => {
  const fields = {
    kind: 'result',
    value: '1,234.5',
    effectiveOn: '2026-03-01',
    source: 'Registre',
    document: '',
    pilot: '',
  }
  const add = (id: string, who: Place, more: Record<string, string> = {}) =>
    house.post(`/indicators/${id}/values`, { ...fields, once: key(), ...more }, as(who))
  const standing = async (id: string) => {
    const all = await valuesOf(house, id)
    return all.filter((value) => !value.isVoid && !all.some(({ supersedesId }) => supersedesId === value.id))
  }

  test.each(tending)('is added by: %s', async (who) => {
    const { id } = await measuring(house, one.id)
    expect((await house.get(`/indicators/${id}/values/new`, as(who))).status).toBe(200)
    expect((await add(id, who)).status).toBe(303)
    expect(await standing(id)).toMatchObject([{ kind: 'result', value: '1234.5', source: 'Registre' }])
  })

  test.each(others)('is not added by: %s', async (who) => {
    const { id } = await measuring(house, one.id)
    expect((await house.get(`/indicators/${id}/values/new`, as(who))).status).toBe(403)
    expect((await add(id, who)).status).toBe(403)
  })

  test('without a baseline is kept, with a plain warning and the way to mend it', async () => {
    const { id } = await measuring(house, one.id)
    const form = await house.get(`/indicators/${id}/values/new?kind=result`, as('carrier'))
    expect(form.body).toContain('ne se comparera à rien')
    await add(id, 'carrier')
    const shown = await house.get(`/indicators/${id}`, as('carrier'))
    expect(shown.body).toContain('ne peuvent pas être comparés')
    expect(shown.body).toContain(`/indicators/${id}/values/new?kind=baseline`)
    expect((await proofsOf(house, one.id))!.indicatorsCompared).toBe(0)
    await add(id, 'carrier', { kind: 'baseline', value: '800', effectiveOn: '2026-01-01' })
    const mended = await house.get(`/indicators/${id}`, as('carrier'))
    expect(mended.body).not.toContain('ne peuvent pas être comparés')
    expect(mended.body).toContain('<svg class="plot"')
    expect(await proofsOf(house, one.id)).toMatchObject({ indicatorsCompared: 1, collectiveResults: 1 })
  })

  test('a second baseline is refused: the one that stands is corrected', async () => {
    const { id } = await measuring(house, one.id, { values: [{ kind: 'baseline', value: '12' }] })
    const { status, body } = await add(id, 'carrier', { kind: 'baseline' })
    expect([status, problemAt(body, 'kind').isLinked]).toEqual([422, true])
  })

  test.each([
    ['value', { value: '' }],
    ['value', { value: '12 %' }],
    ['value', { value: '1,870' }],
    ['effectiveOn', { effectiveOn: '2026-03-03' }],
    ['effectiveOn', { effectiveOn: 'hier' }],
    ['document', { document: 'none' }],
    ['pilot', { pilot: 'none' }],
  ])('comes back with what was typed when %s is wrong: %o', async (field, more) => {
    const { id } = await measuring(house, one.id)
    await piloted(house, one.id)
    await attach(house, one.id)
    const { status, body } = await add(id, 'carrier', more)
    expect(status).toBe(422)
    expect(problemAt(body, field).isLinked).toBe(true)
    expect(typedIn(body, 'source')).toBe('Registre')
    expect(await standing(id)).toEqual([])
  })

  test('a target may be aimed at in the future', async () => {
    const { id } = await measuring(house, one.id)
    expect((await add(id, 'carrier', { kind: 'target', effectiveOn: '2027-01-01' })).status).toBe(303)
  })

  test('names only documents of this initiative that its writer sees, and shows them to who may', async () => {
    const { id } = await measuring(house, one.id)
    const hidden = await attach(house, one.id, { title: 'Budget caché', visibility: 'restricted' })
    expect((await house.get(`/indicators/${id}/values/new`, as('supportPartner'))).body).not.toContain('Budget caché')
    expect((await add(id, 'supportPartner', { document: hidden.id })).status).toBe(422)
    expect((await add(id, 'carrier', { document: hidden.id })).status).toBe(303)
    expect((await house.get(`/indicators/${id}`, as('carrier'))).body).toContain('Budget caché')
    expect((await house.get(`/indicators/${id}`)).body).not.toContain('Budget caché')
    // A correction by somebody who does not see the document keeps it.
    const [value] = await standing(id)
    const form = await house.get(`/indicators/${id}/values/${value!.id}/correction`, as('supportPartner'))
    expect(form.body).not.toContain('Budget caché')
  })

  describe('corrected', () => {
    const correct = (id: string, value: string, who: Place, more: Record<string, string> = {}) =>
      house.post(
        `/indicators/${id}/values/${value}/correction`,
        { ...fields, value: '30', once: key(), ...more },
        as(who),
      )

    test('stays, and another stands in its place', async () => {
      const { id, values } = await measuring(house, one.id, { values: [{ kind: 'result', value: '3' }] })
      const path = `/indicators/${id}/values/${values[0]}/correction`
      for (const who of others) {
        expect((await house.get(path, as(who))).status).toBe(403)
        expect((await correct(id, values[0]!, who)).status).toBe(403)
      }
      expect(typedIn((await house.get(path, as('carrier'))).body, 'value')).toBe('3')
      expect((await correct(id, values[0]!, 'supportPartner')).status).toBe(303)
      expect(await standing(id)).toMatchObject([{ value: '30', kind: 'result', supersedesId: values[0] }])
      expect((await house.get(`/indicators/${id}`)).body).toContain('<s>3\u00a0repas</s>')
      expect(await deedsOn(house, one.id)).toEqual(['value_corrected as support_partner'])
    })

    test('in two tabs: who comes second sees both, and corrects the correction', async () => {
      const { id, values } = await measuring(house, one.id, { values: [{ kind: 'result', value: '3' }] })
      await correct(id, values[0]!, 'carrier')
      const second = await correct(id, values[0]!, 'coordinator', { value: '31' })
      expect(second.status).toBe(409)
      expect(typedIn(second.body, 'value')).toBe('31')
      const action = /action="([^"]*correction)"/.exec(second.body)![1]!
      expect((await house.post(action, { ...fields, value: '31', once: key() }, as('coordinator'))).status).toBe(303)
      expect(await standing(id)).toMatchObject([{ value: '31' }])
    })

    test('at the same instant: one stands, the other is told', async () => {
      const { id, values } = await measuring(house, one.id, { values: [{ kind: 'result', value: '3' }] })
      const answers = await Promise.all([
        correct(id, values[0]!, 'carrier'),
        correct(id, values[0]!, 'coordinator', { value: '31' }),
      ])
      expect(answers.map(({ status }) => status).toSorted((one, other) => one - other)).toEqual([303, 409])
      expect(await standing(id)).toHaveLength(1)
    })
  })

  test('taken back counts no longer, and stays in the table', async () => {
    const values = [
      { kind: 'baseline', value: '12' },
      { kind: 'result', value: '30' },
    ] as const
    const given = await measuring(house, one.id, { values: [...values] })
    const path = `/indicators/${given.id}/values/${given.values[1]}/withdrawal`
    for (const who of others) {
      expect((await house.get(path, as(who))).status).toBe(403)
      expect((await house.post(path, { once: key() }, as(who))).status).toBe(403)
    }
    expect((await proofsOf(house, one.id))!.indicatorsCompared).toBe(1)
    expect((await house.get(path, as('carrier'))).body).toContain('30\u00a0repas')
    expect((await house.post(path, { once: key() }, as('carrier'))).status).toBe(303)
    expect((await proofsOf(house, one.id))!.indicatorsCompared).toBe(0)
    const { body } = await house.get(`/indicators/${given.id}`, as('carrier'))
    expect(body).toContain('<s>30\u00a0repas</s>')
    expect(body).toContain('Aucun résultat encore')
    expect((await house.post(path, { once: key() }, as('carrier'))).status).toBe(404)
  })
})
