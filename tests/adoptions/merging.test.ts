import { eq } from 'drizzle-orm'
import { beforeEach, expect, test } from 'vitest'
import { actors } from '../../src/actors/tables.ts'
import { adoptions } from '../../src/adoptions/tables.ts'
import { initiativeProofs } from '../../src/initiatives/tables.ts'
import { useHouse } from '../house.ts'
import { key, versionOf } from '../initiatives/forms.ts'
import { settle, type Town } from '../town.ts'
import { adopted } from './adopted.ts'

const house = useHouse()
let town: Town
beforeEach(async () => {
  town = await settle(house)
})

test('two initiatives that turn out to be one: what was adopted of the one was adopted of the other, seen by no more', async () => {
  const from = await town.initiativeAt('appropriation', { visibility: 'team' })
  const into = await town.initiativeAt('appropriation', { visibility: 'public', title: 'La même' })
  const id = await adopted(house, { initiativeId: from.id, takerId: town.taker.actorId })
  const fields = { version: await versionOf(house, from.slug), into: into.slug, reason: 'La même', once: key() }
  const { status } = await house.post(`/initiatives/${from.slug}/merge`, fields, { as: town.coordinator.accountId })
  expect(status).toBe(303)
  const [row] = await house.db.select().from(adoptions)
  expect(row).toMatchObject({ initiativeId: into.id, visibility: 'team' })
  expect((await house.get(`/adoptions/${id}`)).status).toBe(404)
  expect((await house.get(`/adoptions/${id}`, { as: town.supportPartner.accountId })).status).toBe(200)
  const [proofs] = await house.db.select().from(initiativeProofs).where(eq(initiativeProofs.initiativeId, into.id))
  expect(proofs).toMatchObject({ adoptionsIntegrated: 1 })
})

test('two actors that turn out to be one: what the one adopted, the other did', async () => {
  const one = await town.initiativeAt('appropriation', { visibility: 'public' })
  await adopted(house, { initiativeId: one.id, takerId: town.taker.actorId })
  const slugOf = async (id: string) => (await house.db.select().from(actors).where(eq(actors.id, id)))[0]!.slug
  const [from, into] = [await slugOf(town.taker.actorId), await slugOf(town.funder.actorId)]
  const { status } = await house.post(
    `/actors/${from}/merge`,
    { into, version: '1', once: key() },
    { as: town.coordinator.accountId },
  )
  expect(status).toBe(303)
  expect(await house.db.select().from(adoptions)).toMatchObject([{ takerId: town.funder.actorId }])
})
