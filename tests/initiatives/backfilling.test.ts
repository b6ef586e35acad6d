import { beforeEach, describe, expect, test } from 'vitest'
import { replay } from '../../src/domain/history.ts'
import { passage } from '../../src/initiatives/queries.ts'
import { useHouse } from '../house.ts'
import { settle, type Settled, type Town } from '../town.ts'
import { deedsOn, type Fields, key, movesOf, problemAt, rowOf, versionOf } from './forms.ts'

const house = useHouse()
let town: Town
let one: Settled
let page: string

beforeEach(async () => {
  town = await settle(house)
  await house.post(
    '/initiatives',
    { title: 'Frigo partagé', stage: 'feedback', startedOn: '2025-12-01', visibility: 'network' },
    { as: town.carrier.accountId },
  )
  const { id, slug } = await rowOf(house, 'frigo-partage')
  one = { id, slug, roles: {} as Settled['roles'] }
  page = `/initiatives/${slug}`
})
const post = async (fields: Fields, as = town.carrier.accountId, htmx = false) =>
  house.post(
    `${page}/history`,
    { reason: 'D’après nos rapports', version: await versionOf(house, one.slug), once: key(), ...fields },
    { as, htmx },
  )
const before = { stage: ['emergence', 'mobilisation', '', ''], since: ['2024-01-10', '2024-09-01', '', ''] }

describe('the stages before Sillon', () => {
  test('are added before the beginning, which becomes the move into its stage', async () => {
    expect((await post(before)).to).toBe(page)
    const rows = await movesOf(house, one.slug)
    expect(rows.map(({ event, effectiveOn, provenance }) => [event, effectiveOn, provenance])).toEqual([
      ['start', '2025-12-01', 'entered'],
      ['start', '2024-01-10', 'backfilled'],
      ['advance', '2024-09-01', 'backfilled'],
      ['advance', '2025-12-01', 'entered'],
    ])
    expect(rows.at(-1)!.supersedesId).toBe(rows[0]!.id)
    expect(replay(rows.map(passage))).toEqual({
      position: { stage: 'feedback', status: 'active' },
      stageSince: '2025-12-01',
      statusSince: '2024-01-10',
    })
    expect(await rowOf(house, one.slug)).toMatchObject({
      stage: 'feedback',
      status: 'active',
      stageSince: '2025-12-01',
      statusSince: '2024-01-10',
    })
    expect(await deedsOn(house, one.id)).toEqual(['started as member', 'backfilled as lead_carrier'])
  })

  test('say on the timeline that they were filled in, by whom, from where', async () => {
    await post(before)
    const { body } = await house.get(page, { as: town.member.accountId })
    expect(body).toMatch(/rétabli le 2 mars 2026[^<]* par Porteur Second/)
    expect(body).toContain('D’après nos rapports')
    expect(body).not.toContain('<del>')
  })

  test('may go back and forth, and be judged by no gate', async () => {
    const stage = ['emergence', 'feedback', 'mobilisation', '']
    expect((await post({ stage, since: ['2024-01-10', '2024-05-01', '2024-09-01', ''] })).status).toBe(303)
    const rows = await movesOf(house, one.slug)
    expect(rows.map(({ event, gateVersion }) => [event, gateVersion])).toEqual([
      ['start', null],
      ['start', null],
      ['skip', null],
      ['send_back', null],
      ['advance', null],
    ])
  })

  test('may be added to again, further back', async () => {
    await post({ stage: ['mobilisation'], since: ['2024-09-01'] })
    expect((await post({ stage: ['emergence'], since: ['2024-01-10'] })).status).toBe(303)
    expect(await rowOf(house, one.slug)).toMatchObject({ stageSince: '2025-12-01', statusSince: '2024-01-10' })
  })
})

describe('a history that does not hold', () => {
  test.each([
    ['the same stage twice', { stage: ['emergence', 'emergence'], since: ['2024-01-01', '2024-02-01'] }, 'stage.1'],
    ['the stage it stands at', { stage: ['feedback'], since: ['2024-01-01'] }, 'stage.0'],
    [
      'days that go backwards',
      { stage: ['emergence', 'mobilisation'], since: ['2024-05-01', '2024-01-01'] },
      'since.1',
    ],
    ['a day after the beginning', { stage: ['emergence'], since: ['2025-12-02'] }, 'since.0'],
    ['a stage without a day', { stage: ['emergence', 'mobilisation'], since: ['2024-05-01', ''] }, 'since.1'],
    ['a day without a stage', { stage: ['emergence', ''], since: ['2024-05-01', '2024-06-01'] }, 'stage.1'],
    ['a day that does not exist', { stage: ['emergence'], since: ['2024-02-30'] }, 'since.0'],
    ['nothing at all', { stage: ['', ''], since: ['', ''] }, 'stage.0'],
  ])('is refused at the very field: %s', async (_what, fields, field) => {
    for (const htmx of [false, true]) {
      const { status, body } = await post(fields, town.carrier.accountId, htmx)
      expect(status).toBe(422)
      expect(problemAt(body, field)).toEqual({ said: expect.stringMatching(/./), isLinked: true })
      expect(body).toContain('D’après nos rapports')
    }
    expect(await movesOf(house, one.slug)).toHaveLength(1)
  })

  test('changed by somebody else meanwhile: 409, with what was typed', async () => {
    const { status, body } = await post({ ...before, version: '0' })
    expect(status).toBe(409)
    expect(body).toContain('value="2024-09-01"')
    expect(body).toContain(`name="version" value="${await versionOf(house, one.slug)}"`)
  })
})

test.each(['funder', 'supportPartner', 'member'] as const)('is not filled in by: %s', async (who) => {
  expect((await post(before, town[who].accountId)).status).toBe(403)
  expect((await house.get(`${page}/history/new`, { as: town[who].accountId })).status).toBe(403)
})
