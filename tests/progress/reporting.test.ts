import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, test } from 'vitest'
import { actors } from '../../src/actors/tables.ts'
import { journal } from '../../src/activity/tables.ts'
import { progressPlans, progressRemarks } from '../../src/progress/tables.ts'
import { attach } from '../dossiers/papers.ts'
import { useHouse } from '../house.ts'
import { key, moveIt, problemAt, typedIn } from '../initiatives/forms.ts'
import { type Place, settle, type Settled, type Town } from '../town.ts'
import { funded, planned, reporting, reportRow } from './agreed.ts'

const house = useHouse()
let town: Town
let one: Settled
let id: string
let first: string
let second: string

beforeEach(async () => {
  town = await settle(house)
  one = await town.initiativeAt('mobilisation', { visibility: 'public' })
  const made = await reporting(house, town, one)
  id = made.reportId
  ;[first, second] = made.questions as [string, string]
})

const row = () => reportRow(house, id)
async function post(who: Place, deed: string, fields: Record<string, string> = {}) {
  const version = String((await row()).version)
  return house.post(`/progress/${id}/${deed}`, { version, once: key(), ...fields }, { as: town[who].accountId })
}
const submit = (who: Place = 'carrier') => post(who, 'submission', { [`answer-${first}`]: 'Trois villages de plus.' })
const page = async (who: Place) => (await house.get(`/progress/${id}`, { as: town[who].accountId })).body

