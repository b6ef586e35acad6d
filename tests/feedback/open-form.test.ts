import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, test } from 'vitest'
import { journal } from '../../src/activity/tables.ts'
import { feedbackContacts, feedbackForms, feedbackLinks } from '../../src/feedback/tables.ts'
import { pilots } from '../../src/pilots/tables.ts'
import { useHouse } from '../house.ts'
import { key, problemAt } from '../initiatives/forms.ts'
import { piloted, proofsOf } from '../pilots/cycles.ts'
import { settle, type Settled, type Town } from '../town.ts'
import { answered, asking, giveBy, heardIn, linked, markOf, openedIn, questions } from './asking.ts'

const house = useHouse(undefined, { onDisk: true })
let town: Town
let one: Settled
let pilot: string
let path: string
let link: string

beforeEach(async () => {
  town = await settle(house)
  one = await town.initiativeAt('feedback', { visibility: 'public', title: 'Cuisine collective' })
  pilot = await piloted(house, one.id, { state: 'running' })
  await asking(house, pilot)
  ;({ path, id: link } = await linked(house, pilot))
})

const only = async () => (await heardIn(house, pilot))[0]!

describe('a form without account', () => {
  test('asks the usual questions and those of the carriers, and is received with a number', async () => {
    await house.db.commit((tx) => [tx.update(feedbackForms).set({ questions })])
    const { body } = await house.get(path)
    for (const { fr } of questions) expect(body).toContain(fr)
    expect(body).toContain('Vos réponses aident l’équipe.')
    const fields = {
      'q-moment': 'soir',
      'q-outils': ['four', 'table'],
      'q-gout': '5',
      'q-mots': 'Bon',
      'q-fois': '1 204,5',
    }
    const answer = await giveBy(house, path, fields)
    expect(answer.status).toBe(303)
    const thanks = await house.get(answer.to!)
    expect(thanks.body).toContain('numéro 1')
    expect(await only()).toMatchObject({
      number: 1,
      way: 'link',
      takerKind: 'beneficiary',
      adequacy: 4,
      helps: 'Le repas du soir',
      answers: { moment: 'soir', outils: ['four', 'table'], gout: '5', mots: 'Bon', fois: '1204.5' },
      actorId: null,
      enteredById: null,
      capacity: null,
      consentVersion: 1,
      language: 'fr',
    })
    expect((await proofsOf(house, one.id))!.feedbackBeneficiaries).toBe(1)
  })

  test('says in both languages the same; the other language, or large print, keeps what was typed', async () => {
    const { body } = await house.get(path)
    const fields = answered({ opened: openedIn(body), helps: 'Le four à pain' })
    const english = await house.post(path, { ...fields, show: 'en' })
    expect([english.status, english.body.includes('Say what you think.')]).toEqual([200, true])
    expect(english.body).toContain('Le four à pain')
    const large = await house.post(path, { ...fields, show: 'large' })
    expect(large.body).toContain('class="large-print"')
    expect(large.body).toContain('Le four à pain')
    expect(await heardIn(house, pilot)).toEqual([])
  })

  test.each([
    ['consent', { consent: '' }],
    ['adequacy', { adequacy: '' }],
    ['adequacy', { adequacy: '6' }],
    ['takerKind', { takerKind: '' }],
    ['address', { address: 'pas une adresse' }],
    ['website', { website: 'https://spam.example' }],
  ])('is refused at %s when it holds %o, with what was typed', async (field, more) => {
    const { status, body } = await giveBy(house, path, more)
    expect([status, problemAt(body, field).isLinked || body.includes(`#f-${field}`)]).toEqual([422, true])
    expect(body).toContain('Le repas du soir')
    expect(await heardIn(house, pilot)).toEqual([])
  })

  test('is refused where a question that must be answered is not, or by an answer that is not offered', async () => {
    await house.db.commit((tx) => [tx.update(feedbackForms).set({ questions })])
    for (const more of [{}, { 'q-moment': 'midi' }, { 'q-moment': 'soir', 'q-fois': 'souvent' }]) {
      expect((await giveBy(house, path, more)).status).toBe(422)
    }
  })

  test('is taken for a machine’s when it comes at once, or when nobody opened it here', async () => {
    const { body } = await house.get(path)
    for (const opened of [openedIn(body), '', '0.abc', `${house.now.getTime() - 90_000}.abc`]) {
      const answer = await house.post(path, answered({ opened }))
      expect([answer.status, answer.body.includes('C’était très vite')]).toEqual([422, true])
    }
    house.now = new Date(house.now.getTime() + 5_000)
    expect((await house.post(path, answered({ opened: openedIn(body) }))).status).toBe(303)
  })

  test('does not ask the kind of taker where the link says it', async () => {
    const other = await linked(house, pilot, { takerKind: 'adopter' })
    expect((await house.get(other.path)).body).not.toContain('name="takerKind"')
    expect((await giveBy(house, other.path, { takerKind: 'beneficiary' })).status).toBe(303)
    expect((await only()).takerKind).toBe('adopter')
  })

  test('keeps an address apart, and leaves nobody in the journal', async () => {
    await giveBy(house, path, { address: 'Voisine@Example.org' })
    expect(await house.db.select().from(feedbackContacts)).toMatchObject([{ address: 'voisine@example.org' }])
    const rows = await house.db.select().from(journal).where(eq(journal.what, 'feedback_received'))
    expect(rows).toMatchObject([{ byAccountId: null, capacity: null, once: null, subjectId: pilot }])
    expect(JSON.stringify(rows)).not.toContain((await only()).id)
  })
})

