import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, test } from 'vitest'
import { type AdoptionStatus, adoptionStatuses } from '../../src/domain/adoptions.ts'
import { type Visibility, visibilities } from '../../src/domain/visibility.ts'
import { oldContacts } from '../../src/adoptions/forgetting.ts'
import { adoptions, adoptionSteps } from '../../src/adoptions/tables.ts'
import { newId } from '../../src/platform/id.ts'
import { purgedAfter } from '../privacy/purged.ts'
import { useHouse } from '../house.ts'
import { key } from '../initiatives/forms.ts'
import { type Place, settle, type Settled, type Town } from '../town.ts'
import { adopted } from './adopted.ts'

const house = useHouse()
let town: Town
let one: Settled

beforeEach(async () => {
  town = await settle(house)
  one = await town.initiativeAt('appropriation', { visibility: 'public' })
})

const everybody = ['visitor', 'member', 'funder', 'supportPartner', 'taker', 'carrier', 'coordinator'] as const
const as = (who: Place | 'visitor') => (who === 'visitor' ? undefined : town[who].accountId)
/** Of the funder's adoption: who sees that it is on trial, by its level. */
const readers: Record<Visibility, readonly string[]> = {
  public: everybody,
  network: everybody.filter((who) => who !== 'visitor'),
  community: ['funder', 'supportPartner', 'taker', 'carrier', 'coordinator'],
  team: ['funder', 'supportPartner', 'taker', 'carrier', 'coordinator'],
  restricted: ['funder', 'carrier', 'coordinator'],
}
const parties = ['funder', 'carrier', 'coordinator']

describe('who sees an adoption', () => {
  test.each(visibilities)('that is under way, at level: %s', async (visibility) => {
    const id = await adopted(house, { initiativeId: one.id, takerId: town.funder.actorId, status: 'trial', visibility })
    for (const who of everybody) {
      const isReader = readers[visibility].includes(who)
      expect([who, (await house.get(`/adoptions/${id}`, { as: as(who) })).status]).toEqual([who, isReader ? 200 : 404])
      for (const path of [`/initiatives/${one.slug}/adoptions`, `/initiatives/${one.slug}`, '/uptake?region=none']) {
        const { body } = await house.get(path, { as: as(who) })
        expect([who, path, body.includes(`/adoptions/${id}`)]).toEqual([who, path, isReader])
      }
      const { body } = await house.get(`/initiatives/${one.slug}/adoptions/export?format=csv`, { as: as(who) })
      expect([who, body.includes('Fonds du fleuve')]).toEqual([who, isReader])
    }
  })

  test.each(adoptionStatuses)('whatever its level, when it is: %s', async (status: AdoptionStatus) => {
    const id = await adopted(house, { initiativeId: one.id, takerId: town.funder.actorId, status, reason: 'Le coût' })
    const isTold = ['intent', 'trial', 'integrated'].includes(status)
    for (const who of everybody) {
      const page = await house.get(`/adoptions/${id}`, { as: as(who) })
      expect([who, page.status]).toEqual([who, isTold || parties.includes(who) ? 200 : 404])
      // Why is between the taker and the carriers.
      expect([who, page.body.includes('Le coût')]).toEqual([who, parties.includes(who)])
      const list = await house.get(`/initiatives/${one.slug}/adoptions`, { as: as(who) })
      const isHesitating = status !== 'trial' && status !== 'integrated'
      expect([who, list.body.includes('Le coût')]).toEqual([who, isHesitating && parties.includes(who)])
    }
  })

  test('who hesitated once is not told of when they go on', async () => {
    const id = await adopted(house, { initiativeId: one.id, takerId: town.funder.actorId, status: 'abandoned' })
    const step = {
      adoptionId: id,
      status: 'trial',
      effectiveOn: '2026-02-01',
      recordedAt: house.now,
      sequence: 2,
    } as const
    await house.db.commit((tx) => [
      tx.insert(adoptionSteps).values({ id: newId(), ...step }),
      tx.update(adoptions).set({ status: 'trial', since: '2026-02-01' }),
    ])
    expect((await house.get(`/adoptions/${id}`, { as: as('member') })).body).not.toContain('abandonnée')
    expect((await house.get(`/adoptions/${id}`, { as: as('funder') })).body).toContain('abandonnée')
  })

  test('persons are not named to visitors', async () => {
    await adopted(house, { initiativeId: one.id, takerId: town.member.actorId })
    const path = `/initiatives/${one.slug}/adoptions`
    expect((await house.get(path)).body).not.toContain('Membre Première')
    expect((await house.get(`${path}/export?format=csv`)).body).not.toContain('Membre Première')
    expect((await house.get(path, { as: as('funder') })).body).toContain('Membre Première')
  })
})

