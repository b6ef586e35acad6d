import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, test } from 'vitest'
import { merge } from '../../src/initiatives/merging.ts'
import { capacitiesOn, sheetOf } from '../../src/initiatives/queries.ts'
import { MergeInput } from '../../src/initiatives/schema.ts'
import { existingSolutions, initiativeLinks, initiatives, participations } from '../../src/initiatives/tables.ts'
import { themes } from '../../src/network/tables.ts'
import { useHouse } from '../house.ts'
import { type Place, settle, type Settled, type Town } from '../town.ts'
import { at, attestIt, deedsOn, key, moveIt, problemAt, today, titlesOn, typedIn, versionOf } from './forms.ts'

const house = useHouse()
let town: Town
let old: Settled
let into: Settled

beforeEach(async () => {
  town = await settle(house)
  await house.db.commit((tx) => [
    tx.insert(themes).values({ id: 'faim', slug: 'faim', fr: 'Faim' }),
    tx.insert(themes).values({ id: 'route', slug: 'route', fr: 'Route' }),
  ])
  old = await town.initiativeAt('emergence', {
    title: 'Camion-épicerie',
    themes: ['faim', 'route'],
    visibility: 'public',
  })
  into = await town.initiativeAt('mobilisation', {
    title: 'Épicerie mobile',
    themes: ['faim'],
    team: false,
    visibility: 'public',
  })
})
const post = async (fields: Record<string, string> = {}, who: Place = 'coordinator') =>
  house.post(
    `/initiatives/${old.slug}/merge`,
    { into: into.slug, reason: 'Même camion', version: await versionOf(house, old.slug), once: key(), ...fields },
    { as: town[who].accountId },
  )

