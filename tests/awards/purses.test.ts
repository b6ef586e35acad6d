import { beforeEach, expect, test } from 'vitest'
import { pursesOfEditions } from '../../src/awards/purses.ts'
import { visitor } from '../../src/domain/viewer.ts'
import { useHouse } from '../house.ts'
import { holds } from '../programmes/holding.ts'
import { settle, type Town } from '../town.ts'
import { funded, organisation } from './ledger.ts'

const house = useHouse()
let town: Town

beforeEach(async () => {
  town = await settle(house)
})

test('seven bursaries of 2 000 $ make 14 000 $ of an edition, each status and each currency apart', async () => {
  const funderId = await organisation(house, 'Fondation des rives')
  const teams = []
  for (let n = 0; n < 7; n++) teams.push((await town.initiativeAt('feedback', { visibility: 'public' })).id)
  const { edition, programme } = await holds(house, teams)
  for (const initiativeId of teams) {
    await funded(house, { funderId, initiativeId }, [
      { status: 'pledged', cents: 300_000, on: '2026-01-12' },
      { status: 'disbursed', cents: 150_000, on: '2026-01-20' },
      { status: 'disbursed', cents: 200_000, on: '2026-01-20', supersedes: 1 },
      // Before and after the edition.
      { status: 'disbursed', cents: 77_700, on: '2025-12-31' },
      { status: 'disbursed', cents: 77_700, on: '2026-02-21' },
      { status: 'confirmed', cents: 900, on: '2026-01-20', visibility: 'restricted' },
    ])
  }
  await funded(house, { funderId, initiativeId: teams[0]!, currency: 'EUR' }, [
    { status: 'disbursed', cents: 1_000, on: '2026-01-20' },
  ])
  await funded(house, { funderId, editionId: edition.id }, [
    { status: 'confirmed', cents: 5_000_000, on: '2026-01-11' },
  ])

  const purses = (await pursesOfEditions(house.db, visitor, '2026-03-02', [edition.id])).get(edition.id)
  const said = purses!.map(({ of, status, currency, cents }) => [of, status, currency, cents])
  // In the order of their words.
  expect(said).toEqual([
    ['edition', 'confirmed', 'CAD', 5_000_000],
    ['teams', 'disbursed', 'CAD', 1_400_000],
    ['teams', 'disbursed', 'EUR', 1_000],
    ['teams', 'pledged', 'CAD', 2_100_000],
  ])
  const { body } = await house.get(`/programmes/${programme.slug}`)
  expect(body).toMatch(/14\s000\s\$/)
  const all = await pursesOfEditions(house.db, town.coordinator.by, '2026-03-02', [edition.id])
  expect(all.get(edition.id)).toContainEqual({
    of: 'teams',
    status: 'confirmed',
    kind: 'cash',
    currency: 'CAD',
    cents: 6_300,
  })
})
