import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, test } from 'vitest'
import { membershipBegun } from '../../src/actors/steps.ts'
import { actors } from '../../src/actors/tables.ts'
import { endParticipation } from '../../src/initiatives/ending.ts'
import { capacitiesOn } from '../../src/initiatives/queries.ts'
import { participations } from '../../src/initiatives/tables.ts'
import { useHouse } from '../house.ts'
import { type Place, settle, type Settled, type Town } from '../town.ts'
import { addRole, at, deedsOn, type Fields, key, moveIt, problemAt } from './forms.ts'

const house = useHouse()
let town: Town
let one: Settled
let page: string

beforeEach(async () => {
  town = await settle(house)
  one = await town.initiativeAt('mobilisation', { visibility: 'team' })
  page = `/initiatives/${one.slug}`
})
const end = (id: string, until: string, who: Place) =>
  house.post(`${page}/participations/${id}/end`, { until, once: key() }, { as: town[who].accountId })
const linkWith = async (id: string) =>
  (await house.db.select().from(participations).where(eq(participations.id, id)))[0]!

describe('a role that ends', () => {
  test('gives its rights until its last day, and none from the day after', async () => {
    expect((await end(one.roles.supportPartner, '2026-03-02', 'supportPartner')).to).toBe('/me')
    const on = (day: string) => capacitiesOn(house.db, town.supportPartner.by, day, one.id)
    expect(await on('2026-03-02')).toContain('support_partner')
    expect(await on('2026-03-03')).toEqual(['member', 'visitor'])
    const as = town.supportPartner.accountId
    expect((await house.get(page, { as })).status).toBe(200)
    house.now = new Date('2026-03-03T15:00:00Z')
    expect((await house.get(page, { as })).status).toBe(404)
    expect((await house.post(`${page}/attestations`, { code: 'M1' }, { as })).status).toBe(404)
    expect(await deedsOn(house, one.id)).toEqual(['participation_ended as support_partner'])
  })

  test('stays readable as past, and no longer fills the quartet', async () => {
    await end(one.roles.funder, '2026-02-01', 'leadCarrier')
    const { body } = await house.get(page, { as: town.carrier.accountId })
    expect(body).toMatch(/<li class="past">[\s\S]*?Fonds du fleuve[\s\S]*?févr\. 2026/)
    expect(await titles('?role=funder&held=missing')).toContain('Épicerie solidaire mobile')
    expect(await titles('?role=funder')).not.toContain('Épicerie solidaire mobile')
  })

  test.each([
    ['leadCarrier', 'funder', 303],
    ['carrier', 'taker', 303],
    ['coordinator', 'leadCarrier', 303],
    ['taker', 'taker', 303],
    ['taker', 'funder', 403],
    ['funder', 'carrier', 403],
    ['supportPartner', 'taker', 403],
  ] as const)('is ended by %s for %s: %i', async (who, whose, expected) => {
    expect((await end(one.roles[whose], '2026-03-02', who)).status).toBe(expected)
    expect((await linkWith(one.roles[whose])).until).toBe(expected === 303 ? '2026-03-02' : null)
  })

  test('does not end before it began, nor on no day', async () => {
    for (const until of ['2024-01-01', 'demain']) {
      const { status, body } = await end(one.roles.funder, until, 'leadCarrier')
      expect(status).toBe(422)
      expect(problemAt(body, 'until')).toEqual({ said: expect.stringMatching(/./), isLinked: true })
    }
  })

  test('is not made longer by its own holder', async () => {
    await end(one.roles.supportPartner, '2026-03-02', 'leadCarrier')
    expect((await end(one.roles.supportPartner, '2027-03-02', 'supportPartner')).status).toBe(422)
    const former = await house.post(
      `${page}/participations/${one.roles.formerPartner}/end`,
      { until: '2027-01-01' },
      { as: town.formerPartner.accountId },
    )
    expect(former.status).toBe(422)
    expect((await linkWith(one.roles.formerPartner)).until).toBe('2025-12-31')
  })

  test('that begins later gives nothing yet', async () => {
    const fields = { role: 'support_partner', actor: 'Membre Première', since: '2026-03-10', acceptFor: 'on' }
    await addRole(house, one.slug, fields, town.coordinator.by)
    const as = town.member.accountId
    expect((await house.get(page, { as })).status).toBe(404)
    house.now = new Date('2026-03-10T15:00:00Z')
    expect((await house.get(page, { as })).status).toBe(200)
  })
})

const titles = async (query: string) => {
  const { body } = await house.get(`/${query}`, { as: town.coordinator.accountId })
  return [...body.matchAll(/<h3><a href="\/initiatives\/[^"]+">([^<]+)/g)].map(([, title]) => title)
}

test('of two who end a role at once, one is told that it changed', async () => {
  const id = one.roles.supportPartner
  const end = (until: string, who: Place) => endParticipation(house.db, one.slug, id, until, town[who].by, at(house))
  const both = await Promise.allSettled([end('2026-03-02', 'leadCarrier'), end('2026-12-31', 'supportPartner')])
  expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  expect(both.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { status: 409, key: 'stale' } })
})

