import { beforeEach, describe, expect, test } from 'vitest'
import { actors } from '../../src/actors/tables.ts'
import { documents } from '../../src/documents/tables.ts'
import { territoriesAdded, territoryRow, themeAdded } from '../../src/network/steps.ts'
import { dialect } from '../../src/platform/db/dialect.ts'
import { useHouse } from '../house.ts'
import { type Settled, settle, type Town } from '../town.ts'
import { shelve } from './shelf.ts'
import { eq } from 'drizzle-orm'

const house = useHouse()
let town: Town
let garden: Settled
let kitchen: Settled

const filler = 'Les personnes du quartier se sont réunies trois fois et ont parlé de tout autre chose. '.repeat(40)

beforeEach(async () => {
  town = await settle(house)
  const region = territoryRow({ id: 't1', code: 'QC-06', kind: 'region', name: 'Montréal' }, undefined)
  const place = territoryRow({ id: 't2', code: 'HM', kind: 'quartier', name: 'Hochelaga' }, region)
  await house.db.commit((tx) => [
    territoriesAdded(tx, [region, place]),
    themeAdded(tx, { id: 'th1', slug: 'alimentation', fr: 'Alimentation' }),
  ])
  garden = await town.initiativeAt('mobilisation', { title: 'Jardin sur le toit', visibility: 'public' })
  kitchen = await town.initiativeAt('feedback', { title: 'Cuisine partagée', visibility: 'public' })
  await shelve(house, garden.id, {
    title: 'Guide du compost d’hiver',
    description: 'Pour réussir un compost malgré le gel.',
    creators: 'Élise Tremblay\nCollectif des sœurs',
    kind: 'guide',
    licence: 'cc_by',
    stage: 'feedback',
    dated: '2024-03',
    territoryId: 't2',
    transferTag: 'accompany',
    forActorId: town.funder.actorId,
    themes: ['th1'],
    text: `${filler}À l’ÉTÉ, la récolte de cœurs d’artichaut a dépassé <b>nos espérances</b> & celles des sœurs. ${filler}`,
  })
  await shelve(house, kitchen.id, {
    title: 'Compte rendu de février',
    kind: 'minutes',
    language: 'en',
    dated: '2025',
    isFeatured: true,
    text: 'The compost was discussed at length.',
  })
})

const as = (place?: keyof Town) => (place ? { as: (town[place] as { accountId: string }).accountId } : {})
const library = async (query: string, place?: keyof Town) => (await house.get(`/library?${query}`, as(place))).body
const titles = (body: string) =>
  [...body.matchAll(/class="title"><a href="\/documents\/[^"]+">(.*?)<\/a>/gs)].map(([, inner]) =>
    inner!
      .replace(/<\/?mark>/g, '')
      .replaceAll('&#39;', '’')
      .trim(),
  )

describe('a document is found', () => {
  const found: [string, string][] = [
    ['by its title, whatever the accents', 'q=COMPOST+hiver'],
    ['by what is said of it', 'q=malgre+gel'],
    ['by who made it', 'q=tremblay'],
    ['by a word inside, whatever the accents and the case', 'q=ete+recolte'],
    ['by œ written as two letters', 'q=coeurs'],
    ['by œ written as one', 'q=c%C5%93ur'],
    ['by words of which one is in the title and one inside', 'q=guide+artichaut'],
    ['by its kind', 'kind=guide'],
    ['by the stage it is evidence of', 'stage=feedback'],
    ['by its subject', 'theme=alimentation'],
    ['by its territory', 'territory=HM'],
    ['by a territory around it', 'territory=QC-06'],
    ['by its licence', 'licence=cc_by'],
    ['by words of its initiative', 'initiative=jardin+toit'],
    ['by the name of the partner it was attached for', 'partner=fonds'],
    ['by the address of that partner', 'partner=fonds-du-fleuve'],
    ['by its year', 'year=2024'],
    ['by its language', 'language=fr'],
    ['by what it lends itself to', 'tag=accompany'],
    ['by all of it together', 'q=compost&kind=guide&year=2024&theme=alimentation&territory=QC-06&partner=fonds'],
  ]
  for (const [how, query] of found) {
    test(how, async () => {
      const body = await library(query)
      expect(titles(body)).toEqual(['Guide du compost d’hiver'])
      expect(body).toContain('1 document trouvé')
    })
  }

  test('by the end of its initiative’s address, and no other one by that', async () => {
    expect(titles(await library(`initiative=${kitchen.slug}`))).toEqual(['Compte rendu de février'])
  })

  test('when it is put forward', async () => {
    expect(titles(await library('featured=yes'))).toEqual(['Compte rendu de février'])
  })

  test('and not by a filter that it does not answer to', async () => {
    for (const query of [
      'q=compost+girafe',
      'year=2023',
      'kind=photo',
      'territory=QC-07',
      'partner=personne',
      'tag=transfer',
    ])
      expect(titles(await library(query))).toEqual([])
  })

  test('no more when it is in the bin, nor by words of a version that was replaced', async () => {
    await house.db.commit((tx) => [
      tx.update(documents).set({ binnedAt: house.now }).where(eq(documents.kind, 'guide')),
    ])
    expect(titles(await library('q=compost'))).toEqual(['Compte rendu de février'])
  })

  test('whatever cannot be read in the address', async () => {
    const body = await library('kind=zzz&year=20x&page=-3&sort=x&stage=9&tag=&licence=;')
    expect(titles(body)).toHaveLength(2)
    expect((await house.get('/library?page=99999999999')).status).toBe(200)
  })
})

