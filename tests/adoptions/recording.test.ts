import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, test } from 'vitest'
import { actors } from '../../src/actors/tables.ts'
import { adoptions, adoptionSteps } from '../../src/adoptions/tables.ts'
import { initiativeProofs } from '../../src/initiatives/tables.ts'
import { useHouse } from '../house.ts'
import { deedsOn, key, problemAt, typedIn } from '../initiatives/forms.ts'
import { type Place, settle, type Settled, type Town } from '../town.ts'
import { adopted, planted } from './adopted.ts'

const house = useHouse()
let town: Town
let one: Settled
let page: string

beforeEach(async () => {
  town = await settle(house)
  one = await town.initiativeAt('appropriation', { visibility: 'public' })
  page = `/initiatives/${one.slug}`
})

const typed = {
  taker: 'Coop des marais',
  newKind: '',
  takerKind: 'adopter',
  status: 'interested',
  since: '2026-02-01',
  reason: 'Le conseil se réunit en avril',
  evidence: '',
  document: '',
  territory: '',
  adapted: '',
  peopleReached: '',
  visibility: 'public',
}
const post = (who: Place, fields: Record<string, string> = {}, htmx = false) =>
  house.post(`${page}/adoptions`, { ...typed, once: key(), ...fields }, { as: town[who].accountId, htmx })
const rows = () => house.db.select().from(adoptions)
const recorded = async (fields: Record<string, string> = {}) => {
  const { to, status, body } = await post('carrier', fields)
  if (status !== 303) throw new Error(body)
  return to!
}
const rowAt = async (url: string) =>
  (
    await house.db
      .select()
      .from(adoptions)
      .where(eq(adoptions.id, url.split('/')[2]!))
  )[0]!
const step = (url: string, fields: Record<string, string>, who: Place = 'carrier') =>
  house.post(
    `${url}/steps`,
    { status: 'trial', effectiveOn: '2026-02-10', reason: '', evidence: '', once: key(), ...fields },
    { as: town[who].accountId },
  )
const proofs = async () =>
  (await house.db.select().from(initiativeProofs).where(eq(initiativeProofs.initiativeId, one.id)))[0]

