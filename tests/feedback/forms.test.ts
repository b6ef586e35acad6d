import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, test } from 'vitest'
import { hashOf } from '../../src/accounts/secrets.ts'
import { accounts } from '../../src/accounts/tables.ts'
import { journal } from '../../src/activity/tables.ts'
import { feedbackForms, feedbackLinks } from '../../src/feedback/tables.ts'
import { tokenFor } from '../../src/feedback/tokens.ts'
import { participations } from '../../src/initiatives/tables.ts'
import { newId } from '../../src/platform/id.ts'
import { useHouse } from '../house.ts'
import { deedsOn, type Fields, key, problemAt } from '../initiatives/forms.ts'
import { piloted } from '../pilots/cycles.ts'
import { type Place, settle, type Settled, type Town } from '../town.ts'
import { asking, giveBy, heardIn, linked } from './asking.ts'

const house = useHouse(undefined, { onDisk: true })
let town: Town
let one: Settled
let pilot: string

beforeEach(async () => {
  town = await settle(house)
  one = await town.initiativeAt('feedback', { visibility: 'public' })
  pilot = await piloted(house, one.id, { state: 'running' })
})

const texts = { introductionFr: 'Bonjour', introductionEn: 'Hello', consentFr: 'D’accord?', consentEn: 'Agreed?' }
const write = (more: Fields = {}, who: Place = 'carrier') =>
  house.post(
    `/pilots/${pilot}/form`,
    { once: key(), version: '0', ...texts, isOpen: 'on', isOncePerPerson: 'on', ...more },
    { as: town[who].accountId },
  )
const form = async () => (await house.db.select().from(feedbackForms).where(eq(feedbackForms.pilotId, pilot)))[0]
const choice = { 'type-0': 'single', 'fr-0': 'Quand?', 'en-0': 'When?', 'options-0': 'Le jour | Day\nLe soir' }

describe('the form of a pilot', () => {
  test.each(['carrier', 'leadCarrier', 'coordinator', 'administrator'] as const)('is written by: %s', async (who) => {
    const { body } = await house.get(`/pilots/${pilot}/form`, { as: town[who].accountId })
    expect(body).toContain('On ne vous demande pas votre nom.')
    expect(body).toContain('You are not asked for your name.')
    expect((await write(choice, who)).status).toBe(303)
    expect(await form()).toMatchObject({ isOpen: true, version: 1, consentVersion: 1, consentEn: 'Agreed?' })
    expect((await deedsOn(house, one.id))[0]).toMatch(/^feedback_form_written as /)
  })

  test.each(['supportPartner', 'taker', 'funder', 'member', 'invited'] as const)(
    'is not written by: %s',
    async (who) => {
      expect((await house.get(`/pilots/${pilot}/form`, { as: town[who].accountId })).status).toBe(403)
      expect((await write({}, who)).status).toBe(403)
      expect(await form()).toBeUndefined()
    },
  )

  test('keeps the ids of questions and answers that stay: reordered, reworded, others added and removed', async () => {
    const second = { 'type-1': 'text', 'fr-1': 'Racontez.' }
    await write({ ...choice, ...second })
    const [asked, told] = (await form())!.questions
    expect(asked).toMatchObject({
      fr: 'Quand?',
      en: 'When?',
      options: [{ fr: 'Le jour', en: 'Day' }, { fr: 'Le soir' }],
    })
    const changed = {
      version: '1',
      ...choice,
      'id-0': asked!.id,
      'place-0': '2',
      'options-0': 'En soirée\nLe jour | Day',
      ...second,
      'id-1': told!.id,
      'place-1': '1',
      'fr-2': 'Encore?',
      'type-2': 'scale',
      'place-2': '3',
    }
    await write(changed)
    const after = (await form())!.questions
    expect(after.map(({ id }) => id).slice(0, 2)).toEqual([told!.id, asked!.id])
    expect(after[1]!.options[1]!.id).toBe(asked!.options[0]!.id)
    await write({ ...changed, version: '2', 'remove-0': 'on' })
    expect((await form())!.questions.map(({ fr }) => fr)).toEqual(['Racontez.', 'Encore?'])
  })

  test('asks something else where the kind of answer changes', async () => {
    await write(choice)
    const [asked] = (await form())!.questions
    await write({ version: '1', 'id-0': asked!.id, 'fr-0': 'Quand?', 'type-0': 'text' })
    expect((await form())!.questions[0]!.id).not.toBe(asked!.id)
  })

  test('gives further fields without saving, and keeps what was typed', async () => {
    const { status, body } = await write({ ...choice, act: 'more' })
    expect([status, body.includes('value="Quand?"'), body.includes('name="fr-3"')]).toEqual([200, true, true])
    expect(await form()).toBeUndefined()
  })

  test('agreeing to other words is another version of them; other questions are not', async () => {
    await write()
    await write({ version: '1', ...choice })
    expect((await form())!.consentVersion).toBe(1)
    await write({ version: '2', consentFr: 'Vraiment d’accord?' })
    expect((await form())!.consentVersion).toBe(2)
  })

  test('two who save at once: the second sees both', async () => {
    await write()
    const { status, body } = await write({ introductionFr: 'Salut' })
    expect([status, body.includes('Salut'), body.includes('Bonjour')]).toEqual([409, true, true])
    expect((await form())!.introductionFr).toBe('Bonjour')
  })

  test.each([
    ['consentFr', { consentFr: ' ' }],
    ['options-0', { ...choice, 'options-0': 'Une seule' }],
    ['options-0', { ...choice, 'options-0': 'Oui\nOui' }],
    ['fr-0', { 'fr-0': '', 'en-0': 'When?' }],
  ])('is refused at %s', async (field, more) => {
    const { status, body } = await write(more)
    expect([status, problemAt(body, field).isLinked]).toEqual([422, true])
    expect(await form()).toBeUndefined()
  })
})

