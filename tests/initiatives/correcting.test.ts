import { beforeEach, describe, expect, test } from 'vitest'
import { correct } from '../../src/initiatives/corrections.ts'
import type { MoveRow } from '../../src/initiatives/queries.ts'
import { CorrectionInput } from '../../src/initiatives/schema.ts'
import { useHouse } from '../house.ts'
import { settle, type Settled, type Town } from '../town.ts'
import { at, deedsOn, key, movesOf, problemAt, rowOf, typedIn, versionOf } from './forms.ts'

const house = useHouse()
let town: Town
let one: Settled
let page: string
let start: MoveRow
let first: MoveRow
let last: MoveRow

// Began on 2025-06-29, mobilisation since 2025-10-07, feedback since 2026-01-15.
beforeEach(async () => {
  town = await settle(house)
  one = await town.initiativeAt('feedback')
  page = `/initiatives/${one.slug}`
  ;[start, first, last] = (await movesOf(house, one.slug)) as [MoveRow, MoveRow, MoveRow]
})
const post = async (move: MoveRow, fields: Record<string, string>, as = town.carrier.accountId, htmx = false) =>
  house.post(
    `${page}/moves/${move.id}/corrections`,
    { reason: 'Le bail dit autre chose', version: await versionOf(house, one.slug), once: key(), ...fields },
    { as, htmx },
  )

describe('a correction', () => {
  test('supersedes: ages change, and nothing else; the wrong row stays as it was', async () => {
    const before = await rowOf(house, one.slug)
    expect((await post(last, { effectiveOn: '2026-02-01' })).to).toBe(page)
    const after = await rowOf(house, one.slug)
    expect(after).toEqual({ ...before, stageSince: '2026-02-01', version: 2, changedAt: house.now })
    const rows = await movesOf(house, one.slug)
    expect(rows).toHaveLength(4)
    expect(rows.find(({ id }) => id === last.id)).toEqual(last)
    expect(rows.find(({ supersedesId }) => supersedesId === last.id)).toMatchObject({
      event: 'advance',
      sequence: last.sequence,
      effectiveOn: '2026-02-01',
      reason: 'Le bail dit autre chose',
      capacity: 'carrier',
    })
    expect(await deedsOn(house, one.id)).toEqual(['corrected as carrier'])
  })

  test('shows what it corrects on the timeline, day and all', async () => {
    await post(last, { effectiveOn: '2026-02-01' })
    const { body } = await house.get(page, { as: town.member.accountId })
    expect(body).toMatch(/<del>[^<]*15 janvier 2026/)
    expect(body).toContain('<time datetime="2026-02-01">')
  })

  test('of the first row is shown too, and may move its beginning', async () => {
    await post(start, { effectiveOn: '2025-05-01' })
    expect(await rowOf(house, one.slug)).toMatchObject({ stageSince: '2026-01-15', statusSince: '2025-05-01' })
    expect((await house.get(page, { as: town.member.accountId })).body).toMatch(/<del>[^<]*29 juin 2025/)
  })

  test('may be corrected again: both wrong days stay readable', async () => {
    await post(last, { effectiveOn: '2026-02-01' })
    const second = (await movesOf(house, one.slug)).find(({ supersedesId }) => supersedesId === last.id)!
    await post(second, { effectiveOn: '2026-02-10', reason: 'Encore' })
    expect((await rowOf(house, one.slug)).stageSince).toBe('2026-02-10')
    const { body } = await house.get(page, { as: town.member.accountId })
    expect(body).toContain('15 janvier 2026')
    expect(body).toContain('1er février 2026')
    const again = await post(last, { effectiveOn: '2026-02-20' })
    expect(again.status).toBe(404)
  })

  test.each([
    ['2025-06-28', 'précède le passage précédent', '29 juin 2025'],
    ['2026-01-16', 'suit le passage suivant', '15 janvier 2026'],
    ['2026-03-03', 'dans l’avenir', ''],
  ])('keeps the order of moves: %s is refused with the neighbour’s day', async (effectiveOn, said, day) => {
    for (const htmx of [false, true]) {
      const { status, body } = await post(first, { effectiveOn }, town.carrier.accountId, htmx)
      expect(status).toBe(422)
      expect(problemAt(body, 'effectiveOn')).toEqual({ said: expect.stringContaining(said), isLinked: true })
      expect(problemAt(body, 'effectiveOn').said).toContain(day)
      expect([typedIn(body, 'effectiveOn'), typedIn(body, 'reason')]).toEqual([effectiveOn, 'Le bail dit autre chose'])
    }
  })

  test.each(['2025-06-29', '2026-01-15'])('may come to the very day of a neighbour: %s', async (effectiveOn) => {
    expect((await post(first, { effectiveOn })).status).toBe(303)
  })

  test('that corrects nothing is refused', async () => {
    const { status, body } = await post(last, { effectiveOn: last.effectiveOn, reason: last.reason || '' })
    expect([status, problemAt(body, last.reason ? 'effectiveOn' : 'reason').isLinked]).toEqual([422, true])
  })

  test.each(['funder', 'supportPartner', 'taker', 'member'] as const)('is not for: %s', async (who) => {
    const as = town[who].accountId
    expect((await post(last, { effectiveOn: '2026-02-01' }, as)).status).toBe(403)
    expect((await house.get(`${page}/moves/${last.id}/corrections/new`, { as })).status).toBe(403)
  })

  test('of a move of another initiative is not found', async () => {
    const other = await town.initiativeAt('feedback', { title: 'Autre' })
    const [, , theirs] = await movesOf(house, other.slug)
    expect((await post(theirs!, { effectiveOn: '2026-02-01' })).status).toBe(404)
  })
})

describe('two corrections at once', () => {
  test('one stands, the other is told (409) and keeps what was typed', async () => {
    const fields = (effectiveOn: string) => ({ effectiveOn, reason: `Vers ${effectiveOn}`, version: '1', once: key() })
    const answers = await Promise.all(
      ['2026-02-01', '2026-02-02'].map((day) =>
        house.post(`${page}/moves/${last.id}/corrections`, fields(day), { as: town.carrier.accountId }),
      ),
    )
    expect(answers.map(({ status }) => status).filter((status) => status === 303)).toHaveLength(1)
    expect(await movesOf(house, one.slug)).toHaveLength(4)
  })

  test('from a page opened before a move: 409, and saving again from there succeeds', async () => {
    await post(first, { effectiveOn: '2025-10-01' })
    const refused = await post(last, { effectiveOn: '2026-02-01', version: '1' })
    expect(refused.status).toBe(409)
    expect(typedIn(refused.body, 'effectiveOn')).toBe('2026-02-01')
    expect((await post(last, { effectiveOn: '2026-02-01' })).status).toBe(303)
  })

  test('by command: of ten, one', async () => {
    const input = CorrectionInput.parse({ version: '1', effectiveOn: '2026-02-01', reason: 'r' })
    const outcomes = await Promise.allSettled(
      Array.from({ length: 10 }, () => correct(house.db, one.slug, last.id, input, town.carrier.by, at(house))),
    )
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    for (const one of outcomes) if (one.status === 'rejected') expect([404, 409]).toContain(one.reason.status)
  })
})
