import { beforeEach, describe, expect, test } from 'vitest'
import { attestations } from '../../src/initiatives/tables.ts'
import { useHouse } from '../house.ts'
import { type Place, settle, type Settled, type Town } from '../town.ts'
import { attestIt, deedsOn, key, problemAt, typedIn } from './forms.ts'

const house = useHouse()
let town: Town
let one: Settled
let page: string

beforeEach(async () => {
  town = await settle(house)
  one = await town.initiativeAt('feedback', { visibility: 'public' })
  page = `/initiatives/${one.slug}`
})
const typed = {
  statement: 'Douze familles ont répondu',
  proofKind: 'document',
  proof: 'Bilan 2025',
  attestedOn: '2026-02-01',
}
const post = (code: string, who: Place, fields: Record<string, string> = {}, htmx = false) =>
  house.post(`${page}/attestations`, { code, ...typed, once: key(), ...fields }, { as: town[who].accountId, htmx })
const standing = async () => (await house.db.select().from(attestations)).filter((row) => row.withdrawnAt === null)

describe('attesting', () => {
  test.each(['leadCarrier', 'carrier', 'supportPartner', 'coordinator', 'administrator'] as const)(
    'any criterion is for: %s',
    async (who) => {
      expect((await house.get(`${page}/attestations/new?code=R1`, { as: town[who].accountId })).status).toBe(200)
      const { status, to } = await post('R1', who)
      expect([status, to]).toEqual([303, page])
      expect(await standing()).toMatchObject([{ code: 'R1', byAccountId: town[who].accountId }])
    },
  )

  test.each(['funder', 'member', 'formerPartner', 'invited', 'otherCarrier'] as const)(
    'is not for: %s',
    async (who) => {
      const as = town[who].accountId
      expect((await house.get(`${page}/attestations/new?code=R1`, { as })).status).toBe(403)
      for (const htmx of [false, true]) {
        const { status, body } = await post('R1', who, {}, htmx)
        expect([status, /réservé à/.test(body)]).toEqual([403, true])
      }
      expect(await standing()).toEqual([])
    },
  )

  test('is for takers where takers can supply it, and not elsewhere', async () => {
    expect((await post('R2', 'taker')).status).toBe(303)
    expect((await post('R5', 'taker')).status).toBe(303)
    expect((await post('R1', 'taker')).status).toBe(403)
    expect((await post('R6', 'taker')).status).toBe(403)
    expect((await standing()).map(({ capacity }) => capacity)).toEqual(['taker', 'taker'])
  })

  test('of what the database computes alone is not found', async () => {
    expect((await house.get(`${page}/attestations/new?code=E5`, { as: town.carrier.accountId })).status).toBe(404)
    expect((await post('E5', 'carrier')).status).not.toBe(303)
    expect((await post('Z9', 'carrier')).status).not.toBe(303)
    expect(await standing()).toEqual([])
  })

  test('leaves one row in the journal, in the capacity it was made in', async () => {
    await post('R3', 'supportPartner')
    expect(await deedsOn(house, one.id)).toEqual(['attested as support_partner'])
  })
})

describe('a proof', () => {
  test.each([
    ['link', 'voir le site', 422],
    ['link', 'javascript:alert(1)', 422],
    ['link', 'https://exemple.org/bilan', 303],
    ['document', 'Bilan 2025, page 4', 303],
    ['figure', '42 % des ménages (enquête 2025)', 303],
    ['rumour', 'on dit', 422],
  ])('that is a %s, « %s », gets %i', async (proofKind, proof, expected) => {
    const { status, body } = await post('R1', 'carrier', { proofKind, proof })
    expect(status).toBe(expected)
    if (status === 303) return
    expect(typedIn(body, 'statement')).toBe(typed.statement)
    expect(typedIn(body, 'proof')).toBe(proof)
    if (proofKind === 'link') expect(problemAt(body, 'proof').isLinked).toBe(true)
  })

  test.each([
    ['statement', ''],
    ['proof', ''],
    ['attestedOn', '2026-03-03'],
    ['attestedOn', '2026-02-31'],
  ])('is refused at its field: %s « %s »', async (field, value) => {
    const { status, body } = await post('R1', 'carrier', { [field]: value })
    expect(status).toBe(422)
    expect(problemAt(body, field)).toEqual({ said: expect.stringMatching(/./), isLinked: true })
  })

  test('that is a link is followed from the page; the rest is read', async () => {
    await post('R1', 'carrier', { proofKind: 'link', proof: 'https://exemple.org/bilan' })
    expect((await house.get(page, { as: town.carrier.accountId })).body).toContain('href="https://exemple.org/bilan"')
  })
})

describe('a statement', () => {
  test('is read by the team; others read that the criterion is met', async () => {
    await post('R1', 'carrier')
    for (const who of ['carrier', 'funder', 'supportPartner', 'taker', 'coordinator'] as const)
      expect((await house.get(page, { as: town[who].accountId })).body).toContain(typed.statement)
    for (const as of [town.member.accountId, town.formerPartner.accountId, town.invited.accountId, undefined]) {
      const { body } = await house.get(page, { as })
      expect(body).not.toContain(typed.statement)
      expect(body).not.toContain(typed.proof)
      expect(body).toContain('1 critère rempli')
    }
  })

  test('takes the place of an earlier one on the same criterion', async () => {
    await post('R1', 'carrier')
    await post('R1', 'supportPartner', { statement: 'Deux cycles sont terminés' })
    expect((await house.get(page, { as: town.carrier.accountId })).body).toMatch(
      /Attesté le [^<]*Deux cycles sont terminés/,
    )
  })

  test.each([
    ['supportPartner', 'supportPartner', 303],
    ['supportPartner', 'carrier', 303],
    ['carrier', 'coordinator', 303],
    ['carrier', 'supportPartner', 403],
    ['carrier', 'taker', 403],
    ['carrier', 'funder', 403],
    ['carrier', 'member', 403],
  ] as const)('made by %s and withdrawn by %s: %i', async (author, who, expected) => {
    await attestIt(house, one.slug, 'R1', town[author].by)
    const path = `${page}/attestations/${(await standing())[0]!.id}/withdrawal`
    const as = town[who].accountId
    const form = await house.get(path, { as })
    expect(form.status).toBe(expected === 303 ? 200 : 403)
    if (expected === 403) expect(form.body).not.toContain('R1 est rempli')
    expect((await house.post(path, { once: key() }, { as })).status).toBe(expected)
    expect(await standing()).toHaveLength(expected === 303 ? 0 : 1)
  })

  test('that is withdrawn no longer meets its criterion, stays in the history, and is not withdrawn twice', async () => {
    await attestIt(house, one.slug, 'R1', town.carrier.by)
    const path = `${page}/attestations/${(await standing())[0]!.id}/withdrawal`
    await house.post(path, {}, { as: town.carrier.accountId })
    expect((await house.get(page, { as: town.carrier.accountId })).body).toContain('0 critère rempli')
    expect(await house.db.select().from(attestations)).toHaveLength(1)
    expect((await house.post(path, {}, { as: town.carrier.accountId })).status).toBe(404)
    expect(await deedsOn(house, one.id)).toEqual(['attested as carrier', 'attestation_withdrawn as carrier'])
  })

  test('of another initiative is not withdrawn here', async () => {
    const other = await town.initiativeAt('feedback', { title: 'Autre' })
    await attestIt(house, other.slug, 'R1', town.carrier.by)
    const path = `${page}/attestations/${(await standing())[0]!.id}/withdrawal`
    expect((await house.post(path, {}, { as: town.carrier.accountId })).status).toBe(404)
  })
})
