import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, test } from 'vitest'
import {
  actorNamed,
  actorsByIds,
  actorSuggestions,
  actsFor,
  findActor,
  findActorsByFoldedNames,
  slugsFor,
} from '../../src/actors/queries.ts'
import { accountLinked, membershipBegun } from '../../src/actors/steps.ts'
import { actors } from '../../src/actors/tables.ts'
import { visitor } from '../../src/domain/viewer.ts'
import { newId } from '../../src/platform/id.ts'
import { useHouse } from '../house.ts'
import { person } from '../network/people.ts'
import { actor, speaker } from './actors.ts'

const house = useHouse()
let coordinator: Awaited<ReturnType<typeof person>>
let member: Awaited<ReturnType<typeof speaker>>

beforeEach(async () => {
  coordinator = await person(house.db, 'coordinator')
  member = await speaker(house.db, 'member', 'Élue Première')
})

describe('an account acts', () => {
  test('for its person, and for the organisations whose member that person is on that day', async () => {
    const { db } = house
    const [past, present, future] = [await actor(db, 'Hier'), await actor(db, 'Pôle'), await actor(db, 'Demain')]
    const join = (organisationId: string, since: string, until?: string) =>
      db.commit((tx) => [membershipBegun(tx, { personId: member.id, organisationId, since, until })])
    await join(past.id, '2025-01-01', '2026-02-28')
    await join(present.id, '2026-03-01', '2026-03-02')
    await join(future.id, '2026-03-03')
    const on = (day: string) => actsFor(db, member.accountId, day)
    expect(await on('2026-02-28')).toEqual([member.id, past.id])
    expect(await on('2026-03-02')).toEqual([member.id, present.id])
    expect(await on('2026-03-03')).toEqual([member.id, future.id])
    expect(await on('2024-01-01')).toEqual([member.id])
  })

  test('for nobody when it has no person', async () => {
    expect(await actsFor(house.db, coordinator.accountId, '2026-03-02')).toEqual([])
  })

  test('for a person that is linked to it, once', async () => {
    const { db } = house
    const { id } = await actor(db, 'Accueil Premier', { kind: 'person' })
    await db.commit((tx) => [accountLinked(tx, id, coordinator.accountId)])
    expect(await actsFor(db, coordinator.accountId, '2026-03-02')).toEqual([id])
    await expect(db.commit((tx) => [accountLinked(tx, id, member.accountId)])).rejects.toThrow('already_there')
  })

  test('never for an organisation as if it were a person', async () => {
    const { id } = await actor(house.db, 'Ville')
    await expect(house.db.commit((tx) => [accountLinked(tx, id, coordinator.accountId)])).rejects.toThrow(
      'already_there',
    )
  })
})

