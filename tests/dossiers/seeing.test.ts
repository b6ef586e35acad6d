import { Readable } from 'node:stream'
import { beforeEach, expect, test } from 'vitest'
import { useHouse } from '../house.ts'
import { type Place, settle, type Settled, type Town } from '../town.ts'
import { attach } from './papers.ts'
import { taken } from './taking.ts'

const house = useHouse()
let town: Town
let one: Settled

beforeEach(async () => {
  town = await settle(house)
  one = await town.initiativeAt('feedback', { visibility: 'public' })
  for (const visibility of ['public', 'network', 'community', 'team', 'restricted'] as const) {
    await attach(house, one.id, { title: `Pièce ${visibility}`, visibility })
  }
  await attach(house, one.id, { title: 'Pièce nommée', visibility: 'restricted', namedRoles: ',funder,' })
  await attach(house, one.id, { title: 'Pièce jetée', visibility: 'public', binnedAt: house.now })
})

const all = ['Pièce public', 'Pièce network', 'Pièce community', 'Pièce team', 'Pièce restricted', 'Pièce nommée']
const seen: [Place | 'visitor', string[]][] = [
  ['visitor', all.slice(0, 1)],
  ['member', all.slice(0, 2)],
  ['formerPartner', all.slice(0, 2)],
  ['taker', all.slice(0, 4)],
  ['supportPartner', all.slice(0, 4)],
  ['funder', [...all.slice(0, 4), 'Pièce nommée']],
  ['carrier', all],
  ['coordinator', all],
]

test.each(seen)(
  'the dossier of a %s has the documents they may see: no file, title or count of another',
  async (who, titles) => {
    const as = who === 'visitor' ? undefined : town[who].accountId
    const archive = await taken(house, `/initiatives/${one.slug}/dossier.zip`, as)
    const { body } = await house.get(`/initiatives/${one.slug}/dossier`, { as })
    for (const words of [archive.words, body]) {
      expect([...all, 'Pièce jetée'].filter((title) => words.includes(title))).toEqual(titles)
    }
    expect(Object.keys(archive.files).filter((path) => path.startsWith('documents/'))).toHaveLength(titles.length)
    expect(body).toContain(titles.length > 1 ? `${titles.length} fichiers` : '1 fichier<')
  },
)

test('what may not be seen has no dossier', async () => {
  one = await town.initiativeAt('feedback', { visibility: 'restricted' })
  for (const path of ['dossier', 'dossier.zip']) {
    const { status, body } = await house.get(`/initiatives/${one.slug}/${path}`, { as: town.taker.accountId })
    expect([status, body.includes('Épicerie solidaire mobile')]).toEqual([404, false])
  }
})

test('whoever leaves in the middle stops the reading', async () => {
  const files = { opened: 0, closed: 0 }
  for (let n = 0; n < 5; n++) await attach(house, one.id, { title: `Film ${n}`, mediaType: 'video/mp4', bytes: 'x' })
  house.storage.stream = () => {
    files.opened++
    // As long as anybody listens.
    const endless = new Readable({ read: () => void endless.push(Buffer.alloc(65_536)) })
    endless.once('close', () => files.closed++)
    return Promise.resolve(endless)
  }
  const leaving = new AbortController()
  const answer = await fetch(`${house.origin}/initiatives/${one.slug}/dossier.zip`, { signal: leaving.signal })
  const reader = answer.body!.getReader()
  while (files.opened === 0) await reader.read()
  leaving.abort()
  await reader.closed.catch(() => {})
  await expect.poll(() => files.closed).toBe(1)
  expect(files.opened).toBe(1)
})
