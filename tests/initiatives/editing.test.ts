import { beforeEach, describe, expect, test } from 'vitest'
import { sheetOf } from '../../src/initiatives/queries.ts'
import { useHouse } from '../house.ts'
import { settle, type Settled, type Town } from '../town.ts'
import { deedsOn, editForm, hiddenIn, key, problemAt, rowOf, typedIn } from './forms.ts'

const house = useHouse()
let town: Town
let one: Settled
let page: string

beforeEach(async () => {
  town = await settle(house)
  one = await town.initiativeAt('emergence')
  page = `/initiatives/${one.slug}`
})
const formWith = async (fields: Record<string, string | string[]>) => ({
  ...(await editForm(house, one.slug)),
  once: key(),
  ...fields,
})

describe('editing', () => {
  test('changes every field of the sheet, and the page reads it', async () => {
    const fields = {
      title: 'Épicerie qui roule',
      change: 'Un camion passe chaque semaine.',
      benefit: 'Les villages gardent leurs aînés.',
      population: 'Personnes sans voiture',
      description: 'Ligne 1\r\nLigne 2',
      origin: 'Une assemblée de cuisine',
      innovationType: 'service',
      emergenceWay: 'knowledge_applied',
      maturity: 'developing',
      visibility: 'restricted',
      namedRoles: ['funder', 'taker'],
      solutionName: ['Épicerie du chef-lieu', '', 'Livraison'],
      solutionLimitation: ['à 40 km', '', 'trop chère'],
      linkLabel: ['Le projet'],
      linkUrl: ['https://exemple.org/projet'],
    }
    const { status, to } = await house.post(page, await formWith(fields), { as: town.carrier.accountId })
    expect([status, to]).toEqual([303, page])
    const { solutionName: _n, solutionLimitation: _l, linkLabel: _a, linkUrl: _u, ...columns } = fields
    expect(await rowOf(house, one.slug)).toMatchObject({
      ...columns,
      description: 'Ligne 1\nLigne 2',
      namedRoles: ',funder,taker,',
      version: 2,
    })
    const { solutions, links } = await sheetOf(house.db, one.id)
    expect(solutions).toMatchObject([
      { name: 'Épicerie du chef-lieu', limitation: 'à 40 km', position: 0 },
      { name: 'Livraison', limitation: 'trop chère', position: 1 },
    ])
    expect(links).toMatchObject([{ label: 'Le projet', url: 'https://exemple.org/projet' }])
    const { body } = await house.get(page, { as: town.funder.accountId })
    for (const text of ['Épicerie qui roule', 'Livraison', 'https://exemple.org/projet', 'Ligne 1\nLigne 2'])
      expect(body).toContain(text)
  })

  test('keeps the place of words found afterwards', async () => {
    await house.post(page, await formWith({ population: 'Aînés' }), { as: town.carrier.accountId })
    expect((await house.get('/?q=aines', { as: town.member.accountId })).body).toContain('Épicerie solidaire mobile')
  })

  test.each(['leadCarrier', 'carrier', 'coordinator', 'administrator'] as const)('is open to: %s', async (who) => {
    const as = town[who].accountId
    expect((await house.get(`${page}/edit`, { as })).status).toBe(200)
    expect((await house.post(page, await formWith({ need: 'Autre' }), { as })).status).toBe(303)
  })

  test.each(['funder', 'supportPartner', 'taker', 'member', 'otherCarrier', 'invited', 'formerPartner'] as const)(
    'is refused, saying who may, to: %s',
    async (who) => {
      const as = town[who].accountId
      for (const answer of [
        await house.get(`${page}/edit`, { as }),
        await house.post(page, await formWith({ need: 'Autre' }), { as }),
        await house.post(page, await formWith({ need: 'Autre' }), { as, htmx: true }),
      ]) {
        expect(answer.status).toBe(403)
        expect(answer.body).toMatch(/réservé à\u00a0: .*coordination.*port/)
      }
      expect((await rowOf(house, one.slug)).need).not.toBe('Autre')
    },
  )

  test('leaves one row in the journal, with its capacity and the fields changed', async () => {
    await house.post(page, await formWith({ need: 'Autre' }), { as: town.carrier.accountId })
    expect(await deedsOn(house, one.id)).toEqual(['edited as carrier'])
  })
})

