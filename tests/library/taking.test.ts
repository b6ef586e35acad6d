import { beforeEach, describe, expect, test } from 'vitest'
import { themeAdded } from '../../src/network/steps.ts'
import { dublinCore, metaOf } from '../../src/documents/dublin-core.ts'
import { useHouse } from '../house.ts'
import { type Settled, settle, type Town } from '../town.ts'
import { shelve } from './shelf.ts'

const house = useHouse()
let town: Town
let garden: Settled
let guide: string

beforeEach(async () => {
  town = await settle(house)
  garden = await town.initiativeAt('mobilisation', { title: 'Jardin', visibility: 'public' })
  await house.db.commit((tx) => [themeAdded(tx, { id: 'th1', slug: 'climat', fr: 'Climat', en: 'Climate' })])
  guide = (
    await shelve(house, garden.id, {
      title: 'Guide & « compost » <50 %>',
      description: 'Pour {tout} le monde\u0001.',
      creators: 'Élise Tremblay\nCollectif des sœurs',
      kind: 'guide',
      licence: 'cc_by_sa',
      dated: '2024-03',
      forActorId: town.funder.actorId,
      themes: ['th1'],
    })
  ).id
  await shelve(house, garden.id, { title: 'Caché', visibility: 'team', kind: 'minutes' })
  await shelve(house, garden.id, { title: 'Sans auteur ni date', kind: 'photo', language: 'none' })
})

const got = async (path: string) => await house.get(path)

describe('the feed', () => {
  test('holds what is listed, with absolute addresses of the house and nothing that is hidden', async () => {
    const { body, headers } = await got('/library.atom')
    expect(headers.get('Content-Type')).toBe('application/atom+xml; charset=utf-8')
    expect(headers.get('Cache-Control')).toBe('private, no-cache')
    expect(body).toContain(`<id>http://sillon.test/documents/${guide}</id>`)
    expect(body).toContain('<link rel="self" href="http://sillon.test/library.atom"/>')
    expect(body).not.toContain('Caché')
    expect(body.match(/<entry>/g)).toHaveLength(2)
    expect(body).not.toContain('\u0001')
    expect(
      [...body.matchAll(/(?:href|<id>)="?([^"<]+)/g)].every(([, url]) => url!.startsWith('http://sillon.test')),
    ).toBe(true)
  })

  test('follows the filter of the list', async () => {
    const { body } = await got('/library.atom?kind=guide')
    expect(body.match(/<entry>/g)).toHaveLength(1)
    expect(body).toContain('http://sillon.test/library.atom?kind=guide')
    expect((await got('/library?kind=guide')).body).toContain(
      'type="application/atom+xml" href="/library.atom?kind=guide"',
    )
  })

  test('of nothing is a feed all the same', async () => {
    const { status, body } = await got('/library.atom?q=zzzz')
    expect(status).toBe(200)
    expect(body).toContain('</feed>')
  })
})

describe('references', () => {
  test('in BibTeX: labels that differ, signs that TeX reads, years and months', async () => {
    const { body, headers } = await got('/library/export?format=bibtex')
    expect(headers.get('Content-Disposition')).toContain('bibliotheque-2026-03-02.bib')
    const labels = [...body.matchAll(/^@\w+\{([^,]+),/gm)].map(([, label]) => label)
    expect(new Set(labels).size).toBe(2)
    expect(labels).toContainEqual(expect.stringMatching(/^elise2024[0-9a-f]{8}$/))
    expect(body).toContain('year = {2024}')
    expect(body).toContain('\\&')
    expect(body).toContain(`url = {http://sillon.test/documents/${guide}}`)
    expect(body).not.toContain('Cach')
  })

  test('in RIS', async () => {
    const { body } = await got('/library/export?format=ris&kind=guide')
    expect(body).toMatch(/^TY {2}- BOOK$/m)
    expect(body).toMatch(/^TI {2}- Guide & « compost » <50 %>$/m)
    expect(body).toMatch(/^AU {2}- Collectif des sœurs$/m)
    expect(body.match(/^ER {2}-/gm)).toHaveLength(1)
  })

  test('as Dublin Core terms in JSON', async () => {
    const { body } = await got('/library/export?format=json')
    const { '@graph': all } = JSON.parse(body) as { '@graph': Record<string, unknown>[] }
    expect(all).toHaveLength(2)
    expect(all.find(({ identifier }) => String(identifier).endsWith(guide))).toEqual({
      identifier: `http://sillon.test/documents/${guide}`,
      title: 'Guide & « compost » <50 %>',
      creator: ['Élise Tremblay', 'Collectif des sœurs'],
      subject: ['Climat'],
      description: 'Pour {tout} le monde\u0001.',
      publisher: 'Sillon',
      contributor: ['Fonds du fleuve'],
      date: '2024-03',
      type: 'guide ou trousse',
      format: 'application/pdf',
      language: 'fr',
      rights: 'CC BY-SA',
      license: 'https://creativecommons.org/licenses/by-sa/4.0/',
      isPartOf: `http://sillon.test/initiatives/${garden.slug}`,
    })
  })

  test('of nothing are files all the same, and an unknown format is refused', async () => {
    expect(JSON.parse((await got('/library/export?format=json&q=zzzz')).body)).toMatchObject({ '@graph': [] })
    expect((await got('/library/export?format=ris&q=zzzz')).status).toBe(200)
    expect((await got('/library/export?format=docx')).status).toBe(422)
  })

  test('of many hundreds come page after page', async () => {
    for (let n = 0; n < 210; n++) await shelve(house, garden.id, { title: `Fiche ${n}`, kind: 'audio' })
    expect((await got('/library/export?format=ris&kind=audio')).body.match(/^ER {2}-/gm)).toHaveLength(210)
    const { body } = await got('/library/export?format=json&kind=audio')
    expect((JSON.parse(body) as { '@graph': unknown[] })['@graph']).toHaveLength(210)
  })
})

test('Dublin Core in the head of a page: one element for each value, nothing that is empty', () => {
  const document = {
    id: 'd1',
    title: 'Titre',
    description: '',
    creators: 'A\n\nB',
    dated: '',
    language: 'none',
    licence: 'all_rights_reserved' as const,
  }
  const said = dublinCore(
    {
      document,
      mediaType: '',
      subjects: [],
      territory: null,
      kind: 'photo',
      licence: 'Tous droits réservés',
      partner: null,
      initiative: { slug: 'jardin' },
      publisher: 'Réseau',
    },
    'https://example.org',
  )
  expect(metaOf(said)).toEqual([
    ['DCTERMS.identifier', 'https://example.org/documents/d1'],
    ['DCTERMS.title', 'Titre'],
    ['DCTERMS.creator', 'A'],
    ['DCTERMS.creator', 'B'],
    ['DCTERMS.publisher', 'Réseau'],
    ['DCTERMS.type', 'photo'],
    ['DCTERMS.rights', 'Tous droits réservés'],
    ['DCTERMS.isPartOf', 'https://example.org/initiatives/jardin'],
  ])
})
