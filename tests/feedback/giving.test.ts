import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, test } from 'vitest'
import { journal } from '../../src/activity/tables.ts'
import { feedbackForms } from '../../src/feedback/tables.ts'
import { participations } from '../../src/initiatives/tables.ts'
import { useHouse } from '../house.ts'
import { type Fields, key, problemAt } from '../initiatives/forms.ts'
import { piloted } from '../pilots/cycles.ts'
import { type Place, settle, type Settled, type Town } from '../town.ts'
import { answered, asking, heardIn } from './asking.ts'

const house = useHouse(undefined, { onDisk: true })
let town: Town
let one: Settled
let pilot: string

beforeEach(async () => {
  town = await settle(house)
  one = await town.initiativeAt('feedback', { visibility: 'public' })
  pilot = await piloted(house, one.id, { state: 'running' })
  await asking(house, pilot)
})

const page = () => `/pilots/${pilot}/feedback/new`
const give = (who: Place, more: Fields = {}) => house.post(page(), answered(more), { as: town[who].accountId })
const read = async (who: Place, path = page()) => (await house.get(path, { as: town[who].accountId })).body
const rows = () => heardIn(house, pilot)

describe('with an account', () => {
  test('a taker says it once, and the journal does not know who', async () => {
    const answer = await give('taker', { takerKind: 'adopter', speaker: 'coop-des-marais' })
    expect(answer.status).toBe(303)
    const [row] = await rows()
    expect(row).toMatchObject({ way: 'account', actorId: town.taker.actorId, enteredById: null, capacity: null })
    const seen = await house.db.select().from(journal).where(eq(journal.what, 'feedback_received'))
    expect(seen).toMatchObject([{ byAccountId: null, capacity: null, once: null }])
    expect(await read('taker')).toContain('Vous avez déjà donné votre avis')
    const again = await give('taker')
    expect([again.status, again.body.includes('Le repas du soir')]).toEqual([422, true])
    expect(await rows()).toHaveLength(1)
  })

  test('the same form sent twice counts once', async () => {
    const once = key()
    const [a, b] = await Promise.all([give('taker', { once }), give('taker', { once })])
    expect([a.status, b.status, (await rows()).length]).toEqual([303, 303, 1])
  })

  test('a beneficiary is never named, whatever the form says', async () => {
    await give('taker', { takerKind: 'beneficiary', speaker: 'coop-des-marais' })
    expect((await rows())[0]).toMatchObject({ takerKind: 'beneficiary', actorId: null })
  })

  test('nobody speaks for somebody else', async () => {
    const { status, body } = await give('taker', { takerKind: 'adopter', speaker: 'fonds-du-fleuve' })
    expect([status, problemAt(body, 'speaker').isLinked]).toEqual([422, true])
  })

  test.each(['carrier', 'supportPartner', 'funder', 'member', 'invited'] as const)('is not for: %s', async (who) => {
    expect((await house.get(page(), { as: town[who].accountId })).status).toBe(403)
    expect((await give(who)).status).toBe(403)
    expect(await rows()).toEqual([])
  })

  test('a form that was closed meanwhile gives back what was typed, and says why', async () => {
    await house.db.commit((tx) => [tx.update(feedbackForms).set({ isOpen: false })])
    expect(await read('taker')).toContain('On ne prend pas de réponses')
    const { status, body } = await give('taker')
    expect([status, body.includes('Le repas du soir'), body.includes('On ne prend plus de réponses')]).toEqual([
      422,
      true,
      true,
    ])
  })

  test.each([
    ['planned', '2026-03-01', 422],
    ['running', '2026-01-01', 303],
    ['finished', '2026-02-20', 303],
    ['finished', '2025-12-01', 422],
    ['given_up', '2026-03-01', 422],
  ] as const)('of a pilot that is %s and ends on %s is answered %i', async (state, endsOn, status) => {
    pilot = await piloted(house, one.id, { state, startsOn: '2025-11-01', endsOn, number: 2 })
    await asking(house, pilot)
    expect((await give('taker')).status).toBe(status)
  })
})

describe('on behalf of a taker', () => {
  test('a coordinator is named as who typed it; what was not said may stay blank', async () => {
    const answer = await give('coordinator', { adequacy: '', consent: '', givenOn: '2026-02-27', speaker: '' })
    expect(answer.status).toBe(303)
    expect((await rows())[0]).toMatchObject({
      way: 'on_behalf',
      enteredById: town.coordinator.accountId,
      capacity: 'coordinator',
      givenOn: '2026-02-27',
      adequacy: null,
      consentVersion: null,
      personKey: null,
    })
    const seen = await house.db.select().from(journal).where(eq(journal.what, 'feedback_entered'))
    expect(seen).toMatchObject([{ byAccountId: town.coordinator.accountId, capacity: 'coordinator' }])
  })

  test('names an organisation that adopts, never a day to come, nor nothing at all', async () => {
    await give('coordinator', { takerKind: 'adopter', speaker: 'coop-des-marais' })
    expect((await rows())[0]!.actorId).toBe(town.taker.actorId)
    expect((await give('coordinator', { givenOn: '2026-03-03' })).status).toBe(422)
    expect((await give('coordinator', { adequacy: '', helps: '' })).status).toBe(422)
  })
})

describe('where it is offered', () => {
  test('on the pilot’s page: the form to carriers, a way to answer to takers, nothing to others', async () => {
    const at = `/pilots/${pilot}`
    expect(await read('carrier', at)).toContain(`${at}/form`)
    expect(await read('taker', at)).toContain(page())
    for (const who of ['funder', 'member'] as const) {
      expect(await read(who, at)).not.toMatch(/feedback\/new|\/form"|\/links"/)
    }
  })

  test('on « Ma page », until it is given', async () => {
    expect(await read('taker', '/me')).toContain(page())
    expect(await read('carrier', '/me')).not.toContain(page())
    await give('taker')
    expect(await read('taker', '/me')).not.toContain(page())
  })

  test('not to whose role has ended', async () => {
    await house.db.commit((tx) => [
      tx.update(participations).set({ until: '2026-03-01' }).where(eq(participations.id, one.roles.taker)),
    ])
    expect(await read('taker', '/me')).not.toContain(page())
    expect((await give('taker')).status).toBe(403)
  })
})
