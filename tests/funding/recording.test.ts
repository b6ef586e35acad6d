import { beforeEach, describe, expect, test } from 'vitest'
import { fundings } from '../../src/funding/tables.ts'
import { newId } from '../../src/platform/id.ts'
import { useHouse } from '../house.ts'
import { type Place, settle, type Settled, type Town } from '../town.ts'
import { asked, edition, entry, funded, rowsOf } from './ledger.ts'

const house = useHouse()
let town: Town
let one: Settled

beforeEach(async () => {
  town = await settle(house)
  one = await town.initiativeAt('mobilisation')
})

const begin = (place: Place, more: Record<string, string> = {}) =>
  house.post(`/initiatives/${one.slug}/fundings`, asked({ once: newId(), ...more }), { as: town[place].accountId })
const add = (id: string, place: Place, more: Record<string, string> = {}, rest = '') =>
  house.post(`/fundings/${id}/rows${rest}`, entry({ once: newId(), ...more }), { as: town[place].accountId })
const given = (rows: Parameters<typeof funded>[1]['rows'], more: Partial<Parameters<typeof funded>[1]> = {}) =>
  funded(house, { subject: { initiativeId: one.id }, funderId: town.funder.actorId, rows, ...more })
const page = async (id: string, place: Place) =>
  (await house.get(`/fundings/${id}`, { as: town[place].accountId })).body.replaceAll(/[\u00A0\u202F]/g, ' ')
const standing = async (place: Place, code: string) => {
  const { body } = await house.get(`/initiatives/${one.slug}`, { as: town[place].accountId })
  return body
    .split('<li class="criterion')
    .find((part) => part.includes(`small">${code}</span>`))
    ?.startsWith(' met')
}

describe('a funding is begun', () => {
  test('by who carries, as a request; by its funder and by coordinators with any status', async () => {
    const to = (await begin('carrier')).to!
    expect(await page(to.split('/').pop()!, 'carrier')).toContain('12 500,50 $')
    expect((await begin('funder', { status: 'confirmed' })).status).toBe(303)
    expect((await begin('coordinator', { status: 'disbursed', reason: 'Avance' })).status).toBe(303)
    for (const place of ['taker', 'member', 'supportPartner'] as const) expect((await begin(place)).status).toBe(403)
    const refused = await begin('carrier', { status: 'confirmed' })
    expect(refused.status).toBe(422)
    expect(refused.body).toContain('id="f-status"')
    expect(refused.body).toContain('value="12 500,50"')
  })

  test('once when it is posted twice', async () => {
    const once = newId()
    await begin('carrier', { once })
    await begin('carrier', { once })
    expect(await house.db.select().from(fundings)).toHaveLength(1)
  })

  test('for an edition by coordinators, who see it on its own page', async () => {
    const { slug } = await edition(house)
    const as = town.coordinator.accountId
    const { to } = await house.post(`/editions/${slug}/fundings`, asked({ status: 'pledged' }), { as })
    const seen = await house.get(to!, { as })
    expect(seen.body).toContain(`/editions/${slug}`)
    expect((await house.get(to!, { as: town.member.accountId })).body).not.toContain('500,50')
    expect((await house.get(to!)).status).toBe(404)
  })
})

describe('an amount', () => {
  test.each(['12 500,50', '12 500,50 $', '12500.50', '12 500,50 CAD'])(
    'is read as people write it: %s',
    async (amount) => {
      const { id } = await given([])
      expect((await add(id, 'funder', { amount })).status).toBe(303)
      expect((await rowsOf(house, id)).map(({ cents }) => cents)).toEqual([1_250_050])
    },
  )

  test.each([
    ['', 'obligatoire|Écrivez|Répondez'],
    ['beaucoup', 'Ce n’est pas un montant'],
    ['1,870', '1,870 se lit de deux façons'],
    ['2.25E+13', 'abîmé par un tableur'],
    ['12,345678', 'deux décimales au plus'],
    ['100 EUR', 'CAD'],
    ['-5', 'plus grand que zéro'],
  ])('that is not one says so at its field: %s', async (amount, words) => {
    const { id } = await given([])
    const { status, body } = await add(id, 'funder', { amount, note: 'Premier versement' })
    expect(status).toBe(422)
    expect(body).toMatch(new RegExp(`id="f-amount-error"[^>]*>[\\s\\S]{0,200}(?:${words})`))
    expect(body).toContain('Premier versement')
    if (amount) expect(body).toContain(`value="${amount}"`)
  })

  test.each([
    ['a day to come', { effectiveOn: '2026-03-03' }, 'effectiveOn'],
    ['a level wider than the funding’s', { rowVisibility: 'public' }, 'rowVisibility'],
    ['a document of elsewhere', { document: 'nowhere' }, 'document'],
    ['more paid than confirmed', { status: 'disbursed' }, 'reason'],
  ])('is refused with %s', async (_what, fields, field) => {
    const { id } = await given([], { visibility: 'network' })
    const { status, body } = await add(id, 'funder', fields)
    expect([status, body.includes(`#f-${field}`)]).toEqual([422, true])
  })
})

