import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, test } from 'vitest'
import { actorAdded } from '../../src/actors/steps.ts'
import { actors } from '../../src/actors/tables.ts'
import { adoptions } from '../../src/adoptions/tables.ts'
import { participations } from '../../src/initiatives/tables.ts'
import { newId } from '../../src/platform/id.ts'
import { useHouse } from '../house.ts'
import { key, today } from '../initiatives/forms.ts'
import { type Place, settle, type Settled, type Town } from '../town.ts'

const house = useHouse()
let town: Town
let here: Settled
let there: Settled

beforeEach(async () => {
  town = await settle(house)
  here = await town.initiativeAt('appropriation', { visibility: 'public' })
  there = await town.initiativeAt('appropriation', { visibility: 'public', title: 'Une autre' })
})

const name = 'École du rang'
const called = () => house.db.select().from(actors).where(eq(actors.searchText, 'ecole du rang'))
const as = (who: Place) => ({ as: town[who].accountId })

const adopt = (one: Settled, who: Place) => {
  const fields = { taker: name, newKind: 'organisation', takerKind: 'adopter', status: 'trial', since: '2026-01-10' }
  const form = { ...fields, visibility: 'public', once: key() }
  return house.post(`/initiatives/${one.slug}/adoptions`, form, as(who))
}

const join = (one: Settled, who: Place) => {
  const form = { actor: name, kind: 'organisation', role: 'support_partner', since: today, once: key() }
  return house.post(`/initiatives/${one.slug}/participations`, form, as(who))
}

const add = (who: Place) =>
  house.post('/actors', { name, kind: 'organisation', visibility: 'public', once: key() }, as(who))

describe('the same new organisation, added at once', () => {
  test('as the taker of two initiatives, is one actor that adopts both', async () => {
    const answers = await Promise.all([adopt(here, 'carrier'), adopt(there, 'coordinator')])
    expect(answers.map(({ status }) => status)).toEqual([303, 303])
    const [actor, ...others] = await called()
    expect(others).toEqual([])
    const takers = (await house.db.select().from(adoptions)).map(({ takerId }) => takerId)
    expect(takers).toEqual([actor!.id, actor!.id])
  })

  test('as the taker of one initiative, adopts it once', async () => {
    const answers = await Promise.all([adopt(here, 'carrier'), adopt(here, 'coordinator')])
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([303, 422])
    expect(await called()).toHaveLength(1)
    expect(await house.db.select().from(adoptions)).toHaveLength(1)
  })

  test('in roles on two initiatives, is one actor in both', async () => {
    const answers = await Promise.all([join(here, 'carrier'), join(there, 'coordinator')])
    expect(answers.map(({ status }) => status)).toEqual([303, 303])
    const [actor, ...others] = await called()
    expect(others).toEqual([])
    const held = await house.db.select().from(participations).where(eq(participations.actorId, actor!.id))
    expect(held.map(({ initiativeId }) => initiativeId).toSorted()).toEqual([here.id, there.id].toSorted())
  })

  test('as a taker, in a role and by itself, is one actor', async () => {
    const answers = await Promise.all([adopt(here, 'carrier'), join(there, 'coordinator'), add('supportPartner')])
    expect(answers.slice(0, 2).map(({ status }) => status)).toEqual([303, 303])
    // Whoever adds it by itself is asked whether it is another, unless they came first.
    expect([303, 422]).toContain(answers[2].status)
    expect(await called()).toHaveLength(1)
  })

  test('by many, is one actor, also when its address is that of somebody they do not see', async () => {
    const person = { id: newId(), slug: 'ecole-du-rang', name, kind: 'person', visibility: 'restricted' } as const
    await house.db.commit((tx) => [actorAdded(tx, person, house.now)])
    const many = await Promise.all([here, there, here, there].map((one, n) => (n < 2 ? adopt : join)(one, 'carrier')))
    expect(many.map(({ status }) => status)).toEqual([303, 303, 303, 303])
    const organisations = (await called()).filter(({ kind }) => kind === 'organisation')
    expect(organisations).toHaveLength(1)
    expect(organisations[0]!.slug).toMatch(/^ecole-du-rang-[0-9a-f]{6}$/)
  })

  test('a form posted twice at once acts once', async () => {
    const once = key()
    const form = { actor: name, kind: 'organisation', role: 'support_partner', since: today, once }
    const post = () => house.post(`/initiatives/${here.slug}/participations`, form, as('carrier'))
    const statuses = (await Promise.all([post(), post()])).map(({ status }) => status)
    expect(statuses).toContain(303)
    const [actor, ...others] = await called()
    expect(others).toEqual([])
    const held = await house.db.select().from(participations).where(eq(participations.actorId, actor!.id))
    expect(held).toHaveLength(1)
  })
})
