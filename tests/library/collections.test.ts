import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, test } from 'vitest'
import { journal } from '../../src/activity/tables.ts'
import { documents } from '../../src/documents/tables.ts'
import { collectionDocuments, collections } from '../../src/library/tables.ts'
import { introductionHtml, introductionText } from '../../src/platform/writing/prose.ts'
import { reordered } from '../../src/library/order.ts'
import { useHouse } from '../house.ts'
import { settle, type Town } from '../town.ts'
import { gathered, shelve } from './shelf.ts'

const house = useHouse()
let town: Town
let ids: string[]

beforeEach(async () => {
  town = await settle(house)
  const { id } = await town.initiativeAt('mobilisation', { visibility: 'public' })
  ids = []
  for (const title of ['Un', 'Deux', 'Trois']) ids.push((await shelve(house, id, { title, text: `texte ${title}` })).id)
})

const as = (place: keyof Town) => ({ as: (town[place] as { accountId: string }).accountId })
const coordinator = () => as('coordinator')
const order = async () =>
  (await house.db.select().from(collectionDocuments).orderBy(collectionDocuments.position)).map((row) => row.documentId)
const whats = async () => (await house.db.select().from(journal)).map(({ what }) => what)

describe('a collection', () => {
  test('is made, filled by search, by address and from a document’s place, put in order, thinned, edited, removed', async () => {
    const made = await house.post(
      '/collections',
      { title: 'Pour commencer', introduction: 'Lire **d’abord** ceci.' },
      coordinator(),
    )
    expect(made.to).toBe('/collections/pour-commencer')
    const page = made.to!
    const found = await house.get(`${page}?q=texte+deux`, coordinator())
    expect(found.body).toContain('Ajouter «\u00a0Deux\u00a0»')
    await house.post(`${page}/documents`, { document: ids[1]! }, coordinator())
    await house.post(`${page}/documents`, { document: `http://sillon.test/documents/${ids[0]}?x=1` }, coordinator())
    await house.post(`${page}/documents`, { document: ids[1]! }, coordinator())
    const [collection] = await house.db.select().from(collections)
    const placed = await house.post(
      `/library/documents/${ids[2]}`,
      { version: '1', isFeatured: 'on', transferTag: 'transfer', collections: collection!.id },
      coordinator(),
    )
    expect(placed.to).toBe(`/documents/${ids[2]}`)
    expect(await order()).toEqual([ids[1], ids[0], ids[2]])
    const [document] = await house.db.select().from(documents).where(eq(documents.id, ids[2]!))
    expect(document).toMatchObject({ isFeatured: true, transferTag: 'transfer', version: 2 })

    await house.post(`${page}/order`, { move: `up ${ids[2]}` }, coordinator())
    expect(await order()).toEqual([ids[1], ids[2], ids[0]])
    await house.post(`${page}/order`, { order: [ids[0]!, 'unknown', ids[1]!] }, coordinator())
    expect(await order()).toEqual([ids[0], ids[1], ids[2]])
    const { body } = await house.get(page)
    expect(body).toContain('Lire <strong>d’abord</strong> ceci.')
    expect(body.indexOf('>Un<')).toBeLessThan(body.indexOf('>Trois<'))
    expect(body).not.toContain('<form class="cluster together order"')

    await house.post(`${page}/documents/${ids[1]}/removal`, {}, coordinator())
    expect(await order()).toEqual([ids[0], ids[2]])
    await house.post(page, { version: '1', title: 'Pour finir', introduction: '' }, coordinator())
    expect((await house.get(page)).body).toContain('Pour finir')
    expect((await house.post(`${page}/removal`, {}, coordinator())).to).toBe('/collections')
    expect((await house.get(page)).status).toBe(404)
    expect(await house.db.select().from(documents)).toHaveLength(3)
    expect(await whats()).toEqual(
      expect.arrayContaining([
        'collection_added',
        'collection_filled',
        'document_placed',
        'collection_ordered',
        'collection_thinned',
        'collection_edited',
        'collection_removed',
      ]),
    )
  })

  test('keeps an address of its own, whatever others are called', async () => {
    for (const title of ['New', 'Même', 'Même']) await house.post('/collections', { title }, coordinator())
    const slugs = (await house.db.select().from(collections)).map(({ slug }) => slug)
    expect(slugs.sort()).toEqual(['meme', 'meme-2', 'new-2'])
  })

  test('is put before another', async () => {
    const [a, b] = [await gathered(house, 'a', [ids[0]!]), await gathered(house, 'b', [ids[1]!], { position: 1 })]
    await house.post('/collections/order', { move: `up ${b}` }, coordinator())
    const { body } = await house.get('/collections')
    expect(body.indexOf('Collection b')).toBeLessThan(body.indexOf('Collection a'))
    await house.post('/collections/order', { order: [a, b] }, coordinator())
    const again = await house.get('/collections')
    expect(again.body.indexOf('Collection a')).toBeLessThan(again.body.indexOf('Collection b'))
  })

  test('that is refused comes back with what was typed; of two who save, the second is told', async () => {
    await gathered(house, 'a', [ids[0]!])
    const long = await house.post('/collections', { title: '', introduction: 'déjà écrit' }, coordinator())
    expect(long.status).toBe(422)
    expect(long.body).toContain('déjà écrit')
    const unknown = await house.post('/collections/a/documents', { document: 'nowhere' }, coordinator())
    expect(unknown.status).toBe(422)
    expect(unknown.body).toContain('Aucun document n’a cette adresse')
    await house.post('/collections/a', { version: '1', title: 'Première' }, coordinator())
    const second = await house.post('/collections/a', { version: '1', title: 'Seconde' }, coordinator())
    expect(second.status).toBe(409)
    expect(second.body).toContain('Première')
    const place = { version: '1', transferTag: '' }
    await house.post(`/library/documents/${ids[0]}`, { ...place, isFeatured: 'on' }, coordinator())
    const late = await house.post(`/library/documents/${ids[0]}`, place, coordinator())
    expect(late.status).toBe(409)
    expect(late.body).toContain('Quelqu’un vient de modifier ce document')
  })

  test('is not for others to change', async () => {
    await gathered(house, 'a', [ids[0]!])
    for (const [path, fields] of [
      ['/collections', { title: 'x' }],
      ['/collections/order', { order: [] }],
      ['/collections/a', { version: '1', title: 'x' }],
      ['/collections/a/order', { order: [] }],
      ['/collections/a/removal', {}],
      ['/collections/a/documents', { document: ids[1]! }],
      [`/collections/a/documents/${ids[0]}/removal`, {}],
      [`/library/documents/${ids[0]}`, { version: '1' }],
    ] as const) {
      expect([path, (await house.post(path, fields as never, as('leadCarrier'))).status]).toEqual([path, 403])
      expect([path, (await house.post(path, fields as never)).status]).toEqual([path, 404])
    }
    expect(await order()).toEqual([ids[0]])
  })

  test('shows what is left when one of its documents is thrown away, in the same order when it comes back', async () => {
    await gathered(house, 'a', ids)
    const bin = (binnedAt: Date | null) =>
      house.db.commit((tx) => [tx.update(documents).set({ binnedAt }).where(eq(documents.id, ids[1]!))])
    await bin(house.now)
    expect((await house.get('/collections/a')).body).not.toContain('>Deux<')
    await house.post('/collections/a/order', { move: `up ${ids[2]}` }, coordinator())
    await bin(null)
    expect(await order()).toEqual([ids[2], ids[1], ids[0]])
  })
})

