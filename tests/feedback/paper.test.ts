import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, test } from 'vitest'
import type { Question } from '../../src/domain/feedback.ts'
import { feedbackForms, feedbacks } from '../../src/feedback/tables.ts'
import { initiativeProofs } from '../../src/initiatives/tables.ts'
import { pilots } from '../../src/pilots/tables.ts'
import { decided } from '../adjustments/decided.ts'
import { useHouse } from '../house.ts'
import { deedsOn, key, problemAt, typedIn } from '../initiatives/forms.ts'
import { type Place, settle, type Settled, type Town } from '../town.ts'
import { tested } from './said.ts'

const house = useHouse()
let town: Town
let one: Settled
let pilot: string

const questions: Question[] = [
  {
    id: 'when',
    type: 'single',
    fr: 'Quel moment?',
    en: 'What time?',
    options: [
      { id: 'am', fr: 'Le matin', en: 'Morning' },
      { id: 'pm', fr: 'Le soir' },
    ],
    isRequired: true,
  },
  { id: 'ease', type: 'scale', fr: 'Est-ce facile?', options: [], isRequired: false },
]

beforeEach(async () => {
  town = await settle(house)
  one = await town.initiativeAt('feedback', { visibility: 'public' })
  pilot = await tested(house, one.id, { responsible: 'La maison de quartier' }, { questions })
})

const typed = {
  sheet: '7',
  takerKind: 'beneficiary',
  language: 'fr',
  givenOn: '2026-02-28',
  consent: 'on',
  adequacy: '4',
  helps: 'Le chauffeur attend',
  'q-when': 'pm',
}
const post = (who: Place, fields: Record<string, string> = {}) =>
  house.post(`/pilots/${pilot}/paper`, { ...typed, once: key(), ...fields }, { as: town[who].accountId })
const rows = () => house.db.select().from(feedbacks).orderBy(feedbacks.number)

describe('typing in a sheet of paper', () => {
  test.each(['leadCarrier', 'carrier', 'supportPartner', 'coordinator'] as const)('is for: %s', async (who) => {
    expect((await house.get(`/pilots/${pilot}/paper`, { as: town[who].accountId })).status).toBe(200)
    const { status, to } = await post(who)
    expect([status, to]).toEqual([303, `/pilots/${pilot}/paper?kind=beneficiary&day=2026-02-28&language=fr`])
    expect(await rows()).toMatchObject([
      {
        way: 'paper',
        number: 1,
        adequacy: 4,
        answers: { when: 'pm' },
        enteredById: town[who].accountId,
        personKey: null,
      },
    ])
    const [deed] = await deedsOn(house, one.id)
    expect(deed).toMatch(/^feedback_entered as /)
  })

  test.each(['taker', 'funder', 'member', 'otherCarrier'] as const)('is not for: %s', async (who) => {
    const as = town[who].accountId
    for (const path of ['paper', 'sheet'])
      expect((await house.get(`/pilots/${pilot}/${path}`, { as })).status).toBe(403)
    expect((await post(who)).status).toBe(403)
    expect(await rows()).toEqual([])
  })

  test('comes back empty at its first field, with what is the same on the pile, and counts', async () => {
    for (const sheet of ['1', '2', '3']) await post('carrier', { sheet })
    const { to } = await post('supportPartner', { sheet: '4' })
    const { body } = await house.get(to!, { as: town.carrier.accountId })
    expect(body).toMatch(/name="sheet"[^>]*autofocus/)
    expect(typedIn(body, 'sheet')).toBeFalsy()
    expect(body).toMatch(/name="takerKind" value="beneficiary" checked/)
    expect(body).toMatch(/name="givenOn"[^>]*value="2026-02-28"|value="2026-02-28"[^>]*name="givenOn"/)
    expect(body).toContain('<strong>4</strong> saisies aujourd’hui')
    expect(body).toContain('Partenaire Premier')
    const tomorrow = new Date('2026-03-03T15:00:00Z')
    house.now = tomorrow
    expect((await house.get(to!, { as: town.carrier.accountId })).body).toContain(
      '<strong>0</strong> saisie aujourd’hui',
    )
  })

  test('of a number that was typed in already says by whom, and keeps what was typed', async () => {
    await post('carrier')
    const { status, body } = await post('supportPartner', { helps: 'Autre chose' })
    expect(status).toBe(422)
    expect(problemAt(body, 'sheet').said).toContain('Feuille 7 déjà saisie par Porteur Second')
    expect(typedIn(body, 'helps')).toBe('Autre chose')
    expect(await rows()).toHaveLength(1)
  })

  test('pressed twice stores once, with a number on the sheet or without', async () => {
    const once = key()
    for (let n = 0; n < 2; n++) expect((await post('carrier', { once })).status).toBe(303)
    const other = key()
    for (let n = 0; n < 2; n++) expect((await post('carrier', { once: other, sheet: '' })).status).toBe(303)
    expect(await rows()).toHaveLength(2)
  })

  test('twenty at once are all stored, each with a number of its own', async () => {
    const all = await Promise.all(
      Array.from({ length: 20 }, (_, n) => post(n % 2 ? 'carrier' : 'supportPartner', { sheet: String(n + 1) })),
    )
    expect(all.map(({ status }) => status)).toEqual(all.map(() => 303))
    expect((await rows()).map(({ number }) => number)).toEqual(Array.from({ length: 20 }, (_, n) => n + 1))
  })

  test('leaves blank what the sheet leaves blank, but not everything', async () => {
    expect((await post('carrier', { 'q-when': '', adequacy: '' })).status).toBe(303)
    expect((await post('carrier', { sheet: '8', 'q-when': '', adequacy: '', helps: '' })).status).toBe(422)
  })

  test.each([
    ['consent', { consent: '' }],
    ['takerKind', { takerKind: '' }],
    ['givenOn', { givenOn: '2026-12-01' }],
    ['sheet', { sheet: 'sept' }],
    ['adequacy', { adequacy: '6' }],
  ])('comes back when %s cannot be', async (field, fields) => {
    const { status, body } = await post('carrier', fields)
    expect(status).toBe(422)
    expect(problemAt(body, field).said ?? body).toBeTruthy()
    expect(await rows()).toEqual([])
  })
})

