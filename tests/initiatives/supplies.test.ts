import { beforeEach, describe, expect, test } from 'vitest'
import type { CriterionCode } from '../../src/domain/criteria.ts'
import { gateOf } from '../../src/domain/gates.ts'
import { initiativeProofs } from '../../src/initiatives/tables.ts'
import { useHouse } from '../house.ts'
import { type Place, settle, type Town } from '../town.ts'

const house = useHouse()
let town: Town

beforeEach(async () => {
  town = await settle(house)
})

/** The line of a criterion in the panel of an initiative that stands before its gate. */
async function line(code: CriterionCode, place: Place | undefined, slug: string) {
  const { body } = await house.get(`/initiatives/${slug}`, place ? { as: town[place].accountId } : {})
  const found = body.match(/<li class="criterion[\s\S]*?<\/li>/g)?.find((one) => one.includes(`>${code}</span>`)) ?? ''
  return {
    ways: [...found.matchAll(/href="\/initiatives\/[^/"#]+([^"]*)"/g)].map(([, way]) => way!.replaceAll('&amp;', '&')),
    how: found.match(/<p class="why">(.*?)<\/p>/)?.[1],
  }
}

const stated = (code: CriterionCode) => [`/attestations/new?code=${code}`, `/documents/new?code=${code}`]

describe('what is missing leads whoever may supply it to where it is recorded, then to a statement and a document', () => {
  test.each([
    ['M4', '/pilots/new', ['carrier', 'coordinator'], ['supportPartner', 'taker', 'funder', 'member']],
    ['R1', '#pilots', ['carrier', 'coordinator'], ['supportPartner', 'taker', 'funder', 'member']],
    ['R2', '#pilots', ['carrier', 'coordinator', 'supportPartner', 'taker'], ['funder', 'member']],
    ['R3', '/adjustments/new', ['carrier', 'coordinator'], ['supportPartner', 'taker', 'funder', 'member']],
    ['R4', '/indicators/new', ['carrier', 'coordinator', 'supportPartner'], ['taker', 'funder', 'member']],
    ['R5', '/adoptions/new?status=intent', ['carrier', 'coordinator', 'taker'], ['supportPartner', 'funder', 'member']],
    ['A1', '/adoptions/new?status=integrated', ['carrier', 'coordinator', 'taker'], ['supportPartner', 'funder']],
    ['A2', '/adoptions/new?status=trial', ['carrier', 'coordinator', 'taker'], ['supportPartner', 'funder', 'member']],
    ['A6', '/indicators/new', ['carrier', 'coordinator', 'supportPartner'], ['taker', 'funder', 'member']],
  ] as [CriterionCode, string, Place[], Place[]][])('%s: %s', async (code, way, may, mayNot) => {
    const { slug } = await town.initiativeAt(gateOf(code), { visibility: 'public' })
    for (const place of may) {
      expect([place, (await line(code, place, slug)).ways]).toEqual([place, [way, ...stated(code)]])
    }
    for (const place of [...mayNot, undefined]) {
      expect([place, (await line(code, place, slug)).ways.includes(way)]).toEqual([place, false])
    }
  })

  test.each(['M6', 'R6', 'A3'] as const)('%s is only stated', async (code) => {
    const { slug } = await town.initiativeAt(gateOf(code))
    expect((await line(code, 'carrier', slug)).ways).toEqual(stated(code))
  })
})

describe('what is met by what is on record says by what, and how many', () => {
  test.each([
    ['R1', { pilotsFinished: 2 }, '2 expérimentations terminées'],
    [
      'R2',
      { feedbackAdopters: 1, feedbackBeneficiaries: 12 },
      '1 rétroaction d’utilisateurs et 12 rétroactions de bénéficiaires',
    ],
    ['A1', { adoptionsIntegrated: 3 }, '3 organisations qui l’ont intégrée à leur pratique'],
    ['A2', { beneficiaryUseSince: '2025-09-02' }, 'un usage par des bénéficiaires depuis six mois ou plus'],
  ] as const)('%s', async (code, proofs, how) => {
    const { id, slug } = await town.initiativeAt(gateOf(code), { visibility: 'public' })
    await house.db.commit((tx) => [tx.insert(initiativeProofs).values({ initiativeId: id, ...proofs })])
    expect(await line(code, 'carrier', slug)).toEqual({ how, ways: [] })
    // Some of them may be hidden from others, who read no count of them.
    expect((await line(code, 'taker', slug)).how).toBe('Calculé par Sillon')
    expect((await line(code, undefined, slug)).how).toBe('Calculé par Sillon')
  })

  test('M3, by a taker who accepted', async () => {
    const { slug } = await town.initiativeAt('mobilisation')
    expect(await line('M3', 'carrier', slug)).toEqual({ how: '1 preneur qui a accepté', ways: [] })
  })

  test('the day before six months are over, use is not maintained yet', async () => {
    const { id, slug } = await town.initiativeAt('appropriation')
    const beneficiaryUseSince = '2025-09-03'
    await house.db.commit((tx) => [tx.insert(initiativeProofs).values({ initiativeId: id, beneficiaryUseSince })])
    expect((await line('A2', 'carrier', slug)).ways).toContain('/adoptions/new?status=trial')
  })

  test('what everybody sees of the initiative is counted for everybody', async () => {
    const { id, slug } = await town.initiativeAt('mobilisation', { visibility: 'public' })
    await house.db.commit((tx) => [tx.insert(initiativeProofs).values({ initiativeId: id, knowledgeKinds: 3 })])
    expect((await line('M1', undefined, slug)).how).toBe('3 sortes de savoirs')
  })
})