describe('an edit that is refused', () => {
  const half = {
    solutionName: ['Épicerie', '', 'Livraison'],
    solutionLimitation: ['à 40 km', 'trop chère', ''],
    linkLabel: ['Le projet', ''],
    linkUrl: ['', 'https://exemple.org'],
  }

  test.each([false, true])('names each half of a pair at its very field (htmx: %s)', async (htmx) => {
    const { status, body } = await house.post(page, await formWith(half), { as: town.carrier.accountId, htmx })
    expect(status).toBe(422)
    for (const [field, said] of [
      ['solutionName.1', 'la solution'],
      ['solutionLimitation.2', 'la limite'],
      ['linkUrl.0', 'un nom et une adresse'],
      ['linkLabel.1', 'un nom et une adresse'],
    ] as const)
      expect(problemAt(body, field)).toEqual({ said: expect.stringContaining(said), isLinked: true })
    expect(problemAt(body, 'solutionName.0').said).toBeUndefined()
    expect(typedIn(body, 'solutionLimitation-1')).toBe('trop chère')
    expect(typedIn(body, 'solutionName-2')).toBe('Livraison')
    expect(typedIn(body, 'linkUrl-1')).toBe('https://exemple.org')
    expect((await sheetOf(house.db, one.id)).solutions).toEqual([])
  })

  test('takes web addresses only', async () => {
    const links = { linkLabel: ['Piège'], linkUrl: ['javascript:alert(1)'] }
    const { status, body } = await house.post(page, await formWith(links), { as: town.carrier.accountId })
    expect(status).toBe(422)
    expect(problemAt(body, 'linkUrl.0')).toEqual({ said: expect.stringContaining('https://'), isLinked: true })
  })

  test('keeps everything that was typed', async () => {
    const fields = { title: '', need: 'Saisi avec soin', visibility: 'team', territories: ['Nulle-Part'] }
    const { status, body } = await house.post(page, await formWith(fields), { as: town.carrier.accountId })
    expect(status).toBe(422)
    expect(problemAt(body, 'title')).toEqual({ said: 'Ce champ est nécessaire.', isLinked: true })
    expect([typedIn(body, 'need'), typedIn(body, 'visibility')]).toEqual(['Saisi avec soin', 'team'])
    expect(typedIn(body, 'territories')).toBe('Nulle-Part')
  })
})

