import { createHash, randomBytes } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { documentRead } from '../../src/documents/reading.ts'
import { documents, documentVersions } from '../../src/documents/tables.ts'
import { searchableWords } from '../../src/documents/words.ts'
import { docx, pdf, photo } from '../platform/files/made.ts'
import { useHouse } from '../house.ts'
import { settle } from '../town.ts'
import { attachedHere, namesIn, readHere, storeOf } from './files-here.ts'

const house = useHouse(undefined, { onDisk: true })
const here = async () => (await (await settle(house)).initiativeAt('feedback')).id

test('a word inside a PDF and inside a DOCX is found in the words of the document', async () => {
  const initiative = await here()
  const one = await attachedHere(house, initiative, pdf(['Une fontaine à Québec']), 'a.pdf')
  const other = await attachedHere(house, initiative, docx(['La fontaine de l’Île-aux-Œufs']), 'b.docx')
  await house.work()
  expect(await readHere(house, one)).toMatchObject({
    version: { textState: 'read', pages: 1, scanState: 'unscanned', mediaType: 'application/pdf' },
    inside: 'une fontaine a quebec',
  })
  expect(await readHere(house, other)).toMatchObject({
    version: { textState: 'read', proposed: { title: 'Bilan de l’atelier', dated: '2024-05-06' } },
    text: { text: 'La fontaine de l’Île-aux-Œufs', words: 'la fontaine de l ile aux oeufs' },
    inside: 'la fontaine de l ile aux oeufs',
  })
})

test('what pages show is in the store, and nothing else is', async () => {
  const one = await attachedHere(house, await here(), pdf(['a', 'b']), 'a.pdf')
  await house.work()
  const { version } = await readHere(house, one)
  expect(version.previews).toHaveLength(2)
  expect(new Set(namesIn(house))).toEqual(new Set([version.file, version.thumbnail, ...version.previews!]))
})

test('a picture is kept without its place in the stead of what was sent; a second reading changes nothing', async () => {
  const one = await attachedHere(house, await here(), await photo(), 'a.jpg')
  const { version: before } = await readHere(house, one)
  await house.work()
  const { version } = await readHere(house, one)
  expect(version.file).not.toBe(before.file)
  const bytes = await storeOf(house).read(version.file!)
  expect(bytes.includes('SECRET')).toBe(false)
  expect(version).toMatchObject({
    file: createHash('sha256').update(bytes).digest('hex'),
    size: bytes.length,
    textState: 'none',
  })

  await house.db.commit((tx) => [
    tx.update(documentVersions).set({ textState: 'waiting' }).where(eq(documentVersions.id, one.versionId)),
  ])
  await again(one.versionId)
  expect((await readHere(house, one)).version).toEqual(version)
})

test('a picture whose place is kept on purpose stays as it was sent', async () => {
  const one = await attachedHere(house, await here(), await photo(), 'a.jpg', { keepsMetadata: true })
  const { version: before } = await readHere(house, one)
  await house.work()
  expect((await readHere(house, one)).version.file).toBe(before.file)
})

test('a file that breaks its reader is marked, and not read again', async () => {
  const one = await attachedHere(house, await here(), docx(['x']).subarray(0, 300), 'a.docx')
  await house.work()
  expect((await readHere(house, one)).version.textState).toBe('broken')
  expect(await again(one.versionId)).toBeUndefined()
})

test('a file that the store cannot give is tried again later, and stays waiting', async () => {
  const one = await attachedHere(house, await here(), pdf(['a']), 'a.pdf')
  const store = storeOf(house)
  await store.remove((await readHere(house, one)).version.file!)
  await expect(again(one.versionId)).rejects.toThrow('ENOENT')
  expect((await readHere(house, one)).version.textState).toBe('waiting')
})

test('a version that was purged meanwhile is nobody’s work', async () => {
  const one = await attachedHere(house, await here(), pdf(['a']), 'a.pdf')
  await house.db.commit((tx) => [tx.delete(documents).where(eq(documents.id, one.id))])
  expect(await again(one.versionId)).toBeUndefined()
})

test('as many words are kept as both databases can search', async () => {
  const initiative = await here()
  const different = Array.from({ length: 160_000 }, () => randomBytes(4).toString('hex')).join(' ')
  const chinese = Array.from({ length: 300_000 }, (_, n) => String.fromCodePoint(0x4e00 + (n % 20_000))).join(' ')
  const same = 'fontaine '.repeat(120_000)
  for (const text of [different, chinese, same]) {
    const one = await attachedHere(house, initiative, Buffer.from(text), 'a.txt')
    await house.work()
    const { version, inside } = await readHere(house, one)
    expect(version.textState).toBe('read')
    expect(inside.length).toBeGreaterThan(20_000)
  }
  expect(searchableWords(same).length).toBeLessThanOrEqual(400_000)
})

const again = (version: string) =>
  documentRead({ db: house.db, storage: storeOf(house), log: { warn: () => {} } as never })({ version })