describe('somebody who asked by the public form', () => {
  const asking = () =>
    adopted(house, {
      initiativeId: one.id,
      takerId: null,
      takerName: 'École du rang',
      status: 'considered',
      isConfirmed: false,
      message: 'Nous aimerions essayer',
      contact: { name: 'Direction', address: 'direction@ecole.example.org' },
      byAccountId: null,
      capacity: 'visitor',
    })

  test('is met by carriers and coordinators alone, and counts nowhere', async () => {
    const id = await asking()
    for (const who of everybody) {
      const isTold = who === 'carrier' || who === 'coordinator'
      expect((await house.get(`/adoptions/${id}`, { as: as(who) })).status).toBe(404)
      const { status } = await house.get(`/adoptions/${id}/confirmation`, { as: as(who) })
      expect([who, status]).toEqual([who, isTold ? 200 : 404])
      for (const path of [`/initiatives/${one.slug}/adoptions`, `/initiatives/${one.slug}`, '/uptake', '/me']) {
        const { body } = await house.get(path, { as: as(who) })
        expect([who, path, /École du rang|ecole\.example/.test(body)]).toEqual([
          who,
          path,
          isTold && path.endsWith('/adoptions') ? true : path === '/me' && who === 'carrier',
        ])
      }
      const { body } = await house.get(`/initiatives/${one.slug}/adoptions/export?format=csv`, { as: as(who) })
      expect(body).not.toContain('École')
    }
  })

  const confirm = (id: string, fields: Record<string, string> = {}, who: Place = 'carrier') =>
    house.post(
      `/adoptions/${id}/confirmation`,
      {
        taker: 'École du rang',
        newKind: 'organisation',
        takerKind: 'adopter',
        visibility: 'network',
        once: key(),
        ...fields,
      },
      { as: town[who].accountId },
    )

  test.each([
    ['carrier', 303],
    ['coordinator', 303],
    ['taker', 404],
    ['supportPartner', 404],
    ['member', 404],
  ] as const)('is confirmed by %s: %i', async (who, expected) => {
    const id = await asking()
    expect((await confirm(id, {}, who)).status).toBe(expected)
    const [row] = await house.db.select().from(adoptions)
    expect(row!.isConfirmed).toBe(expected === 303)
  })

  test('is an actor from then on, and can still be answered by the carriers', async () => {
    const id = await asking()
    await confirm(id)
    expect((await confirm(id)).status).toBe(404)
    const { body } = await house.get(`/adoptions/${id}`, { as: as('carrier') })
    expect(body).toContain('direction@ecole.example.org')
    expect(body).toContain('Nous aimerions essayer')
    await house.post(`/adoptions/${id}/contact/forgotten`, { once: key() }, { as: as('carrier') })
    const after = await house.get(`/adoptions/${id}`, { as: as('carrier') })
    expect(after.body).not.toMatch(/ecole\.example|aimerions/)
  })

  test('is forgotten once they try it', async () => {
    const id = await asking()
    await confirm(id)
    const step = { status: 'trial', effectiveOn: '2026-03-01', once: key() }
    await house.post(`/adoptions/${id}/steps`, step, { as: as('carrier') })
    expect((await house.get(`/adoptions/${id}`, { as: as('carrier') })).body).not.toContain('ecole.example')
  })

  test('who adopts there already is led to it', async () => {
    const there = await adopted(house, { initiativeId: one.id, takerId: town.taker.actorId })
    const { status, body } = await confirm(await asking(), { taker: 'Coop des marais' })
    expect(status).toBe(422)
    expect(body).toContain(`href="/adoptions/${there}"`)
  })

  test('is forgotten after a year, answered or not', async () => {
    await asking()
    expect(await purgedAfter(house, 'adoption_contacts', oldContacts, 364)).toBe(0)
    expect(await purgedAfter(house, 'adoption_contacts', oldContacts, 366)).toBe(1)
    const { body } = await house.get(`/initiatives/${one.slug}/adoptions`, { as: as('carrier') })
    expect(body).toContain('École du rang')
    expect(body).not.toMatch(/ecole\.example|aimerions/)
  })

  test('is declined, and nothing of them is kept', async () => {
    const id = await asking()
    expect((await house.post(`/adoptions/${id}/refusal`, { once: key() }, { as: as('taker') })).status).toBe(404)
    const declined = await house.post(`/adoptions/${id}/refusal`, { once: key() }, { as: as('carrier') })
    expect(declined.status).toBe(303)
    const [row] = await house.db.select().from(adoptions).where(eq(adoptions.id, id))
    expect(row).toMatchObject({ takerName: '', message: '', isConfirmed: false })
    const { body } = await house.get(`/initiatives/${one.slug}/adoptions`, { as: as('carrier') })
    expect(body).not.toMatch(/École|ecole/)
  })
})
