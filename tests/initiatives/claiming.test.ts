import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { replay } from '../../src/domain/history.ts'
import { start } from '../../src/initiatives/commands.ts'
import { answer } from '../../src/initiatives/answering.ts'
import { movesOf, passage } from '../../src/initiatives/queries.ts'
import { StartInput } from '../../src/initiatives/schema.ts'
import { initiatives, participations } from '../../src/initiatives/tables.ts'
import { NotFound } from '../../src/platform/http/refusal.ts'
import { useHouse } from '../house.ts'
import { settle } from '../town.ts'

const house = useHouse()
const when = {
  get at() {
    return house.now
  },
  today: '2026-03-02',
}

const rowOf = async (id: string) => (await house.db.select().from(initiatives).where(eq(initiatives.id, id)))[0]!

test('a carrier who accepts an invitation to a spotted initiative claims it, and that is their consent', async () => {
  const town = await settle(house)
  const { id, slug, roles } = await town.initiativeAt('emergence', { status: 'spotted', visibility: 'restricted' })
  await house.db.commit((tx) => [
    tx.update(participations).set({ role: 'carrier' }).where(eq(participations.id, roles.invited)),
  ])
  await answer(house.db, slug, roles.invited, 'accepted', town.invited.by, when)

  expect(await rowOf(id)).toMatchObject({ status: 'active', consent: 'given', statusSince: '2026-03-02' })
  const history = (await movesOf(house.db, id)).map(passage)
  expect(history.at(-1)).toMatchObject({ event: 'claim', effectiveOn: '2026-03-02' })
  expect(replay(history)?.position).toEqual({ stage: 'emergence', status: 'active' })
})

test('a partner who accepts leaves a spotted initiative spotted, and so does a carrier who declines', async () => {
  const town = await settle(house)
  const asked = await town.initiativeAt('emergence', { status: 'spotted', visibility: 'restricted' })
  await answer(house.db, asked.slug, asked.roles.invited, 'accepted', town.invited.by, when)
  expect((await rowOf(asked.id)).status).toBe('spotted')

  const declined = await town.initiativeAt('emergence', { status: 'spotted', visibility: 'restricted' })
  await house.db.commit((tx) => [
    tx.update(participations).set({ role: 'carrier' }).where(eq(participations.id, declined.roles.invited)),
  ])
  await answer(house.db, declined.slug, declined.roles.invited, 'declined', town.invited.by, when)
  expect((await rowOf(declined.id)).status).toBe('spotted')
})

test('an initiative may come from another one that its author sees, and the page of each says so', async () => {
  const town = await settle(house)
  const parent = await town.initiativeAt('appropriation', { title: 'Prêt d’outils', visibility: 'network' })
  const input = StartInput.parse({
    title: 'Prêt d’outils de jardin',
    stage: 'emergence',
    startedOn: '2026-02-01',
    visibility: 'public',
    parent: parent.slug,
  })
  const { slug } = await start(house.db, input, town.member.by, when)
  expect((await house.get(`/initiatives/${slug}`, { as: town.member.accountId })).body).toContain('Prêt d’outils</a>')
  expect((await house.get(`/initiatives/${parent.slug}`, { as: town.member.accountId })).body).toContain(
    'Prêt d’outils de jardin',
  )
  // A visitor sees the offspring, and not whom it comes from.
  expect((await house.get(`/initiatives/${slug}`)).body).not.toContain('Prêt d’outils</a>')
})

test('nobody begins an initiative from one they may not see', async () => {
  const town = await settle(house)
  const parent = await town.initiativeAt('appropriation', { visibility: 'restricted' })
  const input = StartInput.parse({
    title: 'Une suite',
    stage: 'emergence',
    startedOn: '2026-02-01',
    visibility: 'public',
    parent: parent.slug,
  })
  await expect(start(house.db, input, town.member.by, when)).rejects.toThrow(NotFound)
})
