import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, test } from 'vitest'
import { documentFaults } from '../../src/documents/derived.ts'
import { isFoundBy } from '../../src/documents/finding.ts'
import { documents, documentSearch, documentTexts, documentVersions } from '../../src/documents/tables.ts'
import { initiativeProofs, initiatives } from '../../src/initiatives/tables.ts'
import { knowledgeContributions } from '../../src/knowledge/tables.ts'
import type { Writer } from '../../src/platform/db/database.ts'
import { useHouse } from '../house.ts'
import { read, shelve, version } from '../library/shelf.ts'
import { type Settled, settle } from '../town.ts'

const house = useHouse()
let one: Settled
let other: Settled
let letter: { id: string; versionId: string }

beforeEach(async () => {
  const town = await settle(house)
  one = await town.initiativeAt('mobilisation')
  other = await town.initiativeAt('emergence')
  letter = await shelve(house, one.id, { kind: 'letter_of_support', title: 'Lettre d’appui', text: 'nous appuyons' })
  await shelve(house, one.id, { kind: 'guide', licence: 'cc_by', text: 'un mode d’emploi' })
  await shelve(house, other.id, { kind: 'photo' })
  await house.db.commit((tx) => [
    tx.insert(knowledgeContributions).values(contribution('k1')),
    tx.insert(knowledgeContributions).values({ ...contribution('k2'), kind: 'professional' }),
  ])
})

const contribution = (id: string) => ({
  id,
  initiativeId: one.id,
  kind: 'experiential' as const,
  brought: 'Des récits',
  contributedOn: '2026-02-01',
  capacity: 'carrier' as const,
  recordedAt: house.now,
})
const foundBy = async (words: string) =>
  (await house.db.select({ id: documents.id }).from(documents).where(isFoundBy(words))).map(({ id }) => id)

describe('the words by which documents are found, and what they prove', () => {
  test('are those that anybody would read and count anew', async () => {
    expect(await documentFaults(house.db)).toEqual([])
    const [proofs] = await house.db.select().from(initiativeProofs).where(eq(initiativeProofs.initiativeId, one.id))
    expect(proofs).toMatchObject({ agreements: 1, guides: 1, knowledgeKinds: 2 })
    expect(await foundBy('appuyons')).toEqual([letter.id])
  })

  const isLetter = () => eq(documents.id, letter.id)
  const second = (tx: Writer) => [
    tx.insert(documentVersions).values(version('v2', letter.id, 2, house.now)),
    tx.update(documents).set({ currentVersionId: 'v2' }).where(isLetter()),
  ]
  const changes: Record<string, (tx: Writer) => PromiseLike<unknown>[]> = {
    'a document is described otherwise': (tx) => [tx.update(documents).set({ searchText: 'autre' }).where(isLetter())],
    'another version replaces it, not yet read': second,
    'another version was read before it replaces it': (tx) => {
      const [added, shown] = second(tx)
      return [added!, tx.insert(documentTexts).values(read('v2', letter.id, 'enfin lue')), shown!]
    },
    'the version that replaced it is read': (tx) => [
      ...second(tx),
      tx.insert(documentTexts).values(read('v2', letter.id, 'enfin lue')),
    ],
    'an old version is read': (tx) => [
      ...second(tx),
      tx.update(documentTexts).set({ words: 'vieux mots' }).where(eq(documentTexts.versionId, letter.versionId)),
    ],
    'a text is read again': (tx) => [tx.update(documentTexts).set({ words: 'relu' })],
    'a text is forgotten': (tx) => [tx.delete(documentTexts).where(eq(documentTexts.documentId, letter.id))],
    'a document goes to the bin': (tx) => [tx.update(documents).set({ binnedAt: house.now })],
    'a document comes back from the bin': (tx) => [
      tx.update(documents).set({ binnedAt: house.now }),
      tx.update(documents).set({ binnedAt: null }),
    ],
    'a document is purged': (tx) => [tx.delete(documents).where(isLetter())],
    'a kind, a level and a licence change': (tx) => [
      tx.update(documents).set({ kind: 'guide', visibility: 'public', licence: 'cc0' }),
    ],
    'a document goes to another initiative': (tx) => [tx.update(documents).set({ initiativeId: other.id })],
    'a contribution is withdrawn': (tx) => [tx.update(knowledgeContributions).set({ withdrawnAt: house.now })],
    'an initiative is removed with all that is on it': (tx) => [
      tx.delete(initiatives).where(eq(initiatives.id, one.id)),
    ],
  }
  for (const [name, change] of Object.entries(changes)) {
    test(`stay so when ${name}`, async () => {
      await house.db.commit(change)
      expect(await documentFaults(house.db)).toEqual([])
    })
  }

  test('are those of the version that is shown', async () => {
    await house.db.commit((tx) => [
      ...second(tx),
      tx.insert(documentTexts).values(read('v2', letter.id, 'tout autrement')),
    ])
    expect(await foundBy('appuyons')).toEqual([])
    expect(await foundBy('autrement')).toEqual([letter.id])
  })

  test('that do not hold are told: the check can fail', async () => {
    await house.db.commit((tx) => [
      tx.update(initiativeProofs).set({ guides: 7 }).where(eq(initiativeProofs.initiativeId, one.id)),
      tx.update(documentSearch).set({ inside: 'faux' }).where(eq(documentSearch.documentId, letter.id)),
    ])
    expect(await documentFaults(house.db)).toEqual([
      `document_search of ${letter.id} holds other words inside`,
      `initiative_proofs of ${one.id} holds 1 7 2, which is 1 1 2`,
    ])
    await house.db.commit((tx) => [tx.delete(documentSearch).where(eq(documentSearch.documentId, letter.id))])
    expect(await documentFaults(house.db)).toContain(`document_search lacks ${letter.id}`)
  })
})