describe('a progress report', () => {
  test('is written by carriers, read by the funder once it is sent, asked about, answered and accepted', async () => {
    expect((await post('carrier', 'draft', { [`answer-${first}`]: 'Un début' })).status).toBe(303)
    expect((await row()).state).toBe('draft')
    expect(await page('leadCarrier')).toContain('Un début')
    expect(await page('funder')).not.toContain('Un début')

    expect((await submit()).status).toBe(303)
    expect(await row()).toMatchObject({ state: 'submitted', submittedById: town.carrier.accountId })
    expect(await page('funder')).toContain('Trois villages de plus.')

    expect((await post('funder', 'questions', { question: 'Lesquels ?' })).status).toBe(303)
    expect((await row()).state).toBe('questioned')
    expect((await post('leadCarrier', 'answers', { reply: 'Ceux du nord.' })).status).toBe(303)
    expect((await row()).state).toBe('submitted')
    for (const who of ['funder', 'carrier'] as const) {
      expect(await page(who)).toMatch(/Lesquels \?[\s\S]*Ceux du nord\./)
    }
    expect((await post('funder', 'acceptance')).status).toBe(303)
    expect(await row()).toMatchObject({ state: 'accepted', settledById: town.funder.accountId })

    const deeds = (await house.db.select().from(journal)).filter(({ subjectId }) => subjectId === id)
    expect(deeds.map(({ what, capacity }) => `${what} ${capacity}`)).toEqual([
      'progress_due null',
      'progress_drafted carrier',
      'progress_submitted carrier',
      'progress_questioned funder',
      'progress_answered lead_carrier',
      'progress_accepted funder',
    ])
    // The sheet of the initiative tells it to nobody else: the journal rows are not of the initiative.
    expect(deeds.every(({ initiativeId }) => initiativeId === null)).toBe(true)
  })

  test('names a funder who is for itself to nobody else: not in its pages, its lists or its letters', async () => {
    const [known] = await house.db.select().from(actors).where(eq(actors.id, town.funder.actorId))
    const { name } = known!
    await house.db.commit((tx) => [
      tx.update(actors).set({ visibility: 'restricted' }).where(eq(actors.id, town.funder.actorId)),
    ])
    await submit()
    await post('funder', 'questions', { question: 'Lesquels ?' })
    await house.work()
    const [{ fundingId } = { fundingId: '' }] = await house.db.select().from(progressPlans)
    for (const path of [`/progress/${id}`, `/fundings/${fundingId}/progress`, `/initiatives/${one.slug}`, '/me']) {
      const seen = async (who: Place) => (await house.get(path, { as: town[who].accountId })).body.includes(name)
      expect({ path, carrier: await seen('carrier') }).toEqual({ path, carrier: false })
    }
    expect(await page('funder')).toContain(name)
    expect(await page('coordinator')).toContain(name)
    expect(house.letters.length).toBeGreaterThan(0)
    expect(house.letters.filter(({ subject, text }) => `${subject}${text}`.includes(name))).toEqual([])
  })

  test('is not found by those who are on neither side', async () => {
    for (const who of ['supportPartner', 'taker', 'member', 'otherCarrier', 'formerPartner', 'invited'] as const) {
      const as = town[who].accountId
      expect((await house.get(`/progress/${id}`, { as })).status).toBe(404)
      for (const deed of ['draft', 'submission', 'questions', 'answers', 'acceptance', 'skip']) {
        expect((await post(who, deed, { question: 'x', reply: 'x', reason: 'x' })).status).toBe(404)
      }
      expect((await house.get(`/initiatives/${one.slug}`, { as })).body).not.toContain(id)
    }
    expect((await house.get(`/progress/${id}`)).status).toBe(404)
    expect(await row()).toMatchObject({ state: 'due', version: 1 })
  })

  test('each side keeps to its own deeds', async () => {
    for (const deed of ['draft', 'submission', 'answers']) {
      expect([deed, (await post('funder', deed, { reply: 'x' })).status]).toEqual([deed, 403])
    }
    await submit()
    for (const deed of ['questions', 'acceptance']) {
      expect([deed, (await post('carrier', deed, { question: 'x' })).status]).toEqual([deed, 403])
    }
    expect((await row()).state).toBe('submitted')
  })

  test('coordinators do each of them', async () => {
    expect((await submit('coordinator')).status).toBe(303)
    expect((await post('coordinator', 'questions', { question: 'Quand ?' })).status).toBe(303)
    expect((await post('administrator', 'answers', { reply: 'En mai.' })).status).toBe(303)
    expect((await post('coordinator', 'acceptance')).status).toBe(303)
    expect((await row()).state).toBe('accepted')
  })

  test('comes back with everything that was typed when something required is missing', async () => {
    const { status, body } = await post('carrier', 'submission', { [`answer-${second}`]: 'Rien de plus' })
    expect(status).toBe(422)
    expect(problemAt(body, `answer-${first}`)).toMatchObject({ isLinked: true })
    expect(typedIn(body, `answer-${second}`)).toBe('Rien de plus')
    for (const [who, deed, field] of [
      ['funder', 'questions', 'question'],
      ['carrier', 'answers', 'reply'],
      ['carrier', 'skip', 'reason'],
    ] as const) {
      const answer = await post(who, deed, { [field]: ' ' })
      expect([deed, answer.status]).toEqual([deed, 422])
    }
  })

  test('posted twice acts once', async () => {
    await submit()
    const once = key()
    const version = String((await row()).version)
    const ask = () =>
      house.post(`/progress/${id}/questions`, { version, once, question: 'Lesquels ?' }, { as: town.funder.accountId })
    expect([(await ask()).status, (await ask()).status]).toEqual([303, 303])
    expect(await house.db.select().from(progressRemarks)).toHaveLength(1)
  })

  test('shows both versions when two people wrote at once, and what was typed when it was sent meanwhile', async () => {
    await post('leadCarrier', 'draft', { [`answer-${first}`]: 'La version de tête' })
    const late = await post('carrier', 'draft', { version: '1', [`answer-${first}`]: 'Ma version' })
    expect(late.status).toBe(409)
    expect(late.body).toContain('La version de tête')
    expect(late.body).toContain('Ma version')
    await submit('leadCarrier')
    const tooLate = await post('carrier', 'draft', { version: '2', [`answer-${first}`]: 'Encore ma version' })
    expect(tooLate.status).toBe(409)
    expect(tooLate.body).toContain('Encore ma version')
    expect((await row()).answers[first]).toBe('Trois villages de plus.')
    const asked = await post('funder', 'questions', { version: '1', question: 'Ma question' })
    expect([asked.status, typedIn(asked.body, 'question')]).toEqual([409, 'Ma question'])
  })

  test('that is closed takes nothing more', async () => {
    await submit()
    await post('funder', 'acceptance')
    for (const [who, deed] of [
      ['carrier', 'draft'],
      ['carrier', 'submission'],
      ['funder', 'questions'],
      ['funder', 'acceptance'],
      ['coordinator', 'skip'],
    ] as const) {
      const fields = { question: 'x', reason: 'x', [`answer-${first}`]: 'x' }
      expect([deed, (await post(who, deed, fields)).status]).toEqual([deed, 409])
    }
    expect((await row()).answers[first]).toBe('Trois villages de plus.')
  })

  test('is skipped by either side, with a reason that both read', async () => {
    expect((await post('funder', 'skip', { reason: 'Reporté d’un commun accord.' })).status).toBe(303)
    expect(await row()).toMatchObject({ state: 'skipped', settledById: town.funder.accountId })
    expect(await page('carrier')).toContain('Reporté d’un commun accord.')
    const other = await reporting(house, town, await town.initiativeAt('feedback'))
    id = other.reportId
    expect((await post('carrier', 'skip', { reason: 'Rien ne s’est passé.' })).status).toBe(303)
    expect(await page('funder')).toContain('Rien ne s’est passé.')
  })
})