describe('letters', () => {
  const to = () => house.letters.map((letter) => letter.to).toSorted()

  test('of invitation go to the address given, and nobody else hears of it', async () => {
    await addRole(house, one.slug, { role: 'funder', actor: 'Fondation', email: 'Elle@Exemple.org' }, town.carrier.by)
    await house.work()
    expect(to()).toEqual(['elle@exemple.org'])
    expect(house.letters[0]!.text).toContain('Épicerie solidaire mobile')
    expect(house.letters[0]!.text).not.toContain('Trois villages')
  })

  test('of a move go to those who hold a role, and not to who has not accepted, left, or moved it', async () => {
    await moveIt(house, one.slug, { event: 'hold', reason: 'Congé', reviewOn: '2026-09-01' }, town.carrier.by)
    await house.work()
    expect(to()).toEqual(
      ['porteuse-premiere', 'bailleresse-premiere', 'partenaire-premier', 'preneur-premier']
        .map((name) => `${name}@example.org`)
        .toSorted(),
    )
    await house.work()
    expect(to()).toHaveLength(4)
  })

  test('of a move go to a person in a role of their own, whatever they spoke for once', async () => {
    const membership = { personId: town.supportPartner.personId, organisationId: town.taker.actorId }
    await house.db.commit((tx) => [membershipBegun(tx, { ...membership, since: '2024-01-01', until: '2025-12-31' })])
    await moveIt(house, one.slug, { event: 'hold', reason: 'Congé', reviewOn: '2026-09-01' }, town.carrier.by)
    await house.work()
    expect(to()).toContain('partenaire-premier@example.org')
  })

  test('of a move go to the team of an initiative that the whole network may read', async () => {
    const open = await town.initiativeAt('mobilisation', { visibility: 'network' })
    await moveIt(house, open.slug, { event: 'hold', reason: 'Congé', reviewOn: '2026-09-01' }, town.carrier.by)
    await house.work()
    expect(to()).toContain('partenaire-premier@example.org')
  })

  test('of a move of a restricted initiative go to carriers and the roles it names', async () => {
    const hidden = await town.initiativeAt('mobilisation', { visibility: 'restricted', namedRoles: ['taker'] })
    await moveIt(house, hidden.slug, { event: 'hold', reason: 'Congé', reviewOn: '2026-09-01' }, town.carrier.by)
    await house.work()
    expect(to()).toEqual(['porteuse-premiere@example.org', 'preneur-premier@example.org'])
  })
})

describe('by invitation, the letter’s link', () => {
  const invite = async (fields: Fields) => {
    await addRole(house, one.slug, { role: 'support_partner', email: 'neuve@exemple.org', ...fields }, town.carrier.by)
    await house.work()
    return /http:\/\/sillon\.test(\/invitations\/\S+)/.exec(house.letters.at(-1)!.text)![1]!
  }

  test('opens an account that holds the role', async () => {
    const link = await invite({ actor: 'Recrue Première', kind: 'person' })
    expect((await house.get(link)).body).toContain('Épicerie solidaire mobile')
    const { status, to } = await house.post(link, { name: 'Recrue Première', password: '' })
    expect([status, to]).toEqual([303, `/i/${one.id}`])
    const accepted = (await house.db.select().from(participations)).filter(({ state }) => state === 'accepted')
    expect(accepted.some(({ initiativeId, role }) => initiativeId === one.id && role === 'support_partner')).toBe(true)
    expect((await house.post(link, { name: 'Une autre', password: '' })).status).toBe(404)
  })

  test('is sent for a known actor by those who speak for it and coordinators alone: it hands over its rights', async () => {
    const fields = { role: 'support_partner', actor: 'Fonds du fleuve', email: 'complice@exemple.org' }
    const invitedBy = (who: Place, more: Fields = {}) =>
      addRole(house, one.slug, { ...fields, ...more }, town[who].by).then(() => house.work())
    await expect(invitedBy('carrier')).rejects.toMatchObject({
      issues: [{ field: 'email', key: 'invited_by_their_own' }],
    })
    expect(house.letters).toEqual([])
    await house.db.commit((tx) => [
      tx.update(actors).set({ email: 'info@fonds.example' }).where(eq(actors.id, town.funder.actorId)),
    ])
    await invitedBy('carrier', { email: 'info@fonds.example' })
    await invitedBy('coordinator', { role: 'taker', takerKind: 'adopter' })
    // A person who has an account is asked wherever the letter goes: nobody else can accept it.
    await invitedBy('carrier', { actor: 'Membre Première', email: 'membre-premiere@example.org' })
    expect(house.letters).toHaveLength(3)
  })

  test('gives nothing more once a coordinator has answered', async () => {
    const link = await invite({ actor: 'Recrue Première', kind: 'person' })
    const pending = (await house.db.select().from(participations)).filter(({ state }) => state === 'invited')
    for (const { id } of pending)
      await house.post(
        `${page}/participations/${id}/answer`,
        { answer: 'declined' },
        { as: town.coordinator.accountId },
      )
    expect((await house.post(link, { name: 'Recrue Première', password: '' })).status).toBe(404)
  })
})
