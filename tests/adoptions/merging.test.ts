import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, test } from 'vitest'
import { actors } from '../../src/actors/tables.ts'
import { adoptions, adoptPages } from '../../src/adoptions/tables.ts'
import { initiativeProofs } from '../../src/initiatives/tables.ts'
import { useHouse } from '../house.ts'
import { key, versionOf } from '../initiatives/forms.ts'
import { settle, type Settled, type Town } from '../town.ts'
import { adopted } from './adopted.ts'
import { inviting, request, stampIn, words } from './inviting.ts'

const house = useHouse()
let town: Town
beforeEach(async () => {
  town = await settle(house)
})

async function mergeThem(from: Settled, into: Settled) {
  const fields = { version: await versionOf(house, from.slug), into: into.slug, reason: 'La même', once: key() }
  const { status } = await house.post(`/initiatives/${from.slug}/merge`, fields, { as: town.coordinator.accountId })
  expect(status).toBe(303)
}

test('two initiatives that turn out to be one: what was adopted of the one was adopted of the other, seen by no more', async () => {
  const from = await town.initiativeAt('appropriation', { visibility: 'team' })
  const into = await town.initiativeAt('appropriation', { visibility: 'public', title: 'La même' })
  const id = await adopted(house, { initiativeId: from.id, takerId: town.taker.actorId })
  await mergeThem(from, into)
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

describe('the page « L’adopter » of an initiative that is merged into another', () => {
  let from: Settled
  let into: Settled
  const adopt = (one: Settled) => `/initiatives/${one.slug}/adopt`
  const later = () => {
    house.now = new Date(house.now.getTime() + 20_000)
  }

  beforeEach(async () => {
    from = await town.initiativeAt('appropriation', { visibility: 'public' })
    into = await town.initiativeAt('appropriation', { visibility: 'public', title: 'La même' })
  })

  test('goes with it when the other has none, and its address leads there', async () => {
    await inviting(house, town, from)
    await mergeThem(from, into)
    expect(await house.get(adopt(from))).toMatchObject({ status: 301, to: adopt(into) })
    const { status, body } = await house.get(adopt(into))
    expect([status, body.includes('deux bénévoles')]).toEqual([200, true])
  })

  test('is not published by the merge where visitors could not read it', async () => {
    const hidden = await town.initiativeAt('appropriation', { visibility: 'team', title: 'Encore cachée' })
    await inviting(house, town, hidden)
    await mergeThem(hidden, into)
    expect(await house.db.select().from(adoptPages)).toMatchObject([{ initiativeId: into.id, isPublished: false }])
    expect((await house.get(adopt(into))).status).toBe(404)
    expect((await house.get(adopt(into), { as: town.carrier.accountId })).status).toBe(200)
  })

  test('leaves the other’s as it is, and is read beside its form by those who write it', async () => {
    await inviting(house, town, from)
    await inviting(house, town, into)
    await house.db.commit((tx) => [
      tx.update(adoptPages).set({ takes: 'Un four à pain' }).where(eq(adoptPages.initiativeId, from.id)),
    ])
    await mergeThem(from, into)
    expect((await house.get(adopt(into))).body).not.toContain('Un four à pain')
    const { body } = await house.get(`${adopt(into)}/edit`, { as: town.carrier.accountId })
    expect(body).toContain('Un four à pain')
    expect(body).toContain(words.ask)
  })

  test('leads to the sheet of the other when nobody is invited there, and nowhere for whoever may not see it', async () => {
    await mergeThem(from, into)
    expect(await house.get(adopt(from))).toMatchObject({ status: 302, to: `/initiatives/${into.slug}` })
    const hidden = await town.initiativeAt('appropriation', { visibility: 'team', title: 'Encore cachée' })
    await mergeThem(into, hidden)
    for (const one of [from, into]) expect((await house.get(adopt(one))).status).toBe(404)
  })

  test('hands over who waits to those who carry the other', async () => {
    await inviting(house, town, from)
    const { body } = await house.get(adopt(from))
    later()
    await house.post(`${adopt(from)}/requests`, { ...request, stamp: stampIn(body) })
    await mergeThem(from, into)
    const inbox = await house.get(`/initiatives/${into.slug}/adoptions`, { as: town.carrier.accountId })
    expect(inbox.body).toContain('École du rang')
    expect((await house.get(`/initiatives/${into.slug}/adoptions`)).body).not.toContain('École du rang')
  })

  test('gives back a form that was opened before, on the page of the other, where it is sent', async () => {
    await inviting(house, town, from)
    const { body } = await house.get(adopt(from))
    later()
    await mergeThem(from, into)
    const back = await house.post(`${adopt(from)}/requests`, { ...request, stamp: stampIn(body) })
    expect(back.status).toBe(422)
    expect(back.body).toContain(request.message)
    expect(back.body).toContain(`action="${adopt(into)}/requests#`)
    later()
    const sent = await house.post(`${adopt(into)}/requests`, { ...request, stamp: stampIn(back.body) })
    expect(sent.status).toBe(303)
    expect(await house.db.select().from(adoptions)).toMatchObject([{ initiativeId: into.id, isConfirmed: false }])
  })
})
