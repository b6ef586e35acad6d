import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, test } from 'vitest'
import { actors } from '../../src/actors/tables.ts'
import { capacitiesOn } from '../../src/initiatives/queries.ts'
import { participations } from '../../src/initiatives/tables.ts'
import { useHouse } from '../house.ts'
import { type Place, settle, type Settled, type Town } from '../town.ts'
import { addRole, deedsOn, type Fields, key, problemAt, today, typedIn } from './forms.ts'

const house = useHouse()
let town: Town
let one: Settled
let page: string

beforeEach(async () => {
  town = await settle(house)
  one = await town.initiativeAt('mobilisation', { visibility: 'public' })
  page = `/initiatives/${one.slug}`
})
const post = (fields: Fields, who: Place = 'leadCarrier', htmx = false) =>
  house.post(`${page}/participations`, { since: today, once: key(), ...fields }, { as: town[who].accountId, htmx })
const links = () => house.db.select().from(participations).where(eq(participations.initiativeId, one.id))
const linkOf = async (actorId: string, role?: string) =>
  (await links()).findLast((link) => link.actorId === actorId && (!role || link.role === role))!
const capacities = (who: Place, day = today) => capacitiesOn(house.db, town[who].by, day, one.id)
const leads = async () => (await links()).filter(({ isLead, state }) => isLead && state === 'accepted')

test('whom the sheet does not name has no page of their role either', async () => {
  const path = `${page}/participations/${one.roles.funder}`
  const met = async (who: Place) => (await house.get(path, { as: town[who].accountId })).status
  expect(await met('member')).toBe(200)
  await house.db.commit((tx) => [
    tx.update(actors).set({ visibility: 'restricted' }).where(eq(actors.id, town.funder.actorId)),
  ])
  expect((await house.get(page, { as: town.member.accountId })).body).not.toContain('Fonds du fleuve')
  expect([await met('member'), await met('carrier'), await met('funder'), await met('coordinator')]).toEqual([
    404, 404, 200, 200,
  ])
})