describe('an introduction', () => {
  test('is Markdown: what is written as HTML stays text, and no script comes by any way', () => {
    const html = introductionHtml(
      '# Titre\n\n<script>alert(1)</script> **gras** [lien](https://example.org) [mal](javascript:alert(1)) ![image](https://example.org/x.png) <a onclick="x">a</a>\n\n- un\n- deux\n\nhttps://example.org/y',
    )
    expect(html).toContain('<h2>Titre</h2>')
    expect(html).toContain('<strong>gras</strong>')
    expect(html).toContain('<a href="https://example.org" rel="noopener nofollow">lien</a>')
    expect(html).toContain('<li>un</li>')
    expect(html).toContain('&lt;script&gt;')
    expect(html).not.toMatch(/<script|<img|href="javascript|<a onclick/)
  })

  test('has its first words in a list, without signs', () => {
    expect(introductionText('## Bien\n\n**Lire** « l’avis » & <b>')).toBe('Bien Lire « l’avis » & <b>')
    expect(introductionText('mot '.repeat(200))).toMatch(/^(mot )+mot…$/)
  })
})

test('an order that is asked for keeps what it does not name, and leaves the ends where they are', () => {
  expect(reordered(['a', 'b', 'c'], { order: ['c', 'x', 'c'], move: undefined })).toEqual(['c', 'a', 'b'])
  expect(reordered(['a', 'b', 'c'], { order: [], move: 'down a' })).toEqual(['b', 'a', 'c'])
  expect(reordered(['a', 'b', 'c'], { order: [], move: 'up a' })).toEqual(['a', 'b', 'c'])
  expect(reordered(['a', 'b', 'c'], { order: [], move: 'down x' })).toEqual(['a', 'b', 'c'])
})
