import { beforeEach, describe, expect, test } from 'vitest'
import { findActor } from '../../src/actors/queries.ts'
import { findDone } from '../../src/activity/queries.ts'
import { likeness, NEARLY_THE_SAME } from '../../src/actors/likeness.ts'
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

const blank = { sector: '', description: '', url: '', email: '', phone: '', territory: '' }
const add = (fields: Record<string, string>, as: string | undefined = member.accountId) =>
  house.post('/actors', { ...blank, kind: 'organisation', ...fields }, { as })

describe('an actor is added', () => {
  test('by members, and has an address of its own', async () => {
    const { status, to } = await add({
      name: 'Coopérative de l’Érable',
      sector: 'company',
      url: 'https://erable.example.org',
    })
    expect([status, to]).toEqual([303, '/actors/cooperative-de-l-erable'])
    const { body } = await house.get(to!)
    expect(body).toContain('Coopérative de l’Érable')
    expect(body).toContain('href="https://erable.example.org"')
  })

  test('by nobody who is not signed in', async () => {
    expect((await house.get('/actors/new')).status).toBe(404)
    expect((await house.post('/actors', { ...blank, kind: 'organisation', name: 'Intrus' })).status).toBe(403)
    expect(await findActor(house.db, coordinator, 'intrus')).toBeUndefined()
  })

  test('once, however often the form is posted', async () => {
    const once = '0198c1a2-0000-7000-8000-00000000cafe'
    await add({ name: 'Jardins partagés', once })
    const again = await add({ name: 'Jardins partagés', once })
    expect(again.to).toBe(`/a/${(await findDone(house.db, once))!.subjectId}`)
    expect((await house.get(again.to!)).to).toBe('/actors/jardins-partages')
  })

  test('and its adder may speak for it from that day', async () => {
    const { to } = await add({ name: 'Collectif Rivage', kind: 'group', speaksFor: 'on' })
    expect((await house.get(`${to}/edit`, { as: member.accountId })).status).toBe(200)
    const other = await add({ name: 'Comité Montagne', kind: 'group' })
    expect((await house.get(`${other.to}/edit`, { as: member.accountId })).status).toBe(403)
  })

  test.each([
    ['a name', { name: ' ' }, 'name'],
    ['a kind', { name: 'A', kind: 'robot' }, 'kind'],
    ['an address of the web', { name: 'A', url: 'javascript:alert(1)' }, 'url'],
    ['a whole e-mail address', { name: 'A', email: 'elue@' }, 'email'],
    ['a known place', { name: 'A', territory: 'Atlantide' }, 'territory'],
  ])('only with %s; what was typed comes back', async (_what, wrong, field) => {
    const { status, body } = await add({ description: 'Gardé', ...wrong })
    expect(status).toBe(422)
    expect(body).toContain(`href="#f-${field}"`)
    expect(body).toContain('Gardé')
  })
})

describe('a name that is nearly taken', () => {
  beforeEach(() => actor(house.db, 'Coopérative de solidarité du Fleuve'))

  test('is suggested while it is typed, to those who may add', async () => {
    const path = '/actors/suggestions?name=Cooperative%20solidarit%C3%A9%20Fleuve'
    const { body } = await house.get(path, { as: member.accountId, htmx: true })
    expect(body).toContain('/actors/cooperative-de-solidarite-du-fleuve')
    expect(body).not.toContain('<html')
    expect((await house.get(path)).status).toBe(404)
  })

  test('is added only once somebody says that it is another', async () => {
    const name = 'Coopérative de solidarité du fleuve'
    const asked = await add({ name })
    expect(asked.status).toBe(422)
    expect(asked.body).toContain('C’est un autre acteur')
    expect(asked.body).toContain('href="/actors/cooperative-de-solidarite-du-fleuve"')
    expect((await add({ name, isAnother: 'on' })).status).toBe(303)
  })

  test('by an actor that one may not see is no obstacle, and is not given away', async () => {
    await actor(house.db, 'Refuge secret de la Montagne', { visibility: 'restricted' })
    const { status } = await add({ name: 'Refuge secret de la Montagne' })
    expect(status).toBe(303)
  })

  test.each([
    ['Centre d’innovation sociale', 'centre innovation sociale', true],
    ['Ville de Rimouski', 'Ville de Rimousky', true],
    ['Ville de Rimouski', 'Ville de Matane', false],
    ['Carrefour jeunesse-emploi', 'Carrefour familial', false],
  ])('%s, %s: nearly the same? %s', (one, other, isNear) => {
    expect(likeness(one, other) >= NEARLY_THE_SAME).toBe(isNear)
  })
})

describe('an actor is changed', () => {
  const edit = (slug: string, fields: Record<string, string>, as: string) =>
    house.post(`/actors/${slug}`, { ...blank, visibility: 'public', version: '1', ...fields }, { as })

  test('by coordinators and by those who speak for it; its address stays', async () => {
    const { id, slug } = await actor(house.db, 'Fabrique du Nord')
    const own = await speaker(house.db, 'member', 'Porte Parole', id)
    expect((await edit(slug, { name: 'Fabrique du Sud' }, own.accountId)).to).toBe(`/actors/${slug}`)
    expect((await edit(slug, { name: 'Fabrique', version: '2' }, coordinator.accountId)).status).toBe(303)
    expect(await findActor(house.db, coordinator, slug)).toMatchObject({
      name: 'Fabrique',
      searchText: 'fabrique',
      version: 3,
    })
  })

  test('by a person, of themself', async () => {
    const { status } = await edit(
      member.slug,
      { name: 'Élue Première-Roy', visibility: 'restricted' },
      member.accountId,
    )
    expect(status).toBe(303)
  })

  test('by no other member, nor by a visitor', async () => {
    const { slug } = await actor(house.db, 'Fabrique du Nord')
    expect((await edit(slug, { name: 'À moi' }, member.accountId)).status).toBe(403)
    expect((await house.get(`/actors/${slug}/edit`, { as: member.accountId })).status).toBe(403)
    expect((await house.get(`/actors/${slug}/edit`)).status).toBe(403)
    expect((await house.get(`/actors/${slug}`, { as: member.accountId })).body).not.toContain(`/actors/${slug}/edit`)
    expect((await findActor(house.db, coordinator, slug))?.name).toBe('Fabrique du Nord')
  })

  test('and what may not be seen may not be changed either: it is not found', async () => {
    const { slug } = await actor(house.db, 'Cachée', { visibility: 'restricted' })
    expect((await edit(slug, { name: 'À moi' }, member.accountId)).status).toBe(404)
  })

  test('by two at once keeps the first’s, and shows both to the second', async () => {
    const { slug } = await actor(house.db, 'Fabrique du Nord')
    await edit(slug, { name: 'Première' }, coordinator.accountId)
    const second = await edit(slug, { name: 'Seconde', sector: 'health' }, coordinator.accountId)
    expect(second.status).toBe(409)
    for (const said of ['value="Première"', 'value="Seconde"', 'santé']) expect(second.body).toContain(said)
    expect((await findActor(house.db, coordinator, slug))?.name).toBe('Première')
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, i) => edit(slug, { name: `Nom ${i}`, version: '2' }, coordinator.accountId)),
    )
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([
      303,
      ...Array.from({ length: 9 }, () => 409),
    ])
  })

  test('whose form is refused comes back with what was typed', async () => {
    const { slug } = await actor(house.db, 'Fabrique du Nord')
    const { status, body } = await edit(slug, { name: '', description: 'Gardé <b>' }, coordinator.accountId)
    expect(status).toBe(422)
    expect(body).toContain('Gardé &lt;b&gt;')
  })
})
