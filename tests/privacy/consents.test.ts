import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, test } from 'vitest'
import { consentsOf } from '../../src/accounts/consents.ts'
import { accounts, consents } from '../../src/accounts/tables.ts'
import { journal } from '../../src/activity/tables.ts'
import { actorAdded } from '../../src/actors/steps.ts'
import { actors } from '../../src/actors/tables.ts'
import { newId } from '../../src/platform/id.ts'
import { useHouse } from '../house.ts'
import { settle, type Town } from '../town.ts'

const house = useHouse()
let town: Town
beforeEach(async () => {
  town = await settle(house)
})
const key = () => newId()
const blank = { sector: '', description: '', territory: '', url: '', email: '', phone: '' }
const as = (place: 'leadCarrier' | 'coordinator' | 'administrator' | 'member') => ({ as: town[place].accountId })
const choose = (purpose: string, choice: string, textVersion = '1', who = as('leadCarrier')) =>
  house.post('/me/privacy/consents', { purpose, choice, textVersion, once: key() }, who)
const rows = () => house.db.select().from(consents).orderBy(consents.id)
const person = async (id = town.leadCarrier.personId) =>
  (await house.db.select().from(actors).where(eq(actors.id, id)))[0]!
const account = async () =>
  (await house.db.select().from(accounts).where(eq(accounts.id, town.leadCarrier.accountId)))[0]!

describe('being named to everybody', () => {
  test('is agreed to on one’s own page: visitors read the name from then on', async () => {
    const { slug } = await town.initiativeAt('mobilisation', { visibility: 'public' })
    const own = await person()
    expect((await house.get(`/actors/${own.slug}`)).status).toBe(404)
    expect((await house.get(`/initiatives/${slug}`)).body).not.toContain(own.name)
    expect((await choose('named_publicly', 'give')).to).toBe('/me/privacy')
    expect((await house.get(`/actors/${own.slug}`)).status).toBe(200)
    expect((await house.get(`/initiatives/${slug}`)).body).toContain(own.name)
    expect(await rows()).toMatchObject([
      {
        accountId: town.leadCarrier.accountId,
        actorId: own.id,
        purpose: 'named_publicly',
        textVersion: 1,
        isGiven: true,
        givenOn: '2026-03-02',
        how: '',
        byAccountId: town.leadCarrier.accountId,
      },
    ])
    const said = (await house.db.select().from(journal)).map(({ what }) => what)
    expect(said).toEqual(expect.arrayContaining(['consent_given', 'actor_changed']))
  })

  test('is withdrawn at once and everywhere', async () => {
    const { slug } = await town.initiativeAt('mobilisation', { visibility: 'public', title: 'Four banal' })
    const own = await person()
    const places = [
      `/initiatives/${slug}`,
      `/actors/${own.slug}`,
      `/actors?words=${encodeURIComponent(own.name)}`,
      `/search?q=${encodeURIComponent(own.name)}`,
      '/exports/initiatives?format=csv',
      `/?q=${encodeURIComponent(own.name)}`,
    ]
    const read = async () => (await Promise.all(places.map((path) => house.get(path)))).map(({ body }) => body)
    // Looked for by its name, the initiative is found through it.
    const named = (bodies: string[]) =>
      bodies.map((body) => body.includes(`>${own.name}<`) || body.includes('Four banal'))
    await choose('named_publicly', 'give')
    const before = await read()
    expect(before[0]).toContain(own.name)
    expect(before[1]).toContain(own.name)
    expect(before[4]).toContain(own.name)
    for (const at of [2, 3, 5]) expect([at, named(before)[at]]).toEqual([at, true])
    await choose('named_publicly', 'withdraw')
    expect((await person()).visibility).toBe('network')
    const after = await read()
    expect(after[0]).not.toContain(own.name)
    for (const body of after.slice(1)) expect(body).not.toContain(`>${own.name}<`)
    expect(after[4]).not.toContain(own.name)
    expect(named(after)[5]).toBe(false)
    expect((await rows()).map(({ isGiven }) => isGiven)).toEqual([true, false])
    expect((await house.get(`/actors/${own.slug}`, as('member'))).status).toBe(200)
  })

  test('says which text, when, and offers to withdraw', async () => {
    expect((await house.get('/me/privacy', as('leadCarrier'))).body).toContain('Aucun consentement n’est inscrit')
    await choose('named_publicly', 'give')
    const { body } = await house.get('/me/privacy', as('leadCarrier'))
    expect(body).toContain('Accepté le 2 mars 2026, selon le texte 1.')
    expect(body).toContain('Retirer mon consentement')
  })

  test('is refused by another text than the one that holds, and for nobody’s name', async () => {
    expect((await choose('named_publicly', 'give', '7')).status).toBe(409)
    expect((await choose('something', 'give')).status).toBe(422)
    await house.db.commit((tx) => [
      tx.update(actors).set({ accountId: null }).where(eq(actors.id, town.leadCarrier.personId)),
    ])
    expect((await choose('named_publicly', 'give')).status).toBe(404)
    expect((await house.post('/me/privacy/consents', { purpose: 'named_publicly', choice: 'give' })).status).toBe(403)
    expect(await rows()).toEqual([])
    expect((await person()).visibility).toBe('network')
  })

  test('leaves a sheet that was reserved as it is when it is withdrawn', async () => {
    await house.db.commit((tx) => [
      tx.update(actors).set({ visibility: 'restricted' }).where(eq(actors.id, town.leadCarrier.personId)),
    ])
    await choose('named_publicly', 'withdraw')
    expect((await person()).visibility).toBe('restricted')
  })
})