describe('an actor', () => {
  const levels = ['public', 'network', 'restricted'] as const
  const slugs: Record<string, string> = {}
  beforeEach(async () => {
    for (const visibility of levels) {
      slugs[visibility] = (await actor(house.db, `Cercle ${visibility}`, { visibility, email: 'ici@example.org' })).slug
    }
  })

  const readers: [string, () => string | undefined, string[]][] = [
    ['visitors', () => undefined, ['public']],
    ['members', () => member.accountId, ['public', 'network']],
    ['coordinators', () => coordinator.accountId, ['public', 'network', 'restricted']],
  ]
  test.each(readers)(
    'is seen by %s as its level says: on its page, in the list, by search and by its lasting address',
    async (_who, as, seen) => {
      const list = await house.get('/actors?words=cercle', { as: as() })
      for (const level of levels) {
        const isSeen = seen.includes(level)
        expect((await house.get(`/actors/${slugs[level]}`, { as: as() })).status).toBe(isSeen ? 200 : 404)
        expect(list.body.includes(`Cercle ${level}`)).toBe(isSeen)
        const found = await findActor(house.db, coordinator, slugs[level]!)
        expect((await house.get(`/a/${found!.id}`, { as: as() })).status).toBe(isSeen ? 301 : 404)
      }
      expect(list.body).toContain(`${seen.length} acteur`)
      const options = await house.get('/actors/options?words=cercle', { as: as() })
      expect(options.body.match(/<option/g)).toHaveLength(seen.length)
    },
  )

  test('is always seen by itself', async () => {
    await house.db.commit((tx) => [tx.update(actors).set({ visibility: 'restricted' }).where(eq(actors.id, member.id))])
    expect((await house.get(`/actors/${member.slug}`, { as: member.accountId })).status).toBe(200)
    const other = await person(house.db, 'member')
    expect((await house.get(`/actors/${member.slug}`, { as: other.accountId })).status).toBe(404)
  })

  test('that is a person is for the network, and an organisation for everybody, unless said otherwise', async () => {
    expect((await house.get(`/actors/${member.slug}`)).status).toBe(404)
    const { slug } = await actor(house.db, 'Coopérative')
    expect((await house.get(`/actors/${slug}`)).status).toBe(200)
  })

  test('shows its contacts to coordinators and to itself, and to nobody else', async () => {
    const shows = async (as?: string) =>
      (await house.get(`/actors/${slugs.public}`, { as })).body.includes('ici@example.org')
    const { id } = (await findActor(house.db, coordinator, slugs.public!))!
    const own = await speaker(house.db, 'member', 'Porte Parole', id)
    expect([await shows(), await shows(member.accountId)]).toEqual([false, false])
    expect([await shows(own.accountId), await shows(coordinator.accountId)]).toEqual([true, true])
  })

  test('shows only the people that the reader may see', async () => {
    const { id, slug } = await actor(house.db, 'Fabrique')
    const hidden = await speaker(house.db, 'member', 'Personne Cachée', id)
    await house.db.commit((tx) => [tx.update(actors).set({ visibility: 'restricted' }).where(eq(actors.id, hidden.id))])
    await speaker(house.db, 'member', 'Personne Réseau', id)
    const seenBy = async (as?: string) =>
      (await house.get(`/actors/${slug}`, { as })).body.match(/Personne (Cachée|Réseau)/g) ?? []
    expect(new Set(await seenBy())).toEqual(new Set())
    expect(new Set(await seenBy(member.accountId))).toEqual(new Set(['Personne Réseau']))
    expect(new Set(await seenBy(coordinator.accountId))).toEqual(new Set(['Personne Réseau', 'Personne Cachée']))
  })

  test('is found by the words of its name, accents and case apart', async () => {
    const { id } = await actor(house.db, 'Coopérative d’alimentation Les Œufs frais')
    const [found] = await actorSuggestions(house.db, visitor, 'oeufs COOP', 5)
    expect(found?.id).toBe(id)
    expect(await actorSuggestions(house.db, visitor, '  ', 5)).toEqual([])
    expect(
      (await findActorsByFoldedNames(house.db, ['cooperative D’Alimentation les oeufs frais', 'rien'])).map(
        (one) => one.id,
      ),
    ).toEqual([id])
  })

  test('is meant by a name that only it has, or by the end of its address', async () => {
    const [one, two] = [await actor(house.db, 'Cuisine collective'), await actor(house.db, 'Cuisine Collective')]
    expect(one.slug).toBe('cuisine-collective')
    expect(two.slug).toMatch(/^cuisine-collective-[0-9a-f]{6}$/)
    expect(await actorNamed(house.db, visitor, 'cuisine collective')).toBe('several')
    expect(await actorNamed(house.db, visitor, two.slug)).toMatchObject({ id: two.id })
    expect(await actorNamed(house.db, visitor, 'Élue Première')).toBe('unknown')
    expect(await actorNamed(house.db, member, 'elue premiere', ['person'])).toMatchObject({ id: member.id })
    expect(await actorsByIds(house.db, visitor, [one.id, member.id, newId()])).toHaveLength(1)
  })

  test('never has the address of another page', async () => {
    expect(await slugsFor(house.db, ['New', '???'])).toEqual([expect.stringMatching(/^new-/), 'x'])
  })
})

describe('the list', () => {
  test('is filtered by kind and sector, and takes no harm from a mistyped filter', async () => {
    await actor(house.db, 'Ville', { sector: 'municipality' })
    await actor(house.db, 'Voisins', { kind: 'group', sector: 'citizens_group' })
    const names = async (query: string) => (await house.get(`/actors?${query}`)).body.match(/(Ville|Voisins)</g)
    expect(await names('kind=group')).toEqual(['Voisins<'])
    expect(await names('sector=municipality')).toEqual(['Ville<'])
    expect(await names('sector=martian&kind=robot&page=-3')).toEqual(['Ville<', 'Voisins<'])
  })

  test('has fifty to a page', async () => {
    for (let i = 100; i < 153; i++) await actor(house.db, `Atelier ${i}`)
    const [first, second] = [await house.get('/actors?words=atelier'), await house.get('/actors?words=atelier&page=2')]
    expect(first.body.match(/<th scope="row">/g)).toHaveLength(50)
    expect(first.body).toContain('href="/actors?words=atelier&amp;page=2"')
    expect(second.body).toContain('Atelier 152')
    expect(second.body.match(/<th scope="row">/g)).toHaveLength(3)
  })

  test('comes as a page and as its part, in both languages', async () => {
    await actor(house.db, 'Ville', { sector: 'municipality' })
    expect((await house.get('/actors', { htmx: true })).body).not.toContain('<html')
    for (const language of ['fr-CA', 'en']) {
      const { body } = await house.get('/actors', { headers: { 'Accept-Language': language } })
      expect(body).not.toMatch(/actors\.[a-z]+\.|words\.[a-z]|undefined/)
    }
  })
})
