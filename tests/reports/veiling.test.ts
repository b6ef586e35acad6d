import { createHash } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { strFromU8, unzipSync } from 'fflate'
import { beforeEach, describe, expect, test } from 'vitest'
import { visitor } from '../../src/domain/viewer.ts'
import type { Visibility } from '../../src/domain/visibility.ts'
import { initiatives } from '../../src/initiatives/tables.ts'
import { behind } from '../../src/figures/slices.ts'
import { reportVersions } from '../../src/reports/tables.ts'
import { veiled } from '../../src/reports/veiling.ts'
import { useHouse } from '../house.ts'
import { key } from '../initiatives/forms.ts'
import { type Place, settle, type Settled, type Town } from '../town.ts'
import { published } from './published.ts'
import { taken } from './taking.ts'

const house = useHouse()
const nameless = 'initiative qui n’est plus visible'
let town: Town
let hidden: Settled
let slug: string
let page: string

beforeEach(async () => {
  town = await settle(house)
  hidden = await town.initiativeAt('mobilisation', {
    title: 'Refuge du Nord',
    visibility: 'public',
    since: '2025-05-01',
  })
  await town.initiativeAt('mobilisation', { title: 'Cuisine de quartier', visibility: 'public', since: '2025-05-01' })
  slug = await published(house, town.coordinator, { sight: 'public' })
  page = `/reports/${slug}/versions/1`
})

const as = (who?: Place) => (who ? { as: town[who].accountId } : {})
const change = (set: Partial<typeof initiatives.$inferInsert>) =>
  house.db.commit((tx) => [tx.update(initiatives).set(set).where(eq(initiatives.id, hidden.id))])
const become = (visibility: Visibility) => change({ visibility })
const linkTo = async () => {
  const fields = { number: '1', label: 'Fondation', days: '30', once: key() }
  const { body } = await house.post(`/reports/${slug}/links`, fields, as('coordinator'))
  return /sillon\.test(\/r\/[\w-]+)/.exec(body)![1]!
}
const csv = 'file.csv?table=annex.annex'

/** Whether the initiative is named, and whether its row stands without a name. */
async function told(path: string, who?: Place) {
  const { status, body } = await house.get(path, as(who))
  expect([path, status]).toEqual([path, 200])
  expect(body).toContain('Cuisine de quartier')
  return { isNamed: /Refuge du Nord|refuge-du-nord/i.test(body), isNameless: body.includes(nameless) }
}

describe('an initiative that was hidden since a report was published', () => {
  test('is named in it while it is visible, and no more once it is not: page, table, JSON, link', async () => {
    const link = await linkTo()
    const paths = [page, `${page}/${csv}`, link, `${link}/${csv}`]
    for (const path of paths) expect(await told(path)).toEqual({ isNamed: true, isNameless: false })
    await become('team')
    for (const path of paths) expect(await told(path)).toEqual({ isNamed: false, isNameless: true })
    for (const path of [page, link]) {
      expect((await house.get(`${path}/file.json`)).body).not.toMatch(/Refuge du Nord|refuge-du-nord/)
      expect((await house.get(`${path}/file.pdf`)).status).toBe(200)
      for (const file of ['file.xlsx', 'file.csv']) {
        const { bytes } = await taken(house, `${path}/${file}`)
        const words = Object.values(unzipSync(bytes)).map((one) => strFromU8(one))
        expect([file, words.join().includes('Refuge du Nord')]).toEqual([file, false])
        expect([file, words.join().includes(nameless)]).toEqual([file, true])
      }
    }
    expect((await house.get(page)).body).toContain('1 initiative n’est plus visible')
    expect((await house.get(link)).body).toContain('1 initiative n’est plus visible')
  })

  test('is named to those who see it still, and to nobody by a link, whoever opens it', async () => {
    await become('team')
    const link = await linkTo()
    for (const who of ['coordinator', 'carrier', 'taker'] as const) {
      expect([who, await told(page, who)]).toEqual([who, { isNamed: true, isNameless: false }])
      expect([who, await told(link, who)]).toEqual([who, { isNamed: false, isNameless: true }])
    }
    expect(await told(page, 'member')).toEqual({ isNamed: false, isNameless: true })
  })

  test('is neither named behind a figure nor proposed to ask about', async () => {
    await become('team')
    for (const [who, isNamed] of [
      ['member', false],
      ['carrier', true],
    ] as const) {
      for (const path of [`${page}/initiatives?slice=stock`, `/reports/${slug}/questions/new?version=1`]) {
        const { status, body } = await house.get(path, as(who))
        expect([who, path, status, body.includes('Refuge du Nord')]).toEqual([who, path, 200, isNamed])
      }
    }
  })

  test('stays in what is kept, byte for byte, and its hash says so', async () => {
    const [before] = await house.db.select().from(reportVersions)
    await become('restricted')
    await told(page)
    const [kept] = await house.db.select().from(reportVersions)
    expect(kept).toEqual(before)
    expect(kept!.content).toContain('Refuge du Nord')
    const { body } = await house.get(`${page}/file.json`, as('coordinator'))
    expect(createHash('sha256').update(body).digest('hex')).toBe(kept!.hash)
    const veiled = JSON.parse((await house.get(`${page}/file.json`)).body) as { hidden: number }
    expect(veiled.hidden).toBe(1)
  })

  test('that was merged is named where the one it was merged into is seen', async () => {
    const into = await town.initiativeAt('mobilisation', { title: 'Cuisine de quartier', visibility: 'public' })
    await change({ mergedIntoId: into.id })
    expect(await told(page)).toEqual({ isNamed: true, isNameless: false })
    await become('team')
    expect(await told(page)).toEqual({ isNamed: false, isNameless: true })
    expect(await told(page, 'coordinator')).toEqual({ isNamed: true, isNameless: false })
    await become('public')
    await house.db.commit((tx) => [
      tx.update(initiatives).set({ visibility: 'restricted' }).where(eq(initiatives.id, into.id)),
    ])
    expect(await told(page)).toEqual({ isNamed: false, isNameless: true })
  })

  test('is looked for among more of them than a statement has places', async () => {
    const many = Array.from({ length: 70_000 }, (_, n) => ({
      id: n === 0 ? hidden.id : `i${n}`,
      slug: n === 0 ? hidden.slug : `i${n}`,
      title: 'Une parmi d’autres',
      stage: 'mobilisation' as const,
      status: 'active' as const,
      stageSince: '2025-05-01',
      endingKind: null,
    }))
    const shown = await veiled(house.db, visitor, '2026-03-02', { sections: [], initiatives: many })
    expect(shown.hidden).toBe(69_999)
    expect(shown.content.initiatives.filter(({ title }) => title !== '').map(({ slug }) => slug)).toEqual([hidden.slug])
    const figure = await behind(house.db, visitor, '2026-03-02', 'stock', many)
    expect([figure.shown.length, figure.hidden]).toEqual([1, 69_999])
  })

  test('that is there no more is not named', async () => {
    await house.db.commit((tx) => [tx.delete(initiatives).where(eq(initiatives.id, hidden.id))])
    expect(await told(page, 'coordinator')).toEqual({ isNamed: false, isNameless: true })
  })
})
