import { beforeEach, describe, expect, test } from 'vitest'
import { useHouse } from '../house.ts'
import { type Settled, settle, type Town } from '../town.ts'
import { hasGivingStandard, codesOf, problemsOf } from './standards.ts'
import { carries, type Entry, funded, organisation } from './ledger.ts'

const house = useHouse()
let town: Town
let one: Settled
let [funder, carrier] = ['', '']

beforeEach(async () => {
  town = await settle(house)
  one = await town.initiativeAt('mobilisation', { title: 'Cuisine de gare', visibility: 'public', need: 'Manger.' })
  funder = await organisation(house, 'Fondation des rives', { neq: '1160000000', bn: '123456782' })
  carrier = await organisation(house, 'Pôle des marais', { bn: '987654324' })
  await carries(house, carrier, one.id)
})

interface Grant {
  id: string
  [name: string]: unknown
}
interface Package {
  grants: Grant[]
  [name: string]: unknown
}

async function given(): Promise<Package> {
  const { status, body } = await house.get('/open/360giving.json')
  expect(status).toBe(200)
  return JSON.parse(body) as Package
}

const award = (entries: Entry[], wanted: Partial<Parameters<typeof funded>[1]> = {}) =>
  funded(house, { initiativeId: one.id, funderId: funder, ...wanted }, entries)

const confirmed: Entry = { status: 'confirmed', cents: 200_050, on: '2026-01-20' }

