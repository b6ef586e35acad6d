import { beforeEach, describe, expect, test } from 'vitest'
import { actsFor } from '../../src/actors/queries.ts'
import { memberships } from '../../src/actors/tables.ts'
import { useHouse } from '../house.ts'
import { person } from '../network/people.ts'
import { actor, speaker } from './actors.ts'

const house = useHouse()
let coordinator: Awaited<ReturnType<typeof person>>
let outsider: Awaited<ReturnType<typeof speaker>>
let insider: Awaited<ReturnType<typeof speaker>>
let organisation: Awaited<ReturnType<typeof actor>>

beforeEach(async () => {
  coordinator = await person(house.db, 'coordinator')
  organisation = await actor(house.db, 'Pôle du Fleuve')
  outsider = await speaker(house.db, 'member', 'Élue Première')
  insider = await speaker(house.db, 'member', 'Accueil Second', organisation.id)
})

const join = (fields: Record<string, string>, as: string) =>
  house.post(
    `/actors/${organisation.slug}/memberships`,
    { person: 'Élue Première', title: 'Directrice', since: '2026-03-01', until: '', ...fields },
    { as },
  )
const actsForIt = async (accountId: string) =>
  (await actsFor(house.db, accountId, '2026-03-02')).includes(organisation.id)

describe('a person comes to speak for an organisation', () => {
  test('when those who speak for it, or coordinators, say so', async () => {
    expect((await join({}, insider.accountId)).status).toBe(303)
    expect(await actsForIt(outsider.accountId)).toBe(true)
    const { slug } = await actor(house.db, 'Porteuse Troisième', { kind: 'person' })
    expect((await join({ person: slug }, coordinator.accountId)).status).toBe(303)
    const { body } = await house.get(`/actors/${organisation.slug}`, { as: coordinator.accountId })
    expect(body).toContain('Porteuse Troisième')
    expect((await house.get(`/actors/${outsider.slug}`, { as: outsider.accountId })).body).toContain('Pôle du Fleuve')
  })

  test('never because that person says so', async () => {
    expect((await join({}, outsider.accountId)).status).toBe(403)
    expect(
      (
        await house.post(
          `/actors/${outsider.slug}/memberships`,
          { person: 'Pôle du Fleuve', title: '', since: '2026-03-01', until: '' },
          { as: outsider.accountId },
        )
      ).status,
    ).toBe(404)
    expect(await actsForIt(outsider.accountId)).toBe(false)
  })

  test.each([
    ['nobody known', { person: 'Personne' }, 'person'],
    ['an organisation', { person: 'Pôle du Fleuve' }, 'person'],
    ['somebody who does already', { person: 'Accueil Second' }, 'person'],
    ['from an impossible day', { since: '2026-02-30' }, 'since'],
    ['until before they began', { until: '2026-02-01' }, 'until'],
  ])('but not %s', async (_what, wrong, field) => {
    const { status, body } = await join(wrong, insider.accountId)
    expect(status).toBe(422)
    expect(body).toContain(`href="#f-${field}"`)
    expect(body).toContain('value="Directrice"')
  })

  test('but not one of two of a name without saying which', async () => {
    await actor(house.db, 'Élue Première', { kind: 'person' })
    const { status, body } = await join({}, coordinator.accountId)
    expect(status).toBe(422)
    expect(body).toContain('Plusieurs personnes portent ce nom')
  })
})

describe('a person ceases to speak for an organisation', () => {
  const onlyMembership = async () => (await house.db.select().from(memberships))[0]!
  const end = async (until: string, as: string, on = organisation.slug) =>
    house.post(`/actors/${on}/memberships/${(await onlyMembership()).id}/end`, { until }, { as })

  test('when they leave, and from the next day they act for it no more', async () => {
    expect((await end('2026-03-01', insider.accountId, insider.slug)).status).toBe(303)
    expect(await actsForIt(insider.accountId)).toBe(false)
  })

  test('and does not come back by changing that day', async () => {
    await end('2026-03-01', insider.accountId)
    expect((await end('2030-01-01', insider.accountId)).status).toBe(403)
    expect(await actsForIt(insider.accountId)).toBe(false)
  })

  test('when coordinators say so, not when other members do', async () => {
    expect((await end('2026-03-01', outsider.accountId)).status).toBe(403)
    expect(await actsForIt(insider.accountId)).toBe(true)
    expect((await end('2026-03-01', coordinator.accountId)).status).toBe(303)
  })

  test('not before they began, and not through another actor’s page', async () => {
    const refused = await end('2025-12-31', coordinator.accountId)
    expect(refused.status).toBe(422)
    expect(refused.body).toContain('La fin précède le début')
    expect((await end('2026-03-01', coordinator.accountId, outsider.slug)).status).toBe(404)
  })
})