describe('merging', () => {
  test('ends one as merged, on the other’s page, where both histories are read', async () => {
    await moveIt(house, old.slug, { event: 'hold', reason: 'Pause d’hiver', reviewOn: '2026-09-01' }, town.carrier.by)
    expect((await post()).to).toBe(`/initiatives/${into.slug}`)
    const [row] = await house.db.select().from(initiatives).where(eq(initiatives.id, old.id))
    expect(row).toMatchObject({
      status: 'discontinued',
      endingKind: 'merged',
      mergedIntoId: into.id,
      statusSince: today,
    })
    for (const as of [town.member.accountId, undefined]) {
      const { body } = await house.get(`/initiatives/${into.slug}`, { as })
      expect(body).toContain('Histoire de «\u00a0Camion-épicerie\u00a0», fusionnée')
      expect(body).toContain('Pause d’hiver')
      expect(body).toContain('Même camion')
      expect(body).toContain('Émergence → Mobilisation')
    }
  })

  test('redirects the old address for ever, and the permanent one', async () => {
    await post()
    const was = await house.get(`/initiatives/${old.slug}`)
    expect([was.status, was.to]).toEqual([301, `/initiatives/${into.slug}`])
    const permanent = await house.get(`/i/${old.id}`)
    expect([permanent.status, permanent.to]).toEqual([303, `/initiatives/${into.slug}`])
    expect((await house.get(`/initiatives/${old.slug}/edit`, { as: town.coordinator.accountId })).status).toBe(404)
  })

  test('in a chain leads to the last', async () => {
    const last = await town.initiativeAt('feedback', { title: 'Réseau d’épiceries', visibility: 'public' })
    await post()
    const input = MergeInput.parse({ into: last.slug, reason: 'r', version: await versionOf(house, into.slug) })
    await merge(house.db, into.slug, input, town.coordinator.by, at(house))
    expect((await house.get(`/initiatives/${old.slug}`)).to).toBe(`/initiatives/${last.slug}`)
    expect((await house.get(`/initiatives/${last.slug}`)).body).toContain(
      'Histoire de «\u00a0Camion-épicerie\u00a0», fusionnée',
    )
  })

  test('takes roles, themes and statements along', async () => {
    await attestIt(house, old.slug, 'M1', town.carrier.by)
    await post()
    expect(await capacitiesOn(house.db, town.funder.by, today, into.id)).toContain('funder')
    expect(await capacitiesOn(house.db, town.leadCarrier.by, today, into.id)).toContain('lead_carrier')
    expect((await sheetOf(house.db, into.id)).themes.map(({ slug }) => slug).toSorted()).toEqual(['faim', 'route'])
    expect((await house.get(`/initiatives/${into.slug}`, { as: town.funder.accountId })).body).toContain(
      'M1 est rempli',
    )
  })

  test.each([
    ['public', true],
    ['team', false],
    ['restricted', false],
  ] as const)('tells its links and the solutions it knew to nobody who did not read them (%s)', async (level, goes) => {
    await house.db.commit((tx) => [
      tx.update(initiatives).set({ visibility: level }).where(eq(initiatives.id, old.id)),
      tx
        .insert(initiativeLinks)
        .values({ id: 'l', initiativeId: old.id, label: 'Plan gardé', url: 'https://example.org/plan', position: 0 }),
      tx
        .insert(existingSolutions)
        .values({ id: 's', initiativeId: old.id, name: 'Le dépanneur', limitation: 'Trop cher', position: 0 }),
    ])
    await post()
    const { body } = await house.get(`/initiatives/${into.slug}`)
    expect([body.includes('Plan gardé'), body.includes('Le dépanneur')]).toEqual([goes, goes])
  })

  test('gives an actor each role once, and keeps those that differ', async () => {
    const link = { initiativeId: into.id, state: 'accepted', since: '2025-01-01', createdAt: house.now } as const
    await house.db.commit((tx) => [
      tx.insert(participations).values({ ...link, id: 'a', actorId: town.funder.actorId, role: 'funder' }),
      tx.insert(participations).values({ ...link, id: 'b', actorId: town.taker.actorId, role: 'funder' }),
    ])
    await post()
    const rows = (await house.db.select().from(participations)).filter((row) => row.initiativeId === into.id)
    const roles = (actorId: string) => rows.filter((row) => row.actorId === actorId).map(({ role }) => role)
    expect(roles(town.funder.actorId)).toEqual(['funder'])
    expect(roles(town.taker.actorId).toSorted()).toEqual(['funder', 'taker'])
    expect(rows.filter(({ isLead }) => isLead).length).toBeLessThanOrEqual(1)
  })

  test('is read on the other’s page only by those who might read it before', async () => {
    await house.db.commit((tx) => [
      tx.update(initiatives).set({ visibility: 'restricted' }).where(eq(initiatives.id, old.id)),
    ])
    await post()
    const isRead = async (who?: Place) =>
      (await house.get(`/initiatives/${into.slug}`, { as: who && town[who].accountId })).body.includes(
        'Camion-épicerie',
      )
    const readers: (Place | undefined)[] = [undefined, 'member', 'funder', 'carrier', 'coordinator']
    expect(await Promise.all(readers.map(isRead))).toEqual([false, false, false, true, true])
  })

  test('makes nobody the child of itself', async () => {
    await house.db.commit((tx) => [tx.update(initiatives).set({ parentId: old.id }).where(eq(initiatives.id, into.id))])
    await post()
    const [row] = await house.db.select().from(initiatives).where(eq(initiatives.id, into.id))
    expect(row?.parentId).toBeNull()
  })

  test('keeps a role that the other had only once, or only offered in vain', async () => {
    const link = { initiativeId: into.id, since: '2025-01-01', createdAt: house.now } as const
    const [funder, lead] = [town.funder.actorId, town.member.actorId]
    await house.db.commit((tx) => [
      tx.insert(participations).values({ ...link, id: 'a', actorId: funder, role: 'funder', state: 'declined' }),
      tx.insert(participations).values({
        ...link,
        id: 'b',
        actorId: lead,
        role: 'carrier',
        isLead: true,
        state: 'accepted',
        until: '2025-06-30',
      }),
    ])
    await post()
    expect(await capacitiesOn(house.db, town.funder.by, today, into.id)).toContain('funder')
    expect(await capacitiesOn(house.db, town.leadCarrier.by, today, into.id)).toContain('lead_carrier')
  })

  test('counts the two as one, everywhere', async () => {
    const titles = async (query: string) => titlesOn((await house.get(`/?${query}`)).body)
    expect((await titles('view=list')).toSorted()).toEqual(['Camion-épicerie', 'Épicerie mobile'])
    await post()
    expect(await titles('view=list')).toEqual(['Épicerie mobile'])
    expect(await titles('view=list&status=discontinued')).toEqual([])
    expect(await titles('view=list&q=camion')).toEqual([])
    expect((await house.get('/initiatives/suggestions?title=camion-épicerie')).body).not.toContain('Camion')
  })

  test('leaves one row in the journal, posted once or twice', async () => {
    const once = key()
    const version = await versionOf(house, old.slug)
    await post({ once, version })
    expect((await post({ once, version })).to).toBe(`/i/${into.id}`)
    expect(await deedsOn(house, into.id)).toEqual(['merged as coordinator'])
  })
})

describe('a merge that is refused', () => {
  test.each([
    ['nulle-part', 'inconnue'],
    ['', 'nécessaire'],
  ])('names the other at its field: « %s »', async (other, said) => {
    const { status, body } = await post({ into: other })
    expect(status).toBe(422)
    expect(problemAt(body, 'into')).toEqual({ said: expect.stringContaining(said), isLinked: true })
    expect([typedIn(body, 'into'), typedIn(body, 'reason')]).toEqual([other, 'Même camion'])
  })

  test('is not into itself, whichever way it is written', async () => {
    for (const other of [old.slug, `http://sillon.test/initiatives/${old.slug}`]) {
      const { status, body } = await post({ into: other })
      expect([status, problemAt(body, 'into').said]).toEqual([422, 'C’est la même initiative.'])
    }
  })

  test('may be given as a whole address', async () => {
    expect((await post({ into: `http://sillon.test/initiatives/${into.slug}` })).status).toBe(303)
  })

  test('somebody else changed it meanwhile: 409, with what was typed', async () => {
    const { status, body } = await post({ version: '0' })
    expect([status, typedIn(body, 'reason')]).toEqual([409, 'Même camion'])
  })

  test.each(['leadCarrier', 'carrier', 'funder', 'supportPartner', 'taker', 'member'] as const)(
    'is not for: %s',
    async (who) => {
      expect((await house.get(`/initiatives/${old.slug}/merge/new`, { as: town[who].accountId })).status).toBe(403)
      expect((await post({}, who)).status).toBe(403)
    },
  )
})