describe('what Sillon knows', () => {
  test('stands beside each answer, is taken over without a script, and frozen when the report is sent', async () => {
    expect(await page('carrier')).not.toContain('Émergence → Mobilisation')
    const short = await town.initiativeAt('mobilisation', { since: '2025-11-20', title: 'Atelier de réparation' })
    const made = await reporting(house, town, short)
    id = made.reportId
    ;[first, second] = made.questions as [string, string]
    expect(await page('carrier')).toContain('20 novembre 2025')
    const taken = await post('carrier', 'draft', { [`answer-${second}`]: 'Ceci :', take: second })
    expect(taken.to).toBe(`/progress/${id}#f-answer-${second}`)
    expect((await row()).answers[second]).toMatch(/^Ceci :\n20 novembre 2025/)
    await submit()
    const before = (await row()).prefilled
    expect(before[second]).toContain('20 novembre 2025')
    await moveIt(house, short.slug, { event: 'hold', reason: 'Pause', reviewOn: '2026-09-01' }, town.coordinator.by)
    expect((await row()).prefilled).toEqual(before)
  })

  test('is read with the eyes of the funder: nothing is handed over by not looking', async () => {
    await attach(house, one.id, { title: 'Budget caché', visibility: 'restricted' })
    await attach(house, one.id, { title: 'Bilan partagé', visibility: 'team' })
    const fundingId = await funded(house, one, town.funder.actorId, { disbursed: [['2026-02-10', 250_000]] })
    await funded(house, one, town.supportPartner.actorId, { disbursed: [['2026-02-11', 990_000]] })
    await planned(house, town, fundingId, { frequency: 'monthly', startsOn: '2026-02-20', delayDays: 0 })
    const { setPlan } = await import('../../src/progress/planning.ts')
    await setPlan(
      house.db,
      fundingId,
      {
        version: 1,
        frequency: 'monthly',
        startsOn: '2026-02-05',
        endsOn: undefined,
        delayDays: 0,
        fiscalStart: '04-01',
        template: [
          { asks: 'Documents', answeredBy: 'documents', isRequired: false },
          { asks: 'Argent', answeredBy: 'money', isRequired: false },
        ],
      },
      town.funder.by,
      { at: house.now, today: '2026-03-02' },
    )
    const { body } = await house.get(`/fundings/${fundingId}/progress`, { as: town.carrier.accountId })
    id = /\/progress\/([\w-]+)"/.exec(body)![1]!
    const shown = await page('carrier')
    expect(shown).toContain('Bilan partagé')
    expect(shown).not.toContain('Budget caché')
    expect(shown).toMatch(/10 février 2026\s: 2\s500\s\$/)
    expect(shown).not.toMatch(/9\s900/)
  })
})

describe('what waits', () => {
  const me = async (who: Place) => (await house.get('/me', { as: town[who].accountId })).body
  const sheet = async (who: Place) => (await house.get(`/initiatives/${one.slug}`, { as: town[who].accountId })).body

  test('stands on the page of whoever is to act, and on the sheet for both sides', async () => {
    expect(await me('carrier')).toContain(id)
    expect(await me('funder')).not.toContain(id)
    await submit()
    expect(await me('carrier')).not.toContain(id)
    expect(await me('funder')).toContain(id)
    await post('funder', 'questions', { question: 'Lesquels ?' })
    expect(await me('carrier')).toContain(id)
    expect(await me('coordinator')).not.toContain(id)
    for (const who of ['carrier', 'funder', 'coordinator'] as const) expect(await sheet(who)).toContain(id)
    expect((await house.get(`/initiatives/${one.slug}`)).body).not.toContain('id="progress"')
  })

  test('says what is late, and what was accepted last', async () => {
    house.now = new Date('2026-03-20T15:00:00Z')
    expect(await sheet('carrier')).toContain('1 en retard')
    await submit()
    await post('funder', 'acceptance')
    expect(await sheet('carrier')).toContain('Dernier accepté')
  })
})