describe('proposing a role', () => {
  test.each(['leadCarrier', 'carrier', 'coordinator', 'administrator'] as const)('is for: %s', async (who) => {
    expect((await house.get(`${page}/participations/new?role=taker`, { as: town[who].accountId })).status).toBe(200)
    const { status, to } = await post({ role: 'funder', actor: 'Membre Première' }, who)
    expect([status, to]).toEqual([303, page])
    expect(await linkOf(town.member.actorId)).toMatchObject({
      role: 'funder',
      state: 'proposed',
      acceptedForById: null,
    })
  })

  test.each(['funder', 'supportPartner', 'taker', 'member', 'formerPartner', 'invited'] as const)(
    'is not for: %s',
    async (who) => {
      expect((await house.get(`${page}/participations/new`, { as: town[who].accountId })).status).toBe(403)
      expect((await post({ role: 'funder', actor: 'Membre Première' }, who)).status).toBe(403)
    },
  )

  test('to somebody new makes the actor; the quartet is not filled before they accept', async () => {
    await post({ role: 'support_partner', actor: 'Cégep du coin', kind: 'organisation', sector: 'college_research' })
    const { body } = await house.get(page, { as: town.leadCarrier.accountId })
    expect(body).toContain('Cégep du coin')
    expect(body).toContain('recherche collégiale')
  })

  test('to one’s own organisation is accepted at once; the same organisation may fund, support and take up', async () => {
    await house.db.commit((tx) => [
      tx.update(participations).set({ role: 'carrier' }).where(eq(participations.id, one.roles.funder)),
    ])
    await addRole(house, one.slug, { role: 'funder', actor: 'Fonds du fleuve' }, town.funder.by)
    await addRole(house, one.slug, { role: 'support_partner', actor: 'Fonds du fleuve' }, town.funder.by)
    await addRole(house, one.slug, { role: 'taker', takerKind: 'adopter', actor: 'Fonds du fleuve' }, town.funder.by)
    const own = (await links()).filter(({ actorId }) => actorId === town.funder.actorId)
    expect(own.map(({ role, state }) => `${role} ${state}`).toSorted()).toEqual([
      'carrier accepted',
      'funder accepted',
      'support_partner accepted',
      'taker accepted',
    ])
  })

  test('that somebody holds already is refused at the field, and so is a third time after one that ended', async () => {
    const twice = await post({ role: 'support_partner', actor: 'Partenaire Premier', note: 'Mot gardé' })
    expect(twice.status).toBe(422)
    expect(problemAt(twice.body, 'actor')).toEqual({ said: expect.stringContaining('tient déjà'), isLinked: true })
    expect(typedIn(twice.body, 'note')).toBe('Mot gardé')
    expect((await post({ role: 'support_partner', actor: 'Partenaire Ancien' })).status).toBe(303)
    expect((await post({ role: 'support_partner', actor: 'Partenaire Ancien' })).status).toBe(422)
  })

  test.each([
    [{ role: 'taker', actor: 'Groupe' }, 'takerKind'],
    [{ role: 'taker', takerKind: 'beneficiary', actor: 'Membre Première' }, 'actor'],
    [{ role: 'taker', takerKind: 'beneficiary', actor: 'Une personne', kind: 'person' }, 'kind'],
    [{ role: 'funder', actor: 'Fonds', sector: 'health' }, 'sector'],
    [{ role: 'funder', actor: 'Fonds', until: '2026-03-01' }, 'until'],
    [{ role: 'funder', actor: 'Fonds', email: 'pas un courriel' }, 'email'],
    [{ role: 'funder', actor: '' }, 'actor'],
  ])('is refused at its field, with all that was typed: %o', async (fields, field) => {
    for (const htmx of [false, true]) {
      const { status, body } = await post({ note: 'Mot gardé', ...fields }, 'leadCarrier', htmx)
      expect(status).toBe(422)
      expect(body).toContain(`href="#f-${field}"`)
      expect([typedIn(body, 'note'), typedIn(body, 'actor')]).toEqual(['Mot gardé', fields.actor])
    }
  })

  test('of beneficiaries names a group', async () => {
    await post({ role: 'taker', takerKind: 'beneficiary', actor: 'Familles du rang 4', kind: 'group' })
    expect((await links()).at(-1)).toMatchObject({ takerKind: 'beneficiary', role: 'taker' })
  })

  test('posted twice proposes once', async () => {
    const fields = { role: 'funder', actor: 'Membre Première', once: key() }
    await post(fields)
    expect((await post(fields)).to).toBe(`/i/${one.id}`)
    expect((await links()).filter(({ actorId }) => actorId === town.member.actorId)).toHaveLength(1)
  })
})

