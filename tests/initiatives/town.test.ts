import { expect, test } from 'vitest'
import { replay } from '../../src/domain/history.ts'
import { canStartAt, type Status, stages, statuses } from '../../src/domain/lifecycle.ts'
import { findOrRefuse, movesOf, passage } from '../../src/initiatives/queries.ts'
import { useHouse } from '../house.ts'
import { settle } from '../town.ts'

const house = useHouse()
const only: Partial<Record<Status, string>> = { sustained: 'appropriation', transferred: 'appropriation' }
const all = stages.flatMap((stage) =>
  statuses.filter((status) => !only[status] || only[status] === stage).map((status) => ({ stage, status })),
)

test.each(all)('an initiative of the town at $stage, $status, has the history that leads there', async (position) => {
  const town = await settle(house)
  const { slug, id } = await town.initiativeAt(position.stage, { status: position.status })
  const { initiative } = await findOrRefuse(house.db, town.coordinator.by, '2026-03-02', slug)
  const passages = (await movesOf(house.db, id)).map(passage)
  const { stageSince, statusSince } = initiative
  expect(replay(passages)).toEqual({ position, stageSince, statusSince })
  expect(canStartAt(passages[0]!.to)).toBe(true)
})

test('everybody of the town meets it in their own capacity', async () => {
  const town = await settle(house)
  const { slug } = await town.initiativeAt('mobilisation')
  const capacity = async (who: keyof Omit<typeof town, 'otherSlug' | 'initiativeAt'>) =>
    (await findOrRefuse(house.db, town[who].by, '2026-03-02', slug)).capacities[0]
  expect(await Promise.all([capacity('administrator'), capacity('coordinator')])).toEqual([
    'administrator',
    'coordinator',
  ])
  expect(await Promise.all([capacity('leadCarrier'), capacity('carrier')])).toEqual(['lead_carrier', 'carrier'])
  expect(await Promise.all([capacity('funder'), capacity('supportPartner'), capacity('taker')])).toEqual([
    'funder',
    'support_partner',
    'taker',
  ])
  for (const who of ['otherCarrier', 'member', 'invited', 'formerPartner'] as const)
    expect(await capacity(who)).toBe('member')
})
