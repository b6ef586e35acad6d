import { beforeEach, describe, expect, test } from 'vitest'
import { mergeActor } from '../../src/actors/merging.ts'
import { type Actor, actsFor, findActor, findActorByIdentifier, type Roles } from '../../src/actors/queries.ts'
import { identifierGiven } from '../../src/actors/steps.ts'
import { useHouse } from '../house.ts'
import { person } from '../network/people.ts'
import { actor, speaker } from './actors.ts'

const house = useHouse()
const now = new Date('2026-03-02T15:00:00Z')
let coordinator: Awaited<ReturnType<typeof person>>
let handedOver: [string, string][]
const moved: NonNullable<Roles['moved']> = (_tx, from, to) => {
  handedOver.push([from, to])
  return []
}

beforeEach(async () => {
  coordinator = await person(house.db, 'coordinator')
  handedOver = []
})

async function sheet(name: string, more: Parameters<typeof actor>[2] = {}): Promise<Actor> {
  const { slug } = await actor(house.db, name, more)
  return (await findActor(house.db, coordinator, slug))!
}
const merge = (from: Actor, into: string, by: Parameters<typeof mergeActor>[4] = coordinator, version = from.version) =>
  mergeActor(house.db, from, { into, version }, moved, by, now)

describe('two sheets of one actor', () => {
  test('become one: people, identifiers and roles go over, and what was not known is filled in', async () => {
    const [from, into] = [
      await sheet('CISSS BSL', { phone: '418' }),
      await sheet('CISSS du Bas-Saint-Laurent', { url: 'https://a.org' }),
    ]
    const insider = await speaker(house.db, 'member', 'Accueil Second', from.id)
    await house.db.commit((tx) => [identifierGiven(tx, { actorId: from.id, scheme: 'neq', value: '1144556677' })])
    await merge(from, into.name)
    expect(handedOver).toEqual([[from.id, into.id]])
    expect(await actsFor(house.db, insider.accountId, '2026-03-02')).toEqual([insider.id, into.id])
    expect((await findActorByIdentifier(house.db, 'neq', '1144556677'))?.id).toBe(into.id)
    expect(await findActor(house.db, coordinator, into.slug)).toMatchObject({ phone: '418', url: 'https://a.org' })
  })

  test('lead to the one that was kept, whichever address is asked for, even through two mergers', async () => {
    const [first, second, third] = [await sheet('Un'), await sheet('Deux'), await sheet('Trois')]
    await merge(first, 'Deux')
    await merge((await findActor(house.db, coordinator, second.slug))!, 'Trois')
    expect((await house.get(`/actors/${first.slug}`)).to).toBe(`/a/${third.id}`)
    expect((await house.get(`/a/${first.id}`)).to).toBe(`/actors/${third.slug}`)
    expect((await house.get('/actors')).body).not.toContain('/actors/un"')
  })

  test('of a person keep the account that one of them has', async () => {
    const member = await speaker(house.db, 'member', 'Élue Première')
    const [from, into] = [
      (await findActor(house.db, coordinator, member.slug))!,
      await sheet('Z. Lemieux', { kind: 'person' }),
    ]
    await merge(from, into.name)
    expect(await actsFor(house.db, member.accountId, '2026-03-02')).toEqual([into.id])
  })

  test('are not merged by members', async () => {
    const from = await sheet('Un')
    const member = await speaker(house.db, 'member', 'Élue Première', from.id)
    await sheet('Deux')
    await expect(merge(from, 'Deux', member)).rejects.toMatchObject({ status: 403 })
  })

  test.each([
    ['with itself', 'Un'],
    ['with nobody known', 'Personne'],
    ['with a person', 'Élue Première'],
  ])('are not merged %s', async (_what, into) => {
    const from = await sheet('Un')
    await speaker(house.db, 'member', 'Élue Première')
    await expect(merge(from, into)).rejects.toMatchObject({ status: 422 })
  })

  test('that both have an account are two people', async () => {
    const one = await speaker(house.db, 'member', 'Élue Première')
    await speaker(house.db, 'member', 'Élue Seconde')
    const from = (await findActor(house.db, coordinator, one.slug))!
    await expect(merge(from, 'Élue Seconde')).rejects.toMatchObject({
      issues: [{ field: 'into', key: 'both_have_accounts' }],
    })
  })

  test('that changed meanwhile are looked at again first', async () => {
    const from = await sheet('Un')
    await sheet('Deux')
    await expect(merge(from, 'Deux', coordinator, 7)).rejects.toMatchObject({ status: 409 })
    expect(handedOver).toEqual([])
  })
})