describe('a person is made public in their form', () => {
  const edit = async (fields: Record<string, string>, who = as('coordinator'), id = town.leadCarrier.personId) => {
    const { slug, name, version } = await person(id)
    const all = { ...blank, name, visibility: 'public' }
    return house.post(`/actors/${slug}`, { ...all, version: String(version), once: key(), ...fields }, who)
  }
  const said = { consentOn: '2026-02-20', consentHow: 'Par courriel' }

  test('by a coordinator who says when and how they agreed', async () => {
    expect((await edit(said)).status).toBe(303)
    expect((await person()).visibility).toBe('public')
    expect(await rows()).toMatchObject([
      { isGiven: true, givenOn: '2026-02-20', how: 'Par courriel', byAccountId: town.coordinator.accountId },
    ])
    const { body } = await house.get('/me/privacy', as('leadCarrier'))
    expect(body).toMatch(/Inscrit par la coordination\s: Par courriel/)
    // It is on record: the next change asks nothing.
    expect((await edit({ name: 'Porteuse Nouvelle' })).status).toBe(303)
    expect(await rows()).toHaveLength(1)
  })

  test.each([
    [{ consentOn: '', consentHow: '' }, ['consentOn', 'consentHow']],
    [{ consentOn: '2026-02-20', consentHow: '' }, ['consentHow']],
    [{ consentOn: '', consentHow: 'Par courriel' }, ['consentOn']],
    [{ consentOn: '2026-03-03', consentHow: 'Par courriel' }, ['consentOn']],
  ])('not without saying so: %o', async (fields, problems) => {
    const { status, body } = await edit(fields)
    expect(status).toBe(422)
    for (const field of problems) expect(body).toContain(`id="f-${field}-problem"`)
    expect((await person()).visibility).toBe('network')
    expect(await rows()).toEqual([])
  })

  test('not by themself, who agrees on their own page', async () => {
    const { status, body } = await edit(said, as('leadCarrier'))
    expect(status).toBe(422)
    expect(body).toContain('id="f-visibility-problem"')
    expect(await rows()).toEqual([])
    await choose('named_publicly', 'give')
    expect((await edit({}, as('leadCarrier'))).status).toBe(303)
  })

  test('not once they withdrew, unless they agreed anew', async () => {
    await edit(said)
    await choose('named_publicly', 'withdraw')
    expect((await edit({})).status).toBe(422)
    expect((await edit({ ...said, consentOn: '2026-03-02' })).status).toBe(303)
  })

  test('nothing is asked of organisations, nor of a person who stays with the network', async () => {
    expect((await edit({ visibility: 'network' })).status).toBe(303)
    expect((await edit({}, as('coordinator'), town.funder.actorId)).status).toBe(303)
    expect(await rows()).toEqual([])
  })
})

test('people named before consent was asked stay so, and administrators are told of them', async () => {
  const list = async () => (await house.get('/settings/privacy/consents', as('administrator'))).body
  expect(await list()).toContain('De chaque personne montrée à tout le monde, un consentement est inscrit.')
  const [old, said] = [newId(), newId()]
  const row = { kind: 'person', visibility: 'public' } as const
  await house.db.commit((tx) => [
    actorAdded(tx, { ...row, id: old, slug: 'ancienne', name: 'Ancienne Voisine' }, house.now),
    actorAdded(tx, { ...row, id: said, slug: 'dite', name: 'Voisine Dite' }, house.now),
  ])
  const edit = (slug: string, fields: Record<string, string>) =>
    house.post(
      `/actors/${slug}`,
      { ...blank, name: slug, visibility: 'public', version: '1', once: key(), ...fields },
      as('coordinator'),
    )
  expect((await edit('ancienne', { name: 'Ancienne Voisine' })).status).toBe(303)
  expect((await edit('dite', { consentOn: '2026-01-10', consentHow: 'Formulaire' })).status).toBe(303)
  expect(await list()).toContain('Ancienne Voisine')
  expect(await list()).not.toContain('/actors/dite')
  expect(await list()).toContain('1 personne')
})

describe('letters about moves', () => {
  const profile = async (fields: Record<string, string>) => {
    const { name, version } = await account()
    return house.post(
      '/me/account',
      { name, locale: 'fr-CA', version: String(version), once: key(), ...fields },
      as('leadCarrier'),
    )
  }

  test('are chosen by the box of the account, and each change of it is kept', async () => {
    await profile({ mailOnMoves: 'on' })
    expect(await rows()).toEqual([])
    expect((await profile({})).status).toBe(303)
    expect(await rows()).toMatchObject([
      { purpose: 'moves_by_mail', isGiven: false, givenOn: '2026-03-02', actorId: null },
    ])
    await profile({})
    await profile({ mailOnMoves: 'on' })
    expect((await rows()).map(({ isGiven }) => isGiven)).toEqual([false, true])
  })

  test('are chosen on the page of privacy too, and the box follows', async () => {
    await choose('moves_by_mail', 'withdraw')
    expect((await account()).mailOnMoves).toBe(false)
    expect(await consentsOf(house.db, { accountId: town.leadCarrier.accountId })).toMatchObject({
      moves_by_mail: { isGiven: false },
    })
    await choose('moves_by_mail', 'give')
    expect((await account()).mailOnMoves).toBe(true)
  })

  test('leave no row where the form was refused', async () => {
    expect((await profile({ version: '9' })).status).toBe(409)
    expect(await rows()).toEqual([])
  })
})