describe('two people who edit at once', () => {
  test('the second reads both versions, keeps what they typed, and saves from that page', async () => {
    const opened = await house.get(`${page}/edit`, { as: town.carrier.accountId })
    const form = await formWith({ need: 'Le mien', once: hiddenIn(opened.body, 'once') })
    await house.post(page, await formWith({ need: 'Le sien', change: 'Son ajout' }), { as: town.leadCarrier.accountId })

    const refused = await house.post(page, form, { as: town.carrier.accountId })
    expect(refused.status).toBe(409)
    expect(refused.body).toMatch(/Besoin[\s\S]*Le mien[\s\S]*Le sien/)
    expect(refused.body).toContain('Son ajout')
    expect(typedIn(refused.body, 'need')).toBe('Le mien')
    expect((await rowOf(house, one.slug)).need).toBe('Le sien')

    const again = { ...form, version: hiddenIn(refused.body, 'version'), once: hiddenIn(refused.body, 'once') }
    const saved = await house.post(page, again, { as: town.carrier.accountId })
    expect([saved.status, saved.to]).toEqual([303, page])
    expect((await rowOf(house, one.slug)).need).toBe('Le mien')
  })

  test('lists and choices are compared too, in words: nothing that somebody added is lost unseen', async () => {
    const form = await formWith({ visibility: 'team', solutionName: ['La mienne'], solutionLimitation: ['loin'] })
    const theirs = {
      maturity: 'developing',
      solutionName: ['La leur'],
      solutionLimitation: ['chère'],
      linkLabel: ['Site'],
    }
    await house.post(page, await formWith({ ...theirs, linkUrl: ['https://exemple.org'] }), {
      as: town.leadCarrier.accountId,
    })
    const { status, body } = await house.post(page, form, { as: town.carrier.accountId })
    expect(status).toBe(409)
    for (const text of ['La mienne · loin', 'La leur · chère', 'Site · https://exemple.org', 'en développement'])
      expect(body).toContain(`>${text}<`)
    expect(body).toMatch(/>équipe[^<]*<\/td><td[^>]*>réseau/)
    expect(typedIn(body, 'solutionName-0')).toBe('La mienne')
  })

  test('a refused form that is corrected is saved, and not taken for one already done', async () => {
    const form = await formWith({ title: '' })
    const refused = await house.post(page, form, { as: town.carrier.accountId })
    const again = { ...form, title: 'Corrigée', once: hiddenIn(refused.body, 'once') }
    expect((await house.post(page, again, { as: town.carrier.accountId })).to).toBe(page)
    expect((await rowOf(house, one.slug)).title).toBe('Corrigée')
  })

  test('at the very same instant: one is saved, the other reads both versions', async () => {
    const [mine, theirs] = [await formWith({ need: 'Le mien' }), await formWith({ need: 'Le sien' })]
    const answers = await Promise.all([
      house.post(page, mine, { as: town.carrier.accountId }),
      house.post(page, theirs, { as: town.leadCarrier.accountId }),
    ])
    expect(answers.map(({ status }) => String(status)).toSorted()).toEqual(['303', '409'])
    const refused = answers.find(({ status }) => status === 409)!
    expect(refused.body).toContain('Le mien')
    expect(refused.body).toContain('Le sien')
    expect(hiddenIn(refused.body, 'version')).toBe('2')
  })
})

describe('a hidden initiative', () => {
  const paths = [
    '',
    '/edit',
    '/moves/new',
    '/attestations/new?code=E4',
    '/participations/new',
    '/merge/new',
    '/history/new',
  ]

  test.each(paths)('cannot be told from an unknown one: %s', async (path) => {
    const hidden = await town.initiativeAt('emergence', { visibility: 'restricted' })
    for (const as of [town.member.accountId, town.otherCarrier.accountId, town.funder.accountId, undefined]) {
      const there = await house.get(`/initiatives/${hidden.slug}${path}`, { as })
      const nowhere = await house.get(`/initiatives/${'x'.repeat(hidden.slug.length)}${path}`, { as })
      expect([there.status, nowhere.status]).toEqual([404, 404])
      const bare = (body: string) => body.replaceAll(hidden.slug, 'x'.repeat(hidden.slug.length))
      expect(bare(there.body)).toBe(nowhere.body)
    }
  })

  test('is not edited by those who may not see it, and they learn nothing', async () => {
    const hidden = await town.initiativeAt('emergence', { visibility: 'restricted' })
    const form = { ...(await editForm(house, hidden.slug)), need: 'Autre' }
    const { status } = await house.post(`/initiatives/${hidden.slug}`, form, { as: town.member.accountId })
    expect(status).toBe(404)
    const named = await town.initiativeAt('emergence', { visibility: 'restricted', namedRoles: ['funder'] })
    expect((await house.get(`/initiatives/${named.slug}`, { as: town.funder.accountId })).status).toBe(200)
    expect((await house.get(`/initiatives/${named.slug}`, { as: town.taker.accountId })).status).toBe(404)
  })
})
