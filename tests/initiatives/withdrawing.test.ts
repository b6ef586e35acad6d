import { expect, test } from 'vitest'
import { actorAdded } from '../../src/actors/steps.ts'
import { newId } from '../../src/platform/id.ts'
import { participations } from '../../src/initiatives/tables.ts'
import { useHouse } from '../house.ts'
import { settle } from '../town.ts'

const house = useHouse()

const invitation = (email: string) => ({
  role: 'support_partner',
  actor: 'Chaire du quai',
  kind: 'organisation',
  since: '2026-03-01',
  email,
})

test('an invitation sent to a wrong address is withdrawn, its link stops working, and the role is proposed anew', async () => {
  const town = await settle(house)
  const { slug } = await town.initiativeAt('feedback')
  const as = town.leadCarrier.accountId
  await house.post(`/initiatives/${slug}/participations`, invitation('faute@example.org'), { as })
  await house.work()
  const link = /(\/invitations\/\S+)/.exec(house.letters.at(-1)!.text)![1]!
  expect((await house.get(link)).status).toBe(200)

  // The town itself invited somebody else before.
  const { id } = (await house.db.select().from(participations)).filter(({ state }) => state === 'invited').at(-1)!
  const page = await house.get(`/initiatives/${slug}/participations/${id}`, { as })
  expect(page.body).toContain('Retirer cette proposition')
  await house.post(`/initiatives/${slug}/participations/${id}/withdrawal`, {}, { as })
  expect((await house.get(link)).status).toBe(404)

  const again = await house.post(`/initiatives/${slug}/participations`, invitation('juste@example.org'), { as })
  expect(again.status).toBe(303)
})

test('a role that was accepted is ended, not withdrawn', async () => {
  const town = await settle(house)
  const { slug, roles } = await town.initiativeAt('feedback')
  const path = `/initiatives/${slug}/participations/${roles.supportPartner}/withdrawal`
  expect((await house.post(path, {}, { as: town.leadCarrier.accountId })).status).toBe(409)
})

test('the same role is not held twice, even when two people give it at once', async () => {
  const town = await settle(house)
  const { slug } = await town.initiativeAt('feedback')
  const fields = { role: 'funder', actor: 'Caisse du quai', kind: 'organisation', since: '2026-03-01' }
  const known = { id: newId(), slug: 'caisse-du-quai', kind: 'organisation', name: 'Caisse du quai' } as const
  await house.db.commit((tx) => [actorAdded(tx, known, house.now)])
  const answers = await Promise.all([
    house.post(`/initiatives/${slug}/participations`, fields, { as: town.coordinator.accountId }),
    house.post(`/initiatives/${slug}/participations`, fields, { as: town.leadCarrier.accountId }),
  ])
  expect(answers.map(({ status }) => status).filter((status) => status === 303)).toHaveLength(1)
})
