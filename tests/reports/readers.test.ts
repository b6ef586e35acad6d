import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, test } from 'vitest'
import { memberships } from '../../src/actors/tables.ts'
import { initiatives } from '../../src/initiatives/tables.ts'
import { reportAnswers, reportQuestions, reportReadings } from '../../src/reports/tables.ts'
import { useHouse } from '../house.ts'
import { hiddenIn, key, problemAt, typedIn } from '../initiatives/forms.ts'
import { type Place, settle, type Town } from '../town.ts'
import { published } from './published.ts'

const house = useHouse()
let town: Town
let slug: string
let url: string

beforeEach(async () => {
  town = await settle(house)
  await town.initiativeAt('mobilisation', { visibility: 'team', title: 'Jardin du fleuve' })
  slug = await published(house, town.coordinator, { sight: 'actor', actorId: town.funder.actorId })
  url = `/reports/${slug}/versions/1`
})

const get = (who: Place, path: string) => house.get(path, { as: town[who].accountId })
const post = (who: Place, path: string, fields: Record<string, string> = {}) =>
  house.post(path, { once: key(), ...fields }, { as: town[who].accountId })
const ask = (who: Place, fields: Record<string, string> = {}) =>
  post(who, `/reports/${slug}/questions`, { version: '1', words: 'Pourquoi si peu ?', ...fields })
const questions = () => house.db.select().from(reportQuestions)
const theQuestion = async () => (await questions())[0]!.id

describe('a reader', () => {
  test('says that they read it, once, and accepts it for whom they act', async () => {
    expect((await get('funder', url)).body).toContain('J’ai lu')
    for (let n = 0; n < 2; n++) {
      expect((await post('funder', `${url}/readings`, { kind: 'acknowledged' })).to).toBe(`${url}#readers`)
    }
    const accepted = { kind: 'accepted', actor: town.funder.actorId, note: 'Merci' }
    expect((await post('funder', `${url}/readings`, accepted)).status).toBe(303)
    const rows = await house.db.select().from(reportReadings)
    expect(rows.map(({ kind, actorId, note }) => [kind, actorId, note])).toEqual([
      ['acknowledged', null, ''],
      ['accepted', town.funder.actorId, 'Merci'],
    ])
    expect((await get('coordinator', url)).body).toContain('Merci')
  })

  test('accepts for nobody else', async () => {
    for (const actor of ['', town.taker.actorId]) {
      const { status, body } = await post('funder', `${url}/readings`, { kind: 'accepted', actor, note: 'Ma remarque' })
      expect([status, problemAt(body, 'actor').isLinked, typedIn(body, 'note')]).toEqual([422, true, 'Ma remarque'])
    }
    expect((await post('funder', `${url}/readings`, { kind: 'refused' })).status).toBe(422)
    expect(await house.db.select().from(reportReadings)).toEqual([])
  })

  test('is only whoever may read it', async () => {
    for (const who of ['member', 'carrier', 'supportPartner', 'taker', 'otherCarrier'] as const) {
      expect((await get(who, `${url}/readings`)).status).toBe(404)
      expect((await post(who, `${url}/readings`, { kind: 'acknowledged' })).status).toBe(404)
      expect((await get(who, `/reports/${slug}/questions/new?version=1`)).status).toBe(404)
      expect((await ask(who)).status).toBe(404)
    }
    const open = await published(house, town.coordinator, { sight: 'public' })
    const there = `/reports/${open}/versions/1`
    expect((await house.get(there)).body).not.toContain('id="readers"')
    expect((await house.get(`${there}/readings`)).status).toBe(403)
    expect((await house.post(`${there}/readings`, { kind: 'acknowledged' })).status).toBe(403)
    expect((await house.get(`/reports/${open}/questions/new?version=1`)).status).toBe(403)
    expect((await house.post(`/reports/${open}/questions`, { version: '1', words: 'x' })).status).toBe(403)
    expect((await post('member', `${there}/readings`, { kind: 'acknowledged' })).status).toBe(303)
  })
})