describe('the 360Giving file', () => {
  test.skipIf(!hasGivingStandard)('is valid against the published schema and its codelists', async () => {
    await award([confirmed, { status: 'disbursed', cents: 100_000, on: '2026-02-01' }], {
      dueOn: ['2026-02-01', '2026-09-01'],
    })
    await award([{ status: 'disbursed', cents: 5_00, on: '2026-02-02' }], { currency: 'EUR' })
    const file = await given()
    expect(problemsOf(file)).toEqual([])
    for (const grant of file.grants) {
      expect(codesOf('currency.csv')).toContain(grant.currency)
      if (grant.locationScope) expect(codesOf('locationScope.csv')).toContain(grant.locationScope)
    }
    // The test would see a fault.
    expect(problemsOf({ ...file, grants: [{ ...file.grants[0]!, awardDate: undefined }] })).not.toEqual([])
  })

  test('says who gave how much to whom, when, for what, where and about what', async () => {
    const id = await award(
      [
        { status: 'requested', cents: 300_000, on: '2025-12-01' },
        confirmed,
        { status: 'disbursed', cents: 150_000, on: '2026-02-01' },
        { status: 'returned', cents: 25_025, on: '2026-02-20' },
      ],
      { dueOn: ['2026-02-01', '2026-09-01'] },
    )
    const { grants, publisher, license } = await given()
    expect(license).toBe('https://creativecommons.org/licenses/by/4.0/')
    expect(publisher).toMatchObject({ name: 'Sillon' })
    expect(grants).toHaveLength(1)
    expect(grants[0]).toMatchObject({
      id: `360G-sillon-${id}`,
      title: 'Bourse de démarrage',
      description: 'Manger.',
      currency: 'CAD',
      amountAppliedFor: 3000,
      amountAwarded: 2000.5,
      amountDisbursed: 1249.75,
      awardDate: '2026-01-20',
      actualDates: [{ startDate: '2026-02-01', endDate: '2026-02-20' }],
      fundingOrganization: [{ id: 'CA_QC-QBC-1160000000', name: 'Fondation des rives' }],
      recipientOrganization: [{ id: 'CA-CRA_ACR-987654324', name: 'Pôle des marais' }],
    })
    const values = (grants[0]!.disbursementTransaction as { value: number }[]).map(({ value }) => value)
    expect(values).toEqual([1500, -250.25])
    // Schedules are for the two sides of a funding.
    expect(JSON.stringify(grants)).not.toContain('2026-09-01')
  })

  test('counts amendments, and not what was corrected', async () => {
    await award([
      confirmed,
      { status: 'confirmed', cents: -50_050, on: '2026-02-01' },
      { status: 'disbursed', cents: 999_999, on: '2026-02-02' },
      { status: 'disbursed', cents: 10_000, on: '2026-02-02', supersedes: 2 },
    ])
    const [grant] = (await given()).grants
    expect(grant).toMatchObject({ amountAwarded: 1500, amountDisbursed: 100 })
  })

  test('is not there as long as nothing is awarded: the standard knows no empty file', async () => {
    await award([{ status: 'requested', cents: 100, on: '2026-01-01' }])
    await award([{ status: 'pledged', cents: 100, on: '2026-01-01' }])
    await award([confirmed, { status: 'confirmed', cents: -200_050, on: '2026-02-01' }])
    expect((await house.get('/open/360giving.json')).status).toBe(404)
    expect((await house.get('/open')).body).toContain('0 financement')
  })

  const hidden: [string, () => Promise<unknown>][] = [
    [
      'whose initiative is for the network',
      async () => {
        const other = await town.initiativeAt('feedback', { visibility: 'network' })
        await carries(house, carrier, other.id)
        await award([confirmed], { initiativeId: other.id })
      },
    ],
    ['that is for the network', () => award([confirmed], { visibility: 'network' })],
    ['whose rows are for the team', () => award([{ ...confirmed, visibility: 'team' }])],
    [
      'whose initiative is kept out of reports',
      async () => {
        const other = await town.initiativeAt('feedback', { visibility: 'public', columns: { isExcluded: true } })
        await carries(house, carrier, other.id)
        await award([confirmed], { initiativeId: other.id })
      },
    ],
  ]
  test.each(hidden)('says nothing of a funding %s, to nobody, and does not count it', async (_what, make) => {
    await make()
    for (const as of [undefined, town.funder.accountId, town.coordinator.accountId]) {
      expect((await house.get('/open/360giving.json', { as })).status).toBe(404)
      const { body } = await house.get('/open', { as })
      expect(body).toContain('0 financement')
      expect(body).toContain('Rien n’est laissé de côté')
    }
  })

  test('names no person, and says how many awards it leaves out for that and other reasons', async () => {
    await award([confirmed])
    const alone = await town.initiativeAt('feedback', { visibility: 'public' })
    await award([confirmed], { initiativeId: alone.id })
    await award([confirmed], { funderId: town.member.personId })
    await award([confirmed], { kind: 'in_kind' })
    const { grants } = await given()
    expect(grants).toHaveLength(1)
    const { body } = await house.get('/open/360giving.json')
    expect(body).not.toMatch(/Porteu|Membre|example\.org/)
    const page = (await house.get('/open')).body
    for (const reason of [
      'Aucun organisme public ne porte',
      'Le bailleur n’est pas un organisme public',
      'En nature',
    ]) {
      expect(page).toMatch(new RegExp(`${reason}[^<]*</span><strong>1<`))
    }
  })

  test('names whoever carried the initiative when it was awarded', async () => {
    const later = await organisation(house, 'Relève des marais')
    await carries(house, later, one.id, '2026-02-15')
    await award([confirmed])
    expect(JSON.stringify((await given()).grants)).toContain('Pôle des marais')
  })

  test('numbers an organisation that no register knows by itself, always alike', async () => {
    const local = await organisation(house, 'Comité local', { rna: 'W751234567' })
    await award([confirmed], { funderId: local })
    expect((await given()).grants[0]).toMatchObject({ fundingOrganization: [{ id: `360G-sillon-ORG:${local}` }] })
  })

  test('is the same for everybody and may be kept for a while; HEAD answers without it', async () => {
    await award([confirmed])
    const visitor = await house.get('/open/360giving.json')
    const english = await house.get('/open/360giving.json', {
      as: town.coordinator.accountId,
      headers: { 'Accept-Language': 'en' },
    })
    expect(english.body).toBe(visitor.body)
    expect(visitor.headers.get('Cache-Control')).toBe('public, max-age=600')
    const head = await fetch(`${house.origin}/open/360giving.json`, { method: 'HEAD' })
    expect([head.status, head.headers.get('Content-Type'), await head.text()]).toEqual([
      200,
      'application/json; charset=utf-8',
      '',
    ])
  })

  test('is read page by page, each award once', async () => {
    for (let n = 0; n < 205; n++) await award([confirmed])
    const ids = (await given()).grants.map(({ id }) => id)
    expect(new Set(ids).size).toBe(205)
  })
})