describe('recording an adoption', () => {
  test.each(['leadCarrier', 'carrier', 'taker', 'coordinator', 'administrator'] as const)('is for: %s', async (who) => {
    expect((await house.get(`${page}/adoptions/new`, { as: town[who].accountId })).status).toBe(200)
    const { status, to } = await post(who)
    const [row] = await rows()
    expect([status, to]).toEqual([303, `/adoptions/${row!.id}`])
    expect(row).toMatchObject({
      takerId: town.taker.actorId,
      status: 'interested',
      since: '2026-02-01',
      isConfirmed: true,
    })
    expect(await deedsOn(house, one.id)).toHaveLength(1)
  })

  test.each(['supportPartner', 'funder', 'member', 'formerPartner', 'invited', 'otherCarrier'] as const)(
    'is not for: %s',
    async (who) => {
      const as = town[who].accountId
      expect((await house.get(`${page}/adoptions/new`, { as })).status).toBe(403)
      for (const htmx of [false, true]) expect((await post(who, {}, htmx)).status).toBe(403)
      expect(await rows()).toEqual([])
    },
  )

  test('a taker records only for those it acts for', async () => {
    const { status, body } = await post('taker', { taker: 'Fonds du fleuve' })
    expect(status).toBe(422)
    expect(problemAt(body, 'taker').said).toBeTruthy()
    expect(await rows()).toEqual([])
  })

  test('adds an actor that the network does not know, once it is said what it is', async () => {
    const { status, body } = await post('carrier', { taker: 'Maison neuve' })
    expect(status).toBe(422)
    expect(problemAt(body, 'taker').said).toContain('inconnu')
    await recorded({ taker: 'Maison neuve', newKind: 'organisation' })
    const [added] = await house.db.select().from(actors).where(eq(actors.name, 'Maison neuve'))
    expect((await rows())[0]!.takerId).toBe(added!.id)
  })

  test.each([
    ['takerKind', ''],
    ['taker', ' '],
    ['status', 'loved'],
    ['since', '2026-12-01'],
    ['since', 'hier'],
    ['territory', 'Nulle part'],
    ['peopleReached', 'beaucoup'],
    ['visibility', 'moon'],
  ])('comes back with what was typed when %s is « %s »', async (field, value) => {
    const { status, body } = await post('carrier', { [field]: value })
    expect(status).toBe(422)
    expect(problemAt(body, field).said).toBeTruthy()
    expect(typedIn(body, 'reason')).toBe(typed.reason)
    expect(await rows()).toEqual([])
  })

  test('points to a document of the initiative, or to none', async () => {
    expect((await post('carrier', { document: 'none' })).status).toBe(422)
    expect(await rows()).toEqual([])
  })

  test('says what was adapted, when it was', async () => {
    const { status, body } = await post('carrier', { fidelity: 'adapted' })
    expect([status, problemAt(body, 'adapted').said]).toEqual([422, 'Dites ce qui a été adapté.'])
    const url = await recorded({ fidelity: 'adapted', adapted: 'Sans la borne', peopleReached: '1 200' })
    expect(await rowAt(url)).toMatchObject({ fidelity: 'adapted', adapted: 'Sans la borne', peopleReached: 1200 })
  })

  test('of beneficiaries names a group, never a person, and is no practice', async () => {
    const person = await post('carrier', { taker: 'Membre Première', takerKind: 'beneficiary' })
    expect([person.status, problemAt(person.body, 'taker').said]).toEqual([
      422,
      'Les bénéficiaires sont inscrits comme groupe, jamais comme personne nommée.',
    ])
    const asNew = await post('carrier', { taker: 'Quelqu’un', newKind: 'person', takerKind: 'beneficiary' })
    expect(problemAt(asNew.body, 'newKind').said).toBeTruthy()
    const group = { taker: 'Jeunes du quartier', newKind: 'group', takerKind: 'beneficiary' }
    const practice = await post('carrier', { ...group, status: 'integrated' })
    expect(practice.status).toBe(422)
    expect(problemAt(practice.body, 'status').said).toContain('à l’essai')
    expect(await rows()).toEqual([])
    await recorded({ ...group, status: 'trial' })
    expect(await rows()).toHaveLength(1)
  })

  test('of the same taker in the same place leads to the one that is there', async () => {
    const { lachute } = await planted(house)
    const url = await recorded()
    const again = await post('carrier')
    expect(again.status).toBe(422)
    expect(again.body).toContain(`href="${url}"`)
    expect(problemAt(again.body, 'taker').said).toContain('déjà')
    await recorded({ territory: lachute.code })
    expect(await rows()).toHaveLength(2)
  })

  test('twice at once is recorded once', async () => {
    const answers = await Promise.all([post('carrier'), post('leadCarrier'), post('taker')])
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([303, 422, 422])
    expect(await rows()).toHaveLength(1)
  })

  test('posted twice acts once', async () => {
    const once = key()
    await post('carrier', { once })
    expect((await post('carrier', { once })).status).toBe(303)
    expect(await rows()).toHaveLength(1)
  })
})