test('a pilot that was given up meanwhile takes no sheet, and what was typed comes back', async () => {
  await house.db.commit((tx) => [tx.update(pilots).set({ state: 'given_up' }).where(eq(pilots.id, pilot))])
  const { status, body } = await post('carrier')
  expect(status).toBe(422)
  expect(typedIn(body, 'helps')).toBe('Le chauffeur attend')
  expect(body).toContain('problem-list')
  expect(await rows()).toEqual([])
})

describe('taking an entry back', () => {
  const withdraw = async (who: Place, fields: Record<string, string> = { reason: 'Mauvaise expérimentation' }) => {
    const [row] = (await rows()).filter(({ withdrawnAt }) => withdrawnAt === null)
    const path = `/pilots/${pilot}/paper/${row!.id}/withdrawal`
    const asked = await house.get(path, { as: town[who].accountId })
    return [asked.status, (await house.post(path, { once: key(), ...fields }, { as: town[who].accountId })).status]
  }

  test('is for whoever typed it in, carriers and coordinators; the sheet may then be typed again', async () => {
    for (const who of ['supportPartner', 'leadCarrier', 'coordinator'] as const) {
      expect((await post('supportPartner')).status).toBe(303)
      expect(await withdraw(who)).toEqual([200, 303])
    }
    expect((await rows()).map(({ withdrawnReason }) => withdrawnReason)).toEqual(
      Array(3).fill('Mauvaise expérimentation'),
    )
    const [proof] = await house.db.select().from(initiativeProofs).where(eq(initiativeProofs.initiativeId, one.id))
    expect(proof!.feedbackBeneficiaries).toBe(0)
  })

  test('leaves nothing that an adjustment is traced to', async () => {
    await post('carrier')
    await decided(house, one.id, [(await rows())[0]!.id])
    const traced = async () => {
      const [proof] = await house.db.select().from(initiativeProofs).where(eq(initiativeProofs.initiativeId, one.id))
      return proof!.adjustmentsTraced
    }
    expect(await traced()).toBe(1)
    await withdraw('carrier')
    expect(await traced()).toBe(0)
  })

  test('asks why, and is not for others', async () => {
    await post('carrier')
    expect(await withdraw('carrier', { reason: '' })).toEqual([200, 422])
    expect(await withdraw('supportPartner')).toEqual([403, 403])
    expect(await withdraw('taker')).toEqual([403, 403])
    expect((await rows())[0]!.withdrawnAt).toBeNull()
  })
})

describe('the sheet to print', () => {
  const sheet = async (query = '') =>
    (await house.get(`/pilots/${pilot}/sheet${query}`, { as: town.carrier.accountId })).body

  test('is in either language, whatever the reader’s, and in large print', async () => {
    const french = await sheet()
    expect(french).toContain('Quel moment?')
    expect(french).toContain('Vos réponses servent à améliorer la solution.')
    const english = await sheet('?language=en&large=1')
    expect(english).toContain('What time?')
    expect(english).toContain('Morning')
    expect(english).toContain('I agree to answer.')
    expect(english).toMatch(/class="paper-sheet large" lang="en"/)
  })

  test('needs a form: what people consent to', async () => {
    await house.db.commit((tx) => [tx.delete(feedbackForms)])
    expect(await sheet()).toContain('Le formulaire n’est pas prêt')
  })
})