describe('links to it', () => {
  const make = (more: Fields = {}, who: Place = 'carrier') =>
    house.post(
      `/pilots/${pilot}/links`,
      { once: key(), label: 'Affiche', most: '100', days: '60', takerKind: '', ...more },
      { as: town[who].accountId },
    )
  const links = () => house.db.select().from(feedbackLinks)
  /** The token of a link as its panel shows it. */
  const drawnIn = (body: string, id: string) =>
    /http:\/\/sillon\.test\/f\/([\w-]+)/.exec(body.slice(body.indexOf(`id="link-${id}"`)))?.[1] ?? ''

  test('are made, shown with address, QR code and poster, and revoked by carriers and coordinators', async () => {
    await asking(house, pilot)
    for (const who of ['carrier', 'coordinator'] as const) expect((await make({}, who)).status).toBe(303)
    const [link] = await links()
    expect(link).toMatchObject({ most: 100, taken: 0, takerKind: null })
    const as = town.carrier.accountId
    const { body } = await house.get(`/pilots/${pilot}/links`, { as })
    const token = drawnIn(body, link!.id)
    const base = `/pilots/${pilot}/links/${link!.id}`
    const svg = await house.get(`${base}/qr.svg`, { as })
    expect([svg.headers.get('Content-Type'), svg.body.includes('style=')]).toEqual([
      'image/svg+xml; charset=utf-8',
      false,
    ])
    expect((await house.get(`${base}/qr.png`, { as })).headers.get('Content-Type')).toBe('image/png')
    expect((await house.get(`${base}/poster`, { as })).body).toContain(`http://sillon.test/f/${token}`)
    expect((await house.get(`/f/${token}`)).status).toBe(200)
    expect((await house.get(`${base}/revocation`, { as })).body).toContain('Révoquer ce lien')
    expect((await house.post(`${base}/revocation`, { once: key() }, { as })).status).toBe(303)
    expect((await house.get(`/f/${token}`)).status).toBe(410)
  })

  test.each(['supportPartner', 'taker', 'funder', 'member'] as const)('are not made nor read by: %s', async (who) => {
    await asking(house, pilot)
    const { id } = await linked(house, pilot)
    const as = town[who].accountId
    expect((await make({}, who)).status).toBe(403)
    for (const page of ['', `/${id}/qr.svg`, `/${id}/qr.png`, `/${id}/poster`, `/${id}/revocation`]) {
      expect((await house.get(`/pilots/${pilot}/links${page}`, { as })).status).toBe(403)
    }
    expect((await house.post(`/pilots/${pilot}/links/${id}/revocation`, { once: key() }, { as })).status).toBe(403)
    expect(await links()).toHaveLength(1)
  })

  test('are nowhere in the database, whose hash of them opens nothing', async () => {
    await asking(house, pilot)
    await make()
    const [link] = await links()
    const token = drawnIn((await house.get(`/pilots/${pilot}/links`, { as: town.carrier.accountId })).body, link!.id)
    expect(token).toHaveLength(22)
    expect(link!.token).toBe(hashOf(token))
    expect(JSON.stringify([link, await house.db.select().from(journal)])).not.toContain(token)
    expect((await house.get(`/f/${link!.token}`)).status).toBe(404)
    expect((await house.get(`/f/${token}`)).status).toBe(200)
  })

  test('of before that open and are printed as they were', async () => {
    await asking(house, pilot)
    const { id, token, path } = await linked(house, pilot)
    const as = town.carrier.accountId
    expect(drawnIn((await house.get(`/pilots/${pilot}/links`, { as })).body, id)).toBe(token)
    expect((await house.get(`/pilots/${pilot}/links/${id}/qr.svg`, { as })).status).toBe(200)
    expect((await house.get(path)).status).toBe(200)
  })

  test('of a network that was restored elsewhere open; to print one, another is made, and it says so', async () => {
    await asking(house, pilot)
    const elsewhere = { dataFolder: '', databaseUrl: 'postgresql://elsewhere' }
    const [id, as] = [newId(), town.carrier.accountId]
    const token = tokenFor(elsewhere, id)
    const expiresAt = new Date(house.now.getTime() + 86_400_000)
    const row = { id, pilotId: pilot, token: hashOf(token), label: 'Affiche', most: 9, createdAt: house.now, expiresAt }
    await house.db.commit((tx) => [tx.insert(feedbackLinks).values(row)])
    expect((await house.get(`/f/${token}`)).status).toBe(200)
    const { body } = await house.get(`/pilots/${pilot}/links`, { as })
    expect(body).toContain('faites un nouveau lien')
    expect(body).not.toMatch(/\/f\/|qr\.svg|poster/)
    for (const print of ['qr.svg', 'qr.png', 'poster']) {
      expect((await house.get(`/pilots/${pilot}/links/${id}/${print}`, { as })).status).toBe(404)
    }
    const revocation = `/pilots/${pilot}/links/${id}/revocation`
    expect((await house.post(revocation, { once: key() }, { as })).status).toBe(303)
    expect((await house.get(`/f/${token}`)).status).toBe(410)
  })

  test('belong to the pilot: they live on when the carrier who made one leaves', async () => {
    await asking(house, pilot)
    await make()
    const [link] = await links()
    const token = drawnIn((await house.get(`/pilots/${pilot}/links`, { as: town.carrier.accountId })).body, link!.id)
    await house.db.commit((tx) => [
      tx.update(accounts).set({ disabledAt: house.now }).where(eq(accounts.id, town.carrier.accountId)),
      tx.update(participations).set({ until: '2026-03-01' }).where(eq(participations.id, one.roles.carrier)),
    ])
    expect((await giveBy(house, `/f/${token}`)).status).toBe(303)
    expect(await heardIn(house, pilot)).toHaveLength(1)
    const as = town.leadCarrier.accountId
    expect(drawnIn((await house.get(`/pilots/${pilot}/links`, { as })).body, link!.id)).toBe(token)
    const revocation = `/pilots/${pilot}/links/${link!.id}/revocation`
    expect((await house.post(revocation, { once: key() }, { as })).status).toBe(303)
    expect((await house.get(`/f/${token}`)).status).toBe(410)
  })

  test('a link of another pilot is not found here', async () => {
    await asking(house, pilot)
    const other = await piloted(house, one.id, { number: 2 })
    await asking(house, other)
    const { id } = await linked(house, other)
    const as = town.carrier.accountId
    expect((await house.get(`/pilots/${pilot}/links/${id}/qr.svg`, { as })).status).toBe(404)
    expect((await house.post(`/pilots/${pilot}/links/${id}/revocation`, { once: key() }, { as })).status).toBe(404)
  })

  test.each([
    ['label', { label: ' ' }],
    ['most', { most: '0' }],
    ['days', { days: '366' }],
  ])('are refused at %s when it holds %o', async (field, more) => {
    await asking(house, pilot)
    const { status, body } = await make(more)
    expect([status, problemAt(body, field).isLinked]).toEqual([422, true])
  })

  test('wait for the form', async () => {
    expect((await make()).status).toBe(422)
    expect(await links()).toEqual([])
  })
})