describe('a question', () => {
  test('on the whole goes to the author, is answered, and stays under the report', async () => {
    expect((await ask('funder')).to).toBe(`${url}#readers`)
    await house.work()
    expect(house.letters.map(({ to }) => to)).toEqual(['coordination-premiere@example.org'])
    const id = await theQuestion()
    expect(house.letters[0]!.text).toContain(`http://sillon.test/questions/${id}`)
    expect((await post('funder', `/questions/${id}/answers`, { words: 'Moi' })).status).toBe(403)
    expect((await post('coordinator', `/questions/${id}/answers`, { words: 'Deux fins.' })).status).toBe(303)
    house.letters.length = 0
    await house.work()
    expect(house.letters.map(({ to, text }) => [to, text.includes('Deux fins.')])).toEqual([
      ['bailleresse-premiere@example.org', true],
    ])
    expect((await get('funder', url)).body).toMatch(/Pourquoi si peu \?[\s\S]*Deux fins\./)
  })

  test('on an initiative goes to its carriers, who are not shown the report', async () => {
    expect((await ask('funder', { initiative: 'Jardin du fleuve' })).status).toBe(303)
    await house.work()
    expect(house.letters.map(({ to }) => to.split('@')[0]!).toSorted((a, b) => a.localeCompare(b))).toEqual([
      'coordination-premiere',
      'porteur-second',
      'porteuse-premiere',
    ])
    const id = await theQuestion()
    expect((await get('carrier', '/me')).body).toContain(`/questions/${id}`)
    const { status, body } = await get('carrier', `/questions/${id}`)
    expect([status, body.includes('Pourquoi si peu ?'), body.includes(slug), body.includes('Bilan')]).toEqual([
      200,
      true,
      false,
      false,
    ])
    expect((await get('carrier', url)).status).toBe(404)
    expect((await post('carrier', `/questions/${id}/answers`, { words: 'Le terrain manque.' })).status).toBe(303)
    expect((await house.db.select().from(reportAnswers))[0]).toMatchObject({ capacity: 'carrier' })
    expect((await get('carrier', '/me')).body).not.toContain(`/questions/${id}`)
    expect((await get('funder', url)).body).toContain('Le terrain manque.')
  })

  test('is found by nobody else', async () => {
    await ask('funder', { initiative: 'Jardin du fleuve' })
    const id = await theQuestion()
    for (const who of ['member', 'supportPartner', 'taker', 'otherCarrier', 'formerPartner'] as const) {
      expect([who, (await get(who, `/questions/${id}`)).status]).toEqual([who, 404])
      expect((await post(who, `/questions/${id}/answers`, { words: 'x' })).status).toBe(404)
    }
    expect((await house.get(`/questions/${id}`)).status).toBe(404)
    expect(await house.db.select().from(reportAnswers)).toEqual([])
  })

  test('is about what is in the report, and known to all who read it', async () => {
    // Whoever coordinates sees it; those whom the report is for do not.
    const hidden = await town.initiativeAt('feedback', { visibility: 'restricted', title: 'Jardin caché' })
    for (const fields of [
      { initiative: 'Jardin caché' },
      { initiative: hidden.slug },
      { initiative: 'Rien de tel' },
      { about: 'moon' },
      { words: ' ' },
      { words: 'x'.repeat(2001) },
    ]) {
      const { status, body } = await ask('coordinator', { words: 'Ma question', ...fields })
      const [field, value] = Object.entries(fields)[0]!
      expect([value.slice(0, 20), status, problemAt(body, field).isLinked]).toEqual([value.slice(0, 20), 422, true])
    }
    expect((await ask('funder', { version: '9' })).status).toBe(404)
    expect(await questions()).toEqual([])
  })

  test('names a figure of the report', async () => {
    const { body } = await get('funder', `/reports/${slug}/questions/new?version=1`)
    const code = /<option value="([a-z_]+)">/.exec(body)![1]!
    expect((await ask('funder', { about: code })).status).toBe(303)
    expect((await questions())[0]).toMatchObject({ about: code, actorId: town.funder.actorId })
  })

  test('begins at the figure, in the version that is read as in the draft', async () => {
    for (const page of [url, `/reports/${slug}`]) {
      const { body } = await get('coordinator', page)
      const link = /href="([^"]*[?;]about=stock)"/.exec(body)![1]!.replaceAll('&amp;', '&')
      const form = await get('coordinator', link)
      expect([page, form.status, hiddenIn(form.body, 'version')]).toEqual([page, 200, page === url ? '1' : ''])
      expect(form.body).toMatch(/<option value="stock" selected/)
    }
  })

  test('disappears with the initiative, for those who may no longer see it', async () => {
    await ask('funder', { initiative: 'Jardin du fleuve' })
    const other = await published(house, town.coordinator, { sight: 'network', title: 'Pour tous' })
    expect((await get('member', `/reports/${other}/versions/1`)).body).not.toContain('Pourquoi si peu')
    expect((await get('funder', url)).body).toContain('Pourquoi si peu')
  })

  test('is answered to nobody who may no longer read it: neither by letter nor on its page', async () => {
    await ask('funder', { initiative: 'Jardin du fleuve' })
    const id = await theQuestion()
    const ends = (until: string | null) =>
      house.db.commit((tx) => [
        tx.update(memberships).set({ until }).where(eq(memberships.personId, town.funder.personId)),
      ])
    await ends('2026-03-01')
    await house.work()
    house.letters.length = 0
    expect((await post('carrier', `/questions/${id}/answers`, { words: 'Le terrain manque.' })).status).toBe(303)
    await house.work()
    expect(house.letters).toEqual([])
    expect((await get('funder', `/questions/${id}`)).status).toBe(404)
    await ends(null)
    expect((await get('funder', `/questions/${id}`)).body).toContain('Le terrain manque.')

    await house.db.commit((tx) => [tx.update(initiatives).set({ visibility: 'restricted' })])
    expect((await post('carrier', `/questions/${id}/answers`, { words: 'Il est trouvé.' })).status).toBe(303)
    await house.work()
    expect(house.letters).toEqual([])
    expect((await get('funder', `/questions/${id}`)).status).toBe(404)
    expect((await get('funder', url)).body).not.toContain('Le terrain manque.')
  })

  test('goes to no author who may no longer read the report', async () => {
    slug = await published(house, town.funder, { sight: 'actor', actorId: town.funder.actorId })
    await house.db.commit((tx) => [
      tx.update(memberships).set({ until: '2026-03-01' }).where(eq(memberships.personId, town.funder.personId)),
    ])
    expect((await ask('coordinator', { initiative: 'Jardin du fleuve' })).status).toBe(303)
    await house.work()
    expect(house.letters.map(({ to }) => to)).not.toContain('bailleresse-premiere@example.org')
    expect(house.letters.map(({ to }) => to)).toContain('porteur-second@example.org')
  })

  test('posted twice is asked once, and so is its answer', async () => {
    const once = key()
    await ask('funder', { once })
    await ask('funder', { once })
    expect(await questions()).toHaveLength(1)
    const reply = { once: key(), words: 'Oui' }
    for (let n = 0; n < 2; n++) await post('coordinator', `/questions/${await theQuestion()}/answers`, reply)
    expect(await house.db.select().from(reportAnswers)).toHaveLength(1)
  })
})