describe('the history of an adoption', () => {
  test('leaves it where its last step in time does, wherever that was entered', async () => {
    const url = await recorded()
    await step(url, { status: 'integrated', effectiveOn: '2026-02-20' })
    expect(await rowAt(url)).toMatchObject({ status: 'integrated', since: '2026-02-20' })
    await step(url, { status: 'trial', effectiveOn: '2026-02-10' })
    expect(await rowAt(url)).toMatchObject({ status: 'integrated', since: '2026-02-20' })
    await step(url, { status: 'integrated', effectiveOn: '2026-02-25', evidence: 'https://exemple.org/bilan' })
    // Confirmed once more, it goes on since the same day.
    expect(await rowAt(url)).toMatchObject({ status: 'integrated', since: '2026-02-20' })
    const { body } = await house.get(url, { as: town.carrier.accountId })
    expect(body).toContain('href="https://exemple.org/bilan"')
    expect(await deedsOn(house, one.id)).toHaveLength(4)
  })

  test('is corrected by what stands in its place, once', async () => {
    const url = await recorded()
    await step(url, { status: 'integrated' })
    const [, wrong] = await house.db.select().from(adoptionSteps).orderBy(adoptionSteps.sequence)
    const correct = (fields: Record<string, string>) =>
      house.post(
        `${url}/steps/${wrong!.id}/correction`,
        { status: 'integrated', effectiveOn: '2026-02-10', reason: '', evidence: '', once: key(), ...fields },
        { as: town.carrier.accountId },
      )
    expect(problemAt((await correct({})).body, 'effectiveOn').said).toContain('Rien n’a changé')
    expect((await correct({ status: 'trial', effectiveOn: '2026-02-05' })).status).toBe(303)
    expect(await rowAt(url)).toMatchObject({ status: 'trial', since: '2026-02-05' })
    expect((await correct({ status: 'abandoned' })).status).toBe(422)
    expect(await house.db.select().from(adoptionSteps)).toHaveLength(3)
    const { body } = await house.get(url, { as: town.carrier.accountId })
    expect(body).toContain('<del>intégrée à la pratique, 10 février 2026</del>')
  })

  test('refuses days to come, and a practice of beneficiaries', async () => {
    const group = { taker: 'Jeunes du quartier', newKind: 'group', takerKind: 'beneficiary', status: 'trial' }
    const url = await recorded(group)
    expect(problemAt((await step(url, { effectiveOn: '2026-03-03' })).body, 'effectiveOn').said).toContain('avenir')
    expect(problemAt((await step(url, { status: 'integrated' })).body, 'status').said).toContain('à l’essai')
    expect(await rowAt(url)).toMatchObject({ status: 'trial', since: '2026-02-01' })
  })

  test.each([
    ['leadCarrier', 303],
    ['carrier', 303],
    ['coordinator', 303],
    ['taker', 303],
    ['supportPartner', 403],
    ['funder', 403],
    ['member', 403],
  ] as const)('is added to by %s: %i', async (who, expected) => {
    const url = await recorded({ status: 'trial' })
    expect((await step(url, { status: 'integrated' }, who)).status).toBe(expected)
    expect((await house.get(`${url}/steps/new`, { as: town[who].accountId })).status).toBe(expected === 303 ? 200 : 403)
    expect((await house.get(`${url}/edit`, { as: town[who].accountId })).status).toBe(expected === 303 ? 200 : 403)
  })

  test('of another taker is not a taker’s to add to', async () => {
    const url = await recorded({ taker: 'Fonds du fleuve', status: 'trial' })
    expect((await step(url, { status: 'integrated' }, 'taker')).status).toBe(403)
    // The fund holds no role of taker; the adoption is its own all the same.
    expect((await step(url, { status: 'integrated' }, 'funder')).status).toBe(303)
  })

  test('takes all that is added at once', async () => {
    const url = await recorded()
    const days = ['2026-02-11', '2026-02-12', '2026-02-13', '2026-02-14']
    const answers = await Promise.all(days.map((effectiveOn) => step(url, { effectiveOn })))
    expect(answers.map(({ status }) => status)).toEqual([303, 303, 303, 303])
    expect(await house.db.select().from(adoptionSteps)).toHaveLength(5)
  })
})

test('what is edited by two at once shows both', async () => {
  const url = await recorded()
  const edit = (fields: Record<string, string>) =>
    house.post(
      url,
      { version: '1', territory: '', adapted: '', peopleReached: '', visibility: 'public', once: key(), ...fields },
      { as: town.carrier.accountId },
    )
  expect((await edit({ peopleReached: '40' })).status).toBe(303)
  const { status, body } = await edit({ peopleReached: '60' })
  expect(status).toBe(409)
  expect(body).toContain('value="40"')
  expect(body).toContain('value="60"')
  expect(await rowAt(url)).toMatchObject({ peopleReached: 40, version: 2 })
})

test('what was recorded by mistake is withdrawn, and proves nothing any more', async () => {
  const url = await recorded({ status: 'integrated' })
  expect(await proofs()).toMatchObject({ adoptionIntents: 1, adoptionsIntegrated: 1 })
  expect((await house.get(`${url}/withdrawal`, { as: town.member.accountId })).status).toBe(403)
  expect((await house.post(`${url}/withdrawal`, { once: key() }, { as: town.member.accountId })).status).toBe(403)
  const { status } = await house.post(`${url}/withdrawal`, { once: key() }, { as: town.carrier.accountId })
  expect(status).toBe(303)
  expect(await proofs()).toMatchObject({ adoptionIntents: 0, adoptionsIntegrated: 0 })
  expect((await house.get(url, { as: town.coordinator.accountId })).status).toBe(404)
  await recorded()
})

test('the gates turn as takers come closer', async () => {
  const states = async () => {
    const { body } = await house.get(page, { as: town.carrier.accountId })
    return { body, proofs: await proofs() }
  }
  const url = await recorded({ status: 'considered' })
  expect((await states()).proofs).toMatchObject({ adoptionIntents: 0, adoptionsIntegrated: 0 })
  await step(url, { status: 'intent', effectiveOn: '2026-02-05' })
  expect((await states()).proofs).toMatchObject({ adoptionIntents: 1, adoptionsIntegrated: 0 })
  await step(url, { status: 'integrated' })
  expect((await states()).proofs).toMatchObject({ adoptionIntents: 1, adoptionsIntegrated: 1 })
  await adopted(house, {
    initiativeId: one.id,
    takerId: town.member.actorId,
    takerKind: 'beneficiary',
    status: 'trial',
    since: '2025-08-01',
  })
  expect((await states()).proofs).toMatchObject({ beneficiaryUseSince: '2025-08-01' })
})
