import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, test } from 'vitest'
import {
  type Branch,
  countsOf,
  everyone,
  familyOf,
  generationsIn,
  type Relative,
} from '../../src/adoptions/lineage-family.ts'
import { drawingOf, linesOf } from '../../src/adoptions/lineage-drawing.ts'
import { relativesOf } from '../../src/adoptions/lineage-queries.ts'
import { visitor } from '../../src/domain/viewer.ts'
import { initiatives } from '../../src/initiatives/tables.ts'
import { useHouse } from '../house.ts'
import { settle, type Settled, type Town, type Wanted } from '../town.ts'
import { adopted, planted } from './adopted.ts'

const one = (id: string, parentId: string | null = null): Relative => ({
  id,
  slug: id,
  title: `Initiative ${id}`,
  stage: 'appropriation',
  status: 'active',
  parentId,
  places: [],
})

// a ── b ── d ── f        a: 2 offspring, 6 descendants, 3 generations
//  │    └── e
//  └── c ── g
const seven = [one('a'), one('b', 'a'), one('c', 'a'), one('d', 'b'), one('e', 'b'), one('f', 'd'), one('g', 'c')]
const shape = ({ relative, offspring }: Branch): string =>
  relative.id + (offspring.length > 0 ? `(${offspring.map(shape).join(' ')})` : '')

describe('a family', () => {
  test.each(['a', 'b', 'f', 'g'])('is the same tree seen from %s', (id) => {
    expect(shape(familyOf(seven, id)!)).toBe('a(b(d(f) e) c(g))')
  })

  test.each([
    ['a', 2, 6, 3],
    ['b', 2, 3, 2],
    ['c', 1, 1, 1],
    ['f', 0, 0, 0],
  ])('of %s counts %i at first hand, %i in all, over %i generations', (id, offspring, descendants, generations) => {
    const family = familyOf(seven, id)!
    expect(countsOf(family, id)).toEqual({ offspring, descendants, generations })
    expect([everyone(family).length, generationsIn(family)]).toEqual([7, 4])
  })

  test('without one between two others falls into two', () => {
    const seen = seven.filter(({ id }) => id !== 'b')
    expect(shape(familyOf(seen, 'a')!)).toBe('a(c(g))')
    expect(shape(familyOf(seen, 'f')!)).toBe('d(f)')
    expect(shape(familyOf(seen, 'e')!)).toBe('e')
  })

  test('that closes in a circle is cut, each in it once', () => {
    const circle = [one('a', 'c'), one('b', 'a'), one('c', 'b')]
    expect(
      everyone(familyOf(circle, 'a')!)
        .map(({ id }) => id)
        .toSorted(),
    ).toEqual(['a', 'b', 'c'])
    expect(shape(familyOf([one('a', 'a')], 'a')!)).toBe('a')
  })

  test('is drawn without one box on another', () => {
    const { nodes, lines, box, width, height } = drawingOf(familyOf(seven, 'a')!)
    expect([nodes.length, lines.length]).toEqual([7, 6])
    for (const [n, node] of nodes.entries()) {
      expect(node.x >= 0 && node.y >= 0 && node.x + box.width <= width && node.y + box.height <= height).toBe(true)
      for (const other of nodes.slice(n + 1)) {
        expect(Math.abs(node.x - other.x) >= box.width || Math.abs(node.y - other.y) >= box.height).toBe(true)
      }
    }
  })

  test('has titles of two lines at most', () => {
    expect(linesOf({ title: 'Jardin' })).toEqual(['Jardin'])
    const long = linesOf({ title: 'Un très long titre qui ne tient pas sur une ligne ni même sur les deux que voici' })
    expect(long).toHaveLength(2)
    expect(long.every((line) => line.length <= 27)).toBe(true)
    expect(linesOf({ title: 'x'.repeat(60) })[0]).toHaveLength(27)
  })
})

describe('the page of a family', () => {
  const house = useHouse()
  let town: Town

  beforeEach(async () => {
    town = await settle(house)
  })

  async function born(title: string, parent?: Settled, wanted: Wanted = {}) {
    const child = await town.initiativeAt('appropriation', { title, visibility: 'public', ...wanted })
    if (parent)
      await house.db.commit((tx) => [
        tx.update(initiatives).set({ parentId: parent.id }).where(eq(initiatives.id, child.id)),
      ])
    return child
  }
  const page = async ({ slug }: Settled, as?: string) =>
    (await house.get(`/initiatives/${slug}/lineage`, as ? { as } : {})).body

  test('shows each with its stage, marks the present one, and counts how far all spread', async () => {
    const [a, places] = [await born('Aïeule'), await planted(house)]
    const b = await born('Fille', a)
    const c = await born('Petite-fille', b)
    const it = { takerId: town.funder.actorId }
    await adopted(house, { ...it, initiativeId: a.id, territoryId: places.lachute.id })
    await adopted(house, { ...it, initiativeId: c.id, territoryId: places.montreal.id })
    await adopted(house, { ...it, initiativeId: b.id, territoryId: places.montreal.id, takerId: town.taker.actorId })
    await adopted(house, { ...it, initiativeId: b.id, territoryId: places.geneva.id, isConfirmed: false })
    await adopted(house, { ...it, initiativeId: b.id, territoryId: places.geneva.id, visibility: 'team' })
    const body = await page(b)
    for (const title of ['Aïeule', 'Fille', 'Petite-fille']) expect(body).toContain(title)
    expect(body).toContain('aria-current="true"')
    expect(body).toContain('3 adoptions intégrées')
    expect(body).toContain('dans 2 territoires')
    expect(body).not.toContain('style=')
    expect((await house.get(`/initiatives/${a.slug}`)).body).toContain(`/initiatives/${a.slug}/lineage`)
  })

  test('says nothing of a hidden one between two that are seen', async () => {
    const a = await born('Aïeule')
    const hidden = await born('Cachée', a, { visibility: 'restricted' })
    const c = await born('Petite-fille', hidden)
    expect(await page(a)).not.toMatch(/Cachée|Petite-fille/)
    expect(await page(c)).not.toMatch(/Cachée|Aïeule/)
    expect((await house.get(`/initiatives/${a.slug}`)).body).not.toContain('/lineage')
    const whole = await page(c, town.coordinator.accountId)
    for (const title of ['Aïeule', 'Cachée', 'Petite-fille']) expect(whole).toContain(title)
    expect((await house.get(`/initiatives/${hidden.slug}/lineage`)).status).toBe(404)
  })

  test('ends also where rows close in a circle', async () => {
    const a = await born('Aïeule')
    const b = await born('Fille', a)
    await house.db.commit((tx) => [tx.update(initiatives).set({ parentId: b.id }).where(eq(initiatives.id, a.id))])
    const found = await relativesOf(house.db, visitor, '2026-03-10', a.id)
    expect(found.map(({ id }) => id).toSorted()).toEqual([a.id, b.id].toSorted())
    expect(await page(a)).toContain('Fille')
  })

  test('offers to begin one that comes of it, to whoever may', async () => {
    const a = await born('Aïeule')
    expect(await page(a)).not.toContain('/initiatives/new?parent=')
    expect(await page(a, town.member.accountId)).toContain(`/initiatives/new?parent=${a.slug}`)
  })
})