describe('what was entered', () => {
  test('is amended by a row that says why, and corrected by one that stands in its place; both stay to be read', async () => {
    const { id, rows } = await given([{ status: 'confirmed', cents: 4_000_000 }])
    const amendment = { amount: '-5 000', effectiveOn: '2026-02-20', reason: 'Un village de moins' }
    expect((await add(id, 'funder', amendment, `/${rows[0]}/amendment`)).status).toBe(303)
    expect(await page(id, 'funder')).toContain('35 000,00 $')
    const last = (await rowsOf(house, id))[1]!
    const correction = { amount: '-4 000', effectiveOn: '2026-02-20', reason: 'Mal lu' }
    expect((await add(id, 'funder', correction, `/${last.id}/correction`)).status).toBe(303)
    const body = await page(id, 'funder')
    expect(body).toContain('36 000,00 $')
    expect(body).toMatch(/<tr class="superseded">[\s\S]*<s>[^<]*5 000,00/)
    expect(await rowsOf(house, id)).toHaveLength(3)
    expect((await add(id, 'funder', correction, `/${last.id}/correction`)).status).toBe(404)
    const below = await add(id, 'funder', { ...amendment, amount: '-50 000' }, `/${rows[0]}/amendment`)
    expect([below.status, below.body.includes('Un village de moins')]).toEqual([422, true])
  })

  test('by two at once is entered twice or told to one of them, and nothing is lost', async () => {
    const { id } = await given([])
    const answers = await Promise.all(['10', '20', '30'].map((amount) => add(id, 'coordinator', { amount })))
    const done = answers.filter(({ status }) => status === 303)
    for (const { status } of answers) expect([303, 409, 422]).toContain(status)
    const rows = await rowsOf(house, id)
    expect(rows).toHaveLength(done.length)
    expect(rows.map(({ sequence }) => sequence)).toEqual(rows.map((_row, index) => index + 1))
  })

  test('has terms that two do not change unknown to one another', async () => {
    const { id } = await given([])
    const change = (purpose: string) =>
      house.post(
        `/fundings/${id}`,
        { version: '1', purpose, visibility: 'public', once: newId() },
        { as: town.funder.accountId },
      )
    expect((await change('Mise en marche')).status).toBe(303)
    const late = await change('Diffusion')
    expect(late.status).toBe(409)
    expect(late.body).toContain('Mise en marche')
    expect(late.body).toContain('value="Diffusion"')
  })

  test('pays what was due, which was late until then', async () => {
    const { id, instalment } = await given([{ status: 'confirmed' }])
    expect(await page(id, 'carrier')).toContain('en retard')
    await add(id, 'funder', { status: 'disbursed', amount: '10 000', instalment })
    expect(await page(id, 'carrier')).not.toContain('en retard')
    expect(await page(id, 'member')).not.toContain('10 000,00')
  })

  test('meets M5 with one funder, and A4 with two, without anybody stating it', async () => {
    expect(await standing('leadCarrier', 'M5')).toBe(false)
    const { id } = await given([{ status: 'pledged' }])
    expect(await standing('leadCarrier', 'M5')).toBe(false)
    await add(id, 'funder', { status: 'confirmed' })
    expect(await standing('leadCarrier', 'M5')).toBe(true)
    one = await town.initiativeAt('appropriation')
    await given([{ status: 'confirmed' }])
    expect(await standing('leadCarrier', 'A4')).toBe(false)
    await given([{ status: 'confirmed' }], { funderId: town.taker.actorId })
    expect(await standing('leadCarrier', 'A4')).toBe(true)
  })
})

test('two sheets of one funder, made one, keep one ledger', async () => {
  const { id } = await given([{ status: 'confirmed' }])
  const as = town.coordinator.accountId
  await house.post('/actors/fonds-du-fleuve/merge', { into: 'Coop des marais', version: '1', once: newId() }, { as })
  const body = await page(id, 'coordinator')
  expect(body).toContain('/actors/coop-des-marais')
  expect(body).toContain('40 000,00 $')
})

test('two initiatives made one keep what was given to each', async () => {
  const { id } = await given([{ status: 'confirmed' }])
  const into = await town.initiativeAt('feedback', { title: 'Épicerie du fleuve' })
  await house.post(
    `/initiatives/${one.slug}/merge`,
    { into: into.slug, reason: 'La même', version: '1', once: newId() },
    { as: town.coordinator.accountId },
  )
  expect(await page(id, 'coordinator')).toContain(`/initiatives/${into.slug}`)
})

test('a rate is set by coordinators, and says its day and its source', async () => {
  const fields = { from: 'EUR', to: 'CAD', rate: '1,4682', effectiveOn: '2026-02-27', source: 'Banque du Canada' }
  const as = town.coordinator.accountId
  const { body } = await house.submit('/settings/rates', { ...fields, once: newId() }, { as })
  expect(body).toContain('1,4682')
  expect(body).toContain('Banque du Canada')
  for (const [field, value] of [
    ['rate', '0'],
    ['rate', 'un peu'],
    ['to', 'EUR'],
    ['from', 'XAU'],
    ['effectiveOn', '2026-03-03'],
  ] as const) {
    const answer = await house.post('/settings/rates', { ...fields, [field]: value, once: newId() }, { as })
    expect([field, answer.status, answer.body.includes(`#f-${field}`)]).toEqual([field, 422, true])
  }
})