describe('the passage', () => {
  test('is shown from the text as it is written, with the words marked and everything escaped', async () => {
    const body = await library('q=artichaut+soeurs')
    expect(body).toContain('Dans le texte\u00a0:')
    expect(body).toContain('cœurs d&#39;<mark>artichaut</mark>'.replace('&#39;', '’'))
    expect(body).toContain('<mark>sœurs</mark>')
    expect(body).toContain('&lt;b&gt;nos espérances&lt;/b&gt; &amp; celles')
    expect(body).not.toContain('<b>nos')
  })

  test('comes from the description when nothing inside answers, and marks the title', async () => {
    const body = await library('q=gel')
    expect(body).toContain('Dans la description\u00a0:')
    expect(body).toContain('<mark>gel</mark>')
    expect(await library('q=guide')).toContain('<mark>Guide</mark> du compost')
  })

  test.skipIf(dialect === 'sqlite')(
    'is that of another form of a word, where the engine has French stems',
    async () => {
      expect(await library('q=r%C3%A9colter')).toContain('la <mark>récolte</mark> de')
    },
  )

  test('is found far inside a long text', async () => {
    await shelve(house, garden.id, {
      title: 'Très long',
      text: `${'Ça, là-bas : œuvré l’été… '.repeat(20_000)} zizanie finale.`,
    })
    expect(await library('q=zizanie')).toContain('<mark>zizanie</mark> finale.')
  })
})

describe('the order', () => {
  test('is by nearness when there are words: the title, then what is said, then inside; the newest first', async () => {
    await shelve(house, garden.id, { title: 'Ancien', description: 'Du compost.', createdAt: new Date('2020-01-01') })
    await shelve(house, garden.id, { title: 'Neuf', text: 'du compost', createdAt: new Date('2026-05-01') })
    expect(titles(await library('q=compost'))).toEqual([
      'Guide du compost d’hiver',
      'Ancien',
      'Neuf',
      'Compte rendu de février',
    ])
  })

  test('is by date, or by arrival, when that is asked', async () => {
    await shelve(house, garden.id, { title: 'Sans date', text: 'compost' })
    expect(titles(await library('q=compost&sort=dated'))).toEqual([
      'Compte rendu de février',
      'Guide du compost d’hiver',
      'Sans date',
    ])
    expect(titles(await library('q=compost&sort=recent'))[0]).toBe('Sans date')
  })

  test('goes on from page to page, with the count of all', async () => {
    for (let n = 0; n < 21; n++) await shelve(house, garden.id, { title: `Fiche ${n}`, text: 'navet' })
    const [first, second] = [await library('q=navet'), await library('q=navet&page=2')]
    expect(first).toContain('21 documents trouvés')
    expect(titles(first)).toHaveLength(20)
    expect(titles(second)).toHaveLength(1)
    expect(new Set([...titles(first), ...titles(second)]).size).toBe(21)
    expect(first).toContain('/library?q=navet&amp;page=2')
  })
})

describe('the name of a partner', () => {
  test('is not told to whoever may not see it, nor found by', async () => {
    await house.db.commit((tx) => [
      tx.update(actors).set({ visibility: 'restricted' }).where(eq(actors.id, town.funder.actorId)),
    ])
    expect(await library('q=hiver')).not.toContain('Fonds du fleuve')
    expect(titles(await library('partner=fonds'))).toEqual([])
    expect(await library('q=hiver', 'coordinator')).toContain('Fonds du fleuve')
    expect(titles(await library('partner=fonds', 'coordinator'))).toEqual(['Guide du compost d’hiver'])
  })
})
