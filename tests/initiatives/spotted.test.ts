import { beforeEach, describe, expect, test } from 'vitest'
import { useHouse } from '../house.ts'
import { type Place, settle, type Town } from '../town.ts'
import { countOf, deedsOn, key, moveIt, movesOf, problemAt, rowOf, titlesOn, typedIn, versionOf } from './forms.ts'

const house = useHouse()
let town: Town
beforeEach(async () => {
  town = await settle(house)
})
const typed = {
  title: 'Frigo partagé',
  need: 'Le gaspillage',
  source: 'Un article du Soleil',
  sourceUrl: 'https://exemple.org/frigo',
  consent: 'asked',
}
const post = (fields: Record<string, string | string[]> = {}, who?: Place, htmx = false) =>
  house.post('/spotted', { ...typed, once: key(), ...fields }, { as: who && town[who].accountId, htmx })
const inbox = async (who?: Place) => house.get('/spotted', { as: who && town[who].accountId })

describe('the inbox', () => {
  test('is for coordinators: members are told so, visitors find nothing', async () => {
    expect((await inbox('coordinator')).status).toBe(200)
    expect((await inbox('administrator')).status).toBe(200)
    const refused = await inbox('member')
    expect([refused.status, /réservé à/.test(refused.body)]).toEqual([403, true])
    expect((await inbox()).status).toBe(404)
  })

  test('shows what was signalled, its source and consent, and is counted for coordinators on every page', async () => {
    await post({}, 'member')
    const { body } = await inbox('coordinator')
    for (const text of [
      'Frigo partagé',
      'Un article du Soleil',
      'href="https://exemple.org/frigo"',
      'Prendre en charge',
      'Écarter',
    ])
      expect(body).toContain(text)
    expect((await house.get('/help', { as: town.coordinator.accountId })).body).toMatch(/class="badge">1</)
    expect((await house.get('/help', { as: town.member.accountId })).body).not.toContain('class="badge"')
    // A form that comes back stands in the same house.
    const refused = await house.post('/spotted', { once: key() }, { as: town.coordinator.accountId })
    expect([refused.status, refused.body]).toEqual([422, expect.stringMatching(/class="badge">1</)])
  })

  test('suggests duplicates, with a way to merge into each', async () => {
    await town.initiativeAt('feedback', { title: 'Le frigo partagé du quartier' })
    await post({}, 'coordinator')
    const { body } = await inbox('coordinator')
    expect(body).toContain('Le frigo partagé du quartier')
    expect(body).toMatch(/merge\/new\?into=le-frigo-partage-du-quartier-/)
  })
})

describe('signalling', () => {
  test('is for members: it thanks them, and they do not follow it from there', async () => {
    const { status, to } = await post({}, 'member')
    expect([status, to]).toEqual([303, '/'])
    expect(await rowOf(house, 'frigo-partage')).toMatchObject({
      status: 'spotted',
      stage: 'emergence',
      visibility: 'restricted',
      source: 'Un article du Soleil',
      consent: 'asked',
    })
    expect((await house.get('/initiatives/frigo-partage', { as: town.member.accountId })).status).toBe(404)
    expect((await post({ title: 'Autre' }, 'coordinator')).to).toBe('/initiatives/autre')
  })

  test('is not for visitors', async () => {
    expect((await post()).status).toBe(403)
    expect((await house.get('/spotted/new')).status).toBe(403)
  })

  test.each([
    ['title', ''],
    ['source', ''],
    ['sourceUrl', 'un site'],
  ])('is refused at its field, keeping what was typed: %s « %s »', async (field, value) => {
    for (const htmx of [false, true]) {
      const { status, body } = await post({ [field]: value, territories: ['Ici'] }, 'member', htmx)
      expect(status).toBe(422)
      expect(problemAt(body, field)).toEqual({ said: expect.stringMatching(/./), isLinked: true })
      expect(typedIn(body, 'need')).toBe('Le gaspillage')
      expect(typedIn(body, 'territories')).toBe('Ici')
    }
  })

  test('the same title asks first, and twice the same form is one', async () => {
    await town.initiativeAt('feedback', { title: 'Frigo partagé' })
    const asked = await post({}, 'member')
    expect([asked.status, asked.body.includes('name="isAnother"')]).toEqual([422, true])
    const once = key()
    await post({ isAnother: 'on', once }, 'member')
    await post({ isAnother: 'on', once }, 'member')
    expect(countOf((await inbox('coordinator')).body, '/moves/new?to=active"')).toBe(1)
  })

  test('with a missing choice of place still finds its twin while it is typed, among what one may see only', async () => {
    await town.initiativeAt('feedback', { title: 'Frigo partagé du rang', visibility: 'restricted' })
    await town.initiativeAt('feedback', { title: 'Frigo partagé du port', visibility: 'network' })
    await town.initiativeAt('feedback', { title: 'Frigo partagé du parc', visibility: 'public' })
    const titles = async (as?: string) =>
      titlesOn((await house.get('/initiatives/suggestions?title=frigo+partage', { as, htmx: true })).body).toSorted()
    expect(await titles()).toEqual(['Frigo partagé du parc'])
    expect(await titles(town.member.accountId)).toEqual(['Frigo partagé du parc', 'Frigo partagé du port'])
    expect(await titles(town.coordinator.accountId)).toHaveLength(3)
  })
})