describe('one person gives one form', () => {
  test('a device that gave is told so, and another person may answer on it', async () => {
    const first = await giveBy(house, path)
    const visit = { headers: markOf(first) }
    expect(visit.headers.Cookie).toBeTruthy()
    const again = await house.get(path, visit)
    expect(again.body).toContain('Vous avez déjà répondu')
    expect(again.body).toContain(`${path}?another=1`)
    expect((await giveBy(house, `${path}?another=1`, { another: '1' }, visit)).status).toBe(303)
    expect(await heardIn(house, pilot)).toHaveLength(2)
  })

  test('a form that was opened before is refused with what was typed, and a way to be somebody else', async () => {
    const { body } = await house.get(path)
    const visit = { headers: markOf(await giveBy(house, path)) }
    const fields = answered({ opened: openedIn(body), helps: 'Autre chose' })
    const refused = await house.post(path, fields, visit)
    expect([refused.status, refused.body.includes('Autre chose')]).toEqual([422, true])
    expect((await house.post(path, { ...fields, another: '1' }, visit)).status).toBe(303)
  })

  test('the mark is of this pilot alone, out of reach of scripts; one that was not drawn here says nothing', async () => {
    const answer = await giveBy(house, path)
    const cookie = answer.headers.getSetCookie().find((one) => one.startsWith('f-'))!
    expect(cookie).toMatch(/HttpOnly/)
    expect(cookie).toMatch(/Path=\/f;/)
    const { personKey } = await only()
    expect(cookie).not.toContain(personKey!)
    const other = await piloted(house, one.id, { state: 'running', number: 2 })
    await asking(house, other)
    const elsewhere = await linked(house, other)
    const visit = { headers: markOf(answer) }
    expect((await giveBy(house, elsewhere.path, {}, visit)).status).toBe(303)
    expect((await heardIn(house, other))[0]!.personKey).not.toBe(personKey)
    const forged = { headers: { Cookie: visit.headers.Cookie!.replace(/.$/, (last) => (last === '0' ? '1' : '0')) } }
    expect((await house.get(path, forged)).body).not.toContain('Vous avez déjà répondu')
  })

  test('a pilot that says otherwise takes several from one device, and leaves no mark', async () => {
    await house.db.commit((tx) => [tx.update(feedbackForms).set({ isOncePerPerson: false })])
    const first = await giveBy(house, path)
    expect(markOf(first)).toEqual({})
    await giveBy(house, path)
    expect((await heardIn(house, pilot)).map(({ personKey }) => personKey)).toEqual([null, null])
  })

  test('double click, back button and reload count once', async () => {
    const { body } = await house.get(path)
    house.now = new Date(house.now.getTime() + 30_000)
    const fields = answered({ opened: openedIn(body) })
    const [a, b] = await Promise.all([house.post(path, fields), house.post(path, fields)])
    expect([a.status, b.status, a.to]).toEqual([303, 303, b.to])
    await house.post(path, { ...fields, helps: 'Changé' }, { headers: markOf(a) })
    expect(await heardIn(house, pilot)).toMatchObject([{ helps: 'Le repas du soir' }])
    const [row] = await house.db.select().from(feedbackLinks).where(eq(feedbackLinks.id, link))
    expect(row!.taken).toBe(1)
  })
})