describe('answering', () => {
  const path = () => `${page}/participations/${one.roles.invited}`
  const say = (answer: string, who: Place) =>
    house.post(`${path()}/answer`, { answer, once: key() }, { as: town[who].accountId })

  test('whoever has not accepted has no right', async () => {
    expect(await capacities('invited')).toEqual(['member', 'visitor'])
    expect((await house.get(`${page}/attestations/new?code=M1`, { as: town.invited.accountId })).status).toBe(403)
    expect((await house.get('/?who=mine', { as: town.invited.accountId })).body).not.toContain('Épicerie solidaire')
  })

  test('is for the one invited, who then has the rights of the role', async () => {
    expect((await house.get('/me', { as: town.invited.accountId })).body).toContain(`href="${path()}"`)
    expect((await say('accepted', 'invited')).to).toBe(page)
    expect(await linkOf(town.invited.actorId)).toMatchObject({ state: 'accepted', acceptedForById: null })
    expect(await capacities('invited')).toContain('support_partner')
    expect(await deedsOn(house, one.id)).toEqual(['participation_accepted as member'])
  })

  test('no gives nothing, and stands', async () => {
    expect((await say('declined', 'invited')).to).toBe('/me')
    expect(await linkOf(town.invited.actorId)).toMatchObject({ state: 'declined' })
    expect(await capacities('invited')).toEqual(['member', 'visitor'])
    expect((await say('accepted', 'invited')).status).toBe(409)
  })

  test('by a coordinator is on behalf of the actor, and named so', async () => {
    await say('accepted', 'coordinator')
    expect(await linkOf(town.invited.actorId)).toMatchObject({
      state: 'accepted',
      acceptedForById: town.coordinator.accountId,
    })
    expect((await house.get(page, { as: town.carrier.accountId })).body).toContain('accepté au nom de l’acteur')
    expect(await deedsOn(house, one.id)).toEqual(['participation_accepted as coordinator'])
  })

  test.each(['leadCarrier', 'funder', 'member', 'otherCarrier'] as const)('is not for: %s', async (who) => {
    expect((await say('accepted', who)).status).toBe(403)
    expect(await linkOf(town.invited.actorId)).toMatchObject({ state: 'invited' })
  })

  test('something else than yes or no is refused', async () => {
    expect((await say('peut-être', 'invited')).status).toBe(422)
  })

  test('to an initiative that they may not see yet, they read its title and the role, nothing more', async () => {
    const hidden = await town.initiativeAt('mobilisation', {
      visibility: 'team',
      title: 'Le projet secret',
      need: 'Le besoin caché',
    })
    const own = `/initiatives/${hidden.slug}/participations/${hidden.roles.invited}`
    const as = town.invited.accountId
    expect((await house.get(`/initiatives/${hidden.slug}`, { as })).status).toBe(404)
    const { status, body } = await house.get(own, { as })
    expect([status, body.includes('Le projet secret'), body.includes('Le besoin caché')]).toEqual([200, true, false])
    for (const other of [town.member.accountId, town.formerPartner.accountId, undefined])
      expect((await house.get(own, { as: other })).status).toBe(404)
    expect((await house.post(`${own}/answer`, { answer: 'accepted' }, { as })).status).toBe(303)
    expect((await house.get(`/initiatives/${hidden.slug}`, { as })).status).toBe(200)
  })
})

describe('the lead', () => {
  test('is one carrier only: whoever takes it over takes it from the other', async () => {
    const { id } = await linkOf(town.carrier.actorId)
    const { to } = await house.post(
      `${page}/participations/${id}/lead`,
      { once: key() },
      { as: town.leadCarrier.accountId },
    )
    expect(to).toBe(page)
    expect((await leads()).map(({ actorId }) => actorId)).toEqual([town.carrier.actorId])
    expect(await capacities('carrier')).toContain('lead_carrier')
    expect(await capacities('leadCarrier')).toEqual(['carrier', 'member', 'visitor'])
    expect(await deedsOn(house, one.id)).toEqual(['lead_changed as lead_carrier'])
  })

  test('that is proposed is taken over on the day it is accepted, not before', async () => {
    await post({ role: 'carrier', isLead: 'on', actor: 'Membre Première' })
    expect((await leads()).map(({ actorId }) => actorId)).toEqual([town.leadCarrier.actorId])
    const { id } = await linkOf(town.member.actorId)
    await house.post(`${page}/participations/${id}/answer`, { answer: 'accepted' }, { as: town.member.accountId })
    expect((await leads()).map(({ actorId }) => actorId)).toEqual([town.member.actorId])
  })

  test('is not given to who is no carrier, or no longer', async () => {
    const give = (id: string) => house.post(`${page}/participations/${id}/lead`, {}, { as: town.leadCarrier.accountId })
    expect((await give(one.roles.funder)).status).toBe(404)
    await house.db.commit((tx) => [
      tx.update(participations).set({ until: '2026-03-01' }).where(eq(participations.id, one.roles.carrier)),
    ])
    expect((await give(one.roles.carrier)).status).toBe(404)
    expect((await leads()).map(({ actorId }) => actorId)).toEqual([town.leadCarrier.actorId])
  })

  test('is not lost to a role that leads nothing', async () => {
    await post({ role: 'funder', isLead: 'on', actor: 'Membre Première', acceptFor: 'on' }, 'coordinator')
    expect((await leads()).map(({ actorId }) => actorId)).toEqual([town.leadCarrier.actorId])
  })
})
