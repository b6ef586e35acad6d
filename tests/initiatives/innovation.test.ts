import { beforeEach, describe, expect, test } from 'vitest'
import { adoptions } from '../../src/adoptions/tables.ts'
import type { Visibility } from '../../src/domain/visibility.ts'
import { indicators, indicatorValues } from '../../src/pilots/tables.ts'
import { useHouse } from '../house.ts'
import { type Place, settle, type Settled, type Town } from '../town.ts'
import { attestIt } from './forms.ts'

const house = useHouse()
let town: Town
let one: Settled

beforeEach(async () => {
  town = await settle(house)
  one = await town.initiativeAt('appropriation', { visibility: 'public' })
})

async function told(place?: Place) {
  const { body } = await house.get(`/initiatives/${one.slug}`, place ? { as: town[place].accountId } : {})
  const part = body.match(/<div class="innovation[\s\S]*?<\/div>/)?.[0] ?? ''
  return part
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
}

function adopted(id: string, fields: Partial<typeof adoptions.$inferInsert> = {}) {
  const at = { createdAt: house.now, changedAt: house.now }
  const taker = { takerId: town.taker.actorId, takerKind: 'adopter', visibility: 'public', isConfirmed: true } as const
  const row = {
    ...taker,
    id,
    initiativeId: one.id,
    status: 'integrated',
    since: '2026-01-10',
    ...at,
    ...fields,
  } as const
  return house.db.commit((tx) => [tx.insert(adoptions).values(row)])
}

function measured(id: string, visibility: Visibility = 'public') {
  const row = { id, initiativeId: one.id, name: 'Repas partagés', unit: 'repas', benefits: 'collective' } as const
  const value = { indicatorId: id, capacity: 'carrier', recordedAt: house.now, kind: 'result' } as const
  return house.db.commit((tx) => [
    tx.insert(indicators).values({ ...row, visibility, createdAt: house.now }),
    tx.insert(indicatorValues).values([
      { ...value, id: `${id}-1`, value: '80', effectiveOn: '2026-01-31' },
      { ...value, id: `${id}-2`, value: '120.5', effectiveOn: '2026-02-28' },
    ]),
  ])
}

describe('an initiative is called', () => {
  test('a novel practice before it found takers and its benefit is measured', async () => {
    expect(await told()).toBe(
      'Pratique novatrice : elle deviendra innovation sociale quand elle aura trouvé preneur et qu’un bénéfice pour la collectivité sera mesuré.',
    )
  })

  test('a novel practice still when one half is met, and what is missing is said', async () => {
    await adopted('adoption')
    expect(await told()).toMatch(
      /^Pratique novatrice Elle a trouvé preneur : Coop des marais, depuis le 10 janvier 2026 Il lui manque un bénéfice mesuré/,
    )
  })

  test('a social innovation when both are, by which adoption and which indicator', async () => {
    await adopted('adoption')
    await measured('indicator')
    expect(await told()).toBe(
      'Innovation sociale Elle a trouvé preneur : Coop des marais, depuis le 10 janvier 2026 ' +
        'Son bénéfice pour la collectivité est mesuré : Repas partagés, 120,5 repas le 28 février 2026',
    )
    const { body } = await house.get(`/initiatives/${one.slug}`)
    expect(body).toContain('href="/adoptions/adoption"')
    expect(body).toContain('href="/indicators/indicator"')
  })

  test('a social innovation by beneficiaries once they have used it for six months', async () => {
    await measured('indicator')
    await adopted('use', { takerKind: 'beneficiary', status: 'trial', since: '2025-10-01' })
    expect(await told()).toMatch(/^Pratique novatrice/)
    await adopted('longer', { takerKind: 'beneficiary', status: 'trial', since: '2025-08-01' })
    expect(await told()).toMatch(
      /^Innovation sociale Elle a trouvé preneur : Coop des marais, depuis le 1er août 2025 Son/,
    )
  })

  test('a social innovation by what was stated, told as far as the reader may read it', async () => {
    await attestIt(house, one.slug, 'A1', town.carrier.by)
    await attestIt(house, one.slug, 'A6', town.carrier.by)
    expect(await told('carrier')).toContain('Elle a trouvé preneur : attesté le 2 mars 2026 : A1 est rempli')
    expect(await told()).toMatch(/^Innovation sociale Elle a trouvé preneur : attesté le 2 mars 2026 Son/)
  })
})

test('what waits in the inbox makes nothing an innovation', async () => {
  await measured('indicator')
  await adopted('asked', { isConfirmed: false })
  expect(await told()).toMatch(/^Pratique novatrice/)
})

test('an adoption and an indicator that the reader may not see are not named, and the word stays true', async () => {
  await adopted('adoption', { visibility: 'team' })
  await measured('indicator', 'restricted')
  expect(await told()).toBe(
    'Innovation sociale Elle a trouvé preneur : calculé par Sillon Son bénéfice pour la collectivité est mesuré : calculé par Sillon',
  )
  expect(await told('taker')).toContain('Coop des marais')
  expect(await told('taker')).not.toContain('Repas partagés')
  expect(await told('carrier')).toContain('Repas partagés')
})