describe('a link that takes nothing more', () => {
  const endings = {
    expired: () => house.db.commit((tx) => [tx.update(feedbackLinks).set({ expiresAt: house.now })]),
    revoked: () => house.db.commit((tx) => [tx.update(feedbackLinks).set({ revokedAt: house.now })]),
    used_up: () => house.db.commit((tx) => [tx.update(feedbackLinks).set({ taken: 50 })]),
    closed: () => house.db.commit((tx) => [tx.update(feedbackForms).set({ isOpen: false })]),
    given_up: () => house.db.commit((tx) => [tx.update(pilots).set({ state: 'given_up' })]),
  }
  const says = {
    expired: 'plus valable',
    revoked: 'retiré par l’équipe',
    used_up: 'Toutes les réponses prévues',
    closed: 'fermé',
    given_up: 'fermé',
  }
  test.each(Object.keys(endings) as (keyof typeof endings)[])(
    'says plainly that it is %s; what was typed meanwhile comes back, and nothing else',
    async (how) => {
      const { body } = await house.get(path)
      await endings[how]()
      const opened = await house.get(path)
      expect([opened.status, opened.body.includes(says[how])]).toEqual([410, true])
      house.now = new Date(house.now.getTime() + 30_000)
      const sent = await house.post(path, answered({ opened: openedIn(body) }))
      expect([sent.status, sent.body.includes('Le repas du soir')]).toEqual([410, true])
      for (const page of [opened.body, sent.body]) expect(page).not.toContain('Dites ce que vous en pensez.')
      expect(await heardIn(house, pilot)).toEqual([])
    },
  )

  test('still thanks whoever was heard by it', async () => {
    const answer = await giveBy(house, path)
    await endings.revoked()
    expect((await house.get(answer.to!)).body).toContain('numéro 1')
    expect((await house.get(`${path}/thanks?for=${key()}`)).status).toBe(303)
  })

  test('is not told apart from no link when it never was', async () => {
    expect((await house.get('/f/inconnu')).status).toBe(404)
    expect((await house.post('/f/inconnu', answered())).status).toBe(404)
  })
})

describe('what a link reveals', () => {
  const titles = ['Cuisine collective', 'Deux mois dans trois villages']
  test.each([
    ['public', 'public', [true, true]],
    ['public', 'team', [true, false]],
    ['network', 'public', [false, false]],
    ['restricted', 'restricted', [false, false]],
  ] as const)('an initiative that is %s with a pilot that is %s', async (ofInitiative, ofPilot, seen) => {
    const it = await town.initiativeAt('feedback', { visibility: ofInitiative, title: titles[0]! })
    const hidden = await piloted(house, it.id, { state: 'running', visibility: ofPilot })
    await asking(house, hidden)
    const other = await linked(house, hidden)
    for (const as of [undefined, town.coordinator.accountId]) {
      const { body } = await house.get(other.path, { as })
      expect(titles.map((title) => body.includes(title))).toEqual(seen)
      expect(body).toContain('Dites ce que vous en pensez.')
      expect(body).not.toContain('Affiche du marché')
    }
  })
})
