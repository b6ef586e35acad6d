import { beforeEach, describe, expect, test } from 'vitest'
import type Connection from 'better-sqlite3'
import { stages } from '../../src/domain/lifecycle.ts'
import { useHouse } from '../house.ts'
import { settle, type Town } from '../town.ts'
import { titlesOn } from './forms.ts'

const house = useHouse()
let town: Town
beforeEach(async () => {
  town = await settle(house)
})
const titled = (n: number) => `Initiative no ${String(n).padStart(3, '0')}`
const moreIn = (body: string) =>
  [...body.matchAll(/<li class="more"><a href="([^"]+)"/g)].map(([, link]) => link!.replaceAll('&amp;', '&'))

describe('a long column', () => {
  // Twins by threes: the same instant, the same day, the same title.
  beforeEach(async () => {
    for (let n = 0; n < 65; n++)
      await town.initiativeAt('mobilisation', {
        title: titled(n >> 1),
        since: `2025-12-${String(1 + (n % 5)).padStart(2, '0')}`,
        changedAt: new Date(house.now.getTime() - (n % 3) * 1000),
        team: false,
      })
  })
  const as = () => town.member.accountId

  test.each(['recent', 'age', 'title'])('shows everything exactly once, by %s', async (sort) => {
    const slugs: string[] = []
    let link: string | undefined = `/?sort=${sort}`
    for (let page = 0; link; page++) {
      const { body } = await house.get(link, { as: as(), htmx: page > 0 })
      const shown = [...body.matchAll(/id="card-([^"]+)"/g)].map(([, slug]) => slug!)
      expect(shown.length).toBe(page < 3 ? 20 : 5)
      slugs.push(...shown)
      link = moreIn(body)[0]
    }
    expect([slugs.length, new Set(slugs).size]).toEqual([65, 65])
  })

  test.each(['recent', 'age', 'title'])('shows everything exactly once as a list, by %s', async (sort) => {
    for (const view of ['list', 'table']) {
      const first = await house.get(`/?view=${view}&sort=${sort}`, { as: as() })
      const next = /<a class="button" href="([^"]+)">Suivantes/.exec(first.body)![1]!.replaceAll('&amp;', '&')
      const second = await house.get(next, { as: as() })
      const links = [first, second].flatMap(({ body }) =>
        [...body.matchAll(/<a href="(\/initiatives\/[^"?/]+)">/g)].map(([, href]) => href!),
      )
      expect([links.length, new Set(links).size]).toEqual([65, 65])
      const titles = [...titlesOn(first.body), ...titlesOn(second.body)]
      if (sort === 'title') expect(titles).toEqual(titles.toSorted())
    }
  })

  test('gives its next cards alone under htmx, and a whole page without', async () => {
    const [link] = moreIn((await house.get('/', { as: as() })).body)
    const part = await house.get(link!, { as: as(), htmx: true })
    expect(part.body).not.toMatch(/<html|<main|<section|<title/)
    expect(part.body.trim()).toMatch(/^<li class="card"/)
    const whole = await house.get(link!, { as: as() })
    expect(whole.body).toContain('<html')
    expect(whole.body).toContain('id="count-mobilisation">65<')
  })

  test('does not shift when somebody changes one between two pages', async () => {
    const first = await house.get('/?sort=title', { as: as() })
    const [link] = moreIn(first.body)
    await town.initiativeAt('mobilisation', { title: 'Aaa', team: false })
    const second = await house.get(link!, { as: as(), htmx: true })
    const slugs = [first, second].flatMap(({ body }) =>
      [...body.matchAll(/id="card-([^"]+)"/g)].map(([, slug]) => slug),
    )
    expect(new Set(slugs).size).toBe(40)
  })
})

describe('the median age', () => {
  const median = async (as?: string) =>
    /id="stage-feedback"[\s\S]*?<header[\s\S]*?<p>([^<]*)<\/p>/
      .exec((await house.get('/', { as })).body)![1]!
      .replaceAll('\u00a0', ' ')

  test('is that of the middle one, by hand', async () => {
    for (const since of ['2026-02-28', '2026-02-20', '2026-02-10', '2025-03-02', '2020-01-01'])
      await town.initiativeAt('feedback', { since, visibility: 'public' })
    expect(await median()).toContain('20 jours')
  })

  test('is that of the younger of the two middle ones when they are even', async () => {
    for (const since of ['2026-02-28', '2026-02-20', '2026-02-10', '2025-03-02'])
      await town.initiativeAt('feedback', { since, visibility: 'public' })
    expect(await median()).toContain('10 jours')
  })

  test('is not changed by what the reader may not see, nor by what has ended', async () => {
    await town.initiativeAt('feedback', { since: '2026-02-20', visibility: 'public' })
    await town.initiativeAt('feedback', { since: '2020-01-01', visibility: 'restricted' })
    await town.initiativeAt('feedback', { since: '2020-01-01', visibility: 'restricted' })
    await town.initiativeAt('feedback', { since: '2020-01-01', visibility: 'public', status: 'discontinued' })
    expect(await median()).toContain('10 jours')
    expect(await median(town.member.accountId)).toContain('10 jours')
    expect(await median(town.coordinator.accountId)).toContain('6 ans')
  })
})

test.each(['', '?view=list', '?view=table'])(
  'the board asks the database no more often for fifty than for four: /%s',
  async (query) => {
    // Always after something was written: how much is kept from the last time depends on what others write.
    const once = async () => {
      await town.initiativeAt('emergence', { team: false })
      return (await counted(() => house.get(`/${query}`, { as: town.carrier.accountId }))).statements
    }
    // Of three: open pages are told of what was just done, and that reading is not the page's.
    const ask = async () => Math.min(await once(), await once(), await once())
    for (const stage of stages) await town.initiativeAt(stage)
    await ask()
    const few = await ask()
    for (let n = 0; n < 46; n++) await town.initiativeAt(stages[n % 4]!, { title: titled(n) })
    expect(await ask()).toBe(few)
    expect(few).toBeLessThan(40)
  },
)

/** Statements sent while something is done: what drizzle hands to the driver is counted at the driver. */
async function counted<T>(body: () => Promise<T>): Promise<{ result: T; statements: number }> {
  const { raw } = house.db as unknown as { raw: Record<string, (...given: unknown[]) => unknown> & Connection.Database }
  const name = typeof raw.prepare === 'function' ? 'prepare' : 'query'
  const original = raw[name] as (...given: unknown[]) => unknown
  let statements = 0
  Object.assign(raw, {
    [name]: (...given: unknown[]) => {
      statements++
      return original.apply(raw, given)
    },
  })
  const result = await body().finally(() => Object.assign(raw, { [name]: original }))
  return { result, statements }
}