describe('a spotted initiative', () => {
  test('is on no board, whatever the filter', async () => {
    await post({}, 'member')
    for (const who of ['coordinator', 'member'] as const)
      for (const query of [
        '',
        'view=list',
        'view=table',
        'q=frigo',
        'status=spotted',
        'status=spotted&view=list',
        'who=mine',
      ]) {
        const { body } = await house.get(`/?${query}`, { as: town[who].accountId })
        expect([who, query, body.includes('href="/initiatives/frigo-partage"')]).toEqual([who, query, false])
      }
  })

  test('is claimed with the consent of its carriers, by a coordinator', async () => {
    await post({}, 'coordinator')
    const claim = { event: 'claim', effectiveOn: '2026-03-02', version: '1' }
    const as = town.coordinator.accountId
    const refused = await house.post('/initiatives/frigo-partage/moves', claim, { as })
    expect([refused.status, refused.body.includes('href="#f-consent"')]).toEqual([422, true])
    await moveIt(house, 'frigo-partage', { event: 'claim', consent: 'on' }, town.coordinator.by)
    expect(await rowOf(house, 'frigo-partage')).toMatchObject({ status: 'active', consent: 'given' })
    expect((await house.get('/', { as })).body).toContain('Frigo partagé')
    expect((await inbox('coordinator')).body).not.toContain('href="/initiatives/frigo-partage"')
  })

  test('is set aside with what was learned, which stays readable', async () => {
    await post({}, 'coordinator')
    const away = { event: 'discontinue', endingKind: 'stopped', reason: 'Déjà finie', lessons: 'Voir la ville voisine' }
    await moveIt(house, 'frigo-partage', away, town.coordinator.by)
    expect((await movesOf(house, 'frigo-partage')).at(-1)).toMatchObject({
      fromStatus: 'spotted',
      toStatus: 'discontinued',
    })
    const { body } = await house.get('/initiatives/frigo-partage', { as: town.coordinator.accountId })
    expect(body).toContain('Voir la ville voisine')
    expect((await inbox('coordinator')).body).not.toContain('href="/initiatives/frigo-partage"')
  })

  test('is merged into the one it is, and leads there', async () => {
    const { slug } = await town.initiativeAt('feedback', { title: 'Le frigo du quartier' })
    await post({}, 'coordinator')
    const as = town.coordinator.accountId
    const fields = { into: slug, reason: 'La même', version: await versionOf(house, 'frigo-partage') }
    expect((await house.post('/initiatives/frigo-partage/merge', fields, { as })).to).toBe(`/initiatives/${slug}`)
    expect((await house.get('/initiatives/frigo-partage', { as })).to).toBe(`/initiatives/${slug}`)
    expect((await inbox('coordinator')).body).not.toContain('Frigo partagé')
  })

  test('leaves one row in the journal', async () => {
    await post({}, 'member')
    const { id } = await rowOf(house, 'frigo-partage')
    expect(await deedsOn(house, id)).toEqual(['spotted as member'])
  })
})
