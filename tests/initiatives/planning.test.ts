import { beforeEach, describe, expect, test } from 'vitest'
import { expectedMoves } from '../../src/initiatives/tables.ts'
import { useHouse } from '../house.ts'
import { settle, type Settled, type Town } from '../town.ts'
import { deedsOn, key, moveIt, movesOf, rowOf, versionOf } from './forms.ts'

const house = useHouse()
let town: Town
let one: Settled
let page: string

beforeEach(async () => {
  town = await settle(house)
  one = await town.initiativeAt('emergence', { visibility: 'public' })
  page = `/initiatives/${one.slug}`
})
const planned = { event: 'advance', effectiveOn: '2026-05-04', reason: 'Après la récolte' }
const plan = async () => {
  await moveIt(house, one.slug, planned, town.carrier.by)
  return (await house.db.select().from(expectedMoves))[0]!
}

describe('a future day', () => {
  test('is kept as expected, shown as planned, and the gate does not judge it yet', async () => {
    const fields = { ...planned, version: '1', once: key() }
    const answer = await house.submit(`${page}/moves`, fields, { as: town.carrier.accountId })
    expect(answer.status).toBe(200)
    expect(answer.body).toMatch(/<li[^>]* class="planned"[^>]*><time datetime="2026-05-04">/)
    expect(answer.body).toContain('Après la récolte')
    expect(await house.db.select().from(expectedMoves)).toMatchObject([
      { event: 'advance', toStage: 'mobilisation', toStatus: 'active', expectedOn: '2026-05-04' },
    ])
  })

  test('moves nothing and is counted nowhere', async () => {
    const before = await rowOf(house, one.slug)
    const board = async () => (await house.get('/?view=table')).body.replaceAll(/once" value="[^"]*/g, '')
    const was = await board()
    await plan()
    const { stage, status, stageSince, statusSince } = await rowOf(house, one.slug)
    expect({ stage, status, stageSince, statusSince }).toEqual({
      stage: before.stage,
      status: before.status,
      stageSince: before.stageSince,
      statusSince: before.statusSince,
    })
    expect(await movesOf(house, one.slug)).toHaveLength(1)
    expect(await board()).toBe(was)
    expect(await deedsOn(house, one.id)).toEqual(['planned as carrier'])
  })

  test('that the machine does not know is refused like any other', async () => {
    const wanted = moveIt(house, one.slug, { event: 'resume', effectiveOn: '2026-05-04' }, town.carrier.by)
    await expect(wanted).rejects.toMatchObject({ status: 422, key: 'impossible_move' })
  })

  test('is not planned by those who may not move', async () => {
    const wanted = moveIt(house, one.slug, planned, town.funder.by)
    await expect(wanted).rejects.toMatchObject({ status: 403 })
    const skip = moveIt(house, one.slug, { ...planned, event: 'skip', to: 'feedback' }, town.carrier.by)
    await expect(skip).rejects.toMatchObject({ status: 403 })
  })
})

describe('what was planned', () => {
  test('waits on the page of those who hold a role, once its day has come', async () => {
    await moveIt(house, one.slug, { ...planned, effectiveOn: '2026-03-05' }, town.carrier.by)
    const mine = async () => (await house.get('/me', { as: town.carrier.accountId })).body
    expect(await mine()).not.toContain('Passages prévus')
    house.now = new Date('2026-03-05T15:00:00Z')
    expect(await mine()).toContain('Passages prévus dont la date est venue')
  })

  test('goes when it is realised, judged as it happens', async () => {
    const { id } = await plan()
    const { body } = await house.get(`${page}/plans/${id}`, { as: town.carrier.accountId })
    expect(body).toContain(`href="${page}/moves/new?to=mobilisation"`)
    await expect(moveIt(house, one.slug, { event: 'advance' }, town.carrier.by)).rejects.toMatchObject({ status: 422 })
    expect(await house.db.select().from(expectedMoves)).toHaveLength(1)
    await moveIt(house, one.slug, { event: 'advance', waiver: 'Essai' }, town.coordinator.by)
    expect(await house.db.select().from(expectedMoves)).toEqual([])
  })

  test('stays when another move is made', async () => {
    await plan()
    await moveIt(house, one.slug, { event: 'hold', reason: 'Congé', reviewOn: '2026-09-01' }, town.carrier.by)
    expect(await house.db.select().from(expectedMoves)).toHaveLength(1)
  })

  test('goes when the initiative ends: nothing is expected of it any more', async () => {
    await plan()
    const ending = { event: 'discontinue', endingKind: 'stopped', reason: 'Fin', lessons: 'Appris' } as const
    await moveIt(house, one.slug, ending, town.carrier.by)
    expect(await house.db.select().from(expectedMoves)).toEqual([])
  })

  test.each(['carrier', 'coordinator'] as const)('is withdrawn by: %s', async (who) => {
    const { id } = await plan()
    const { status, to } = await house.post(
      `${page}/plans/${id}/withdrawal`,
      { once: key() },
      { as: town[who].accountId },
    )
    expect([status, to]).toEqual([303, page])
    expect(await house.db.select().from(expectedMoves)).toEqual([])
    expect(await deedsOn(house, one.id)).toEqual(['planned as carrier', `plan_withdrawn as ${who}`])
  })

  test.each(['funder', 'supportPartner', 'taker', 'member'] as const)('is not withdrawn by: %s', async (who) => {
    const { id } = await plan()
    const as = town[who].accountId
    expect((await house.get(`${page}/plans/${id}`, { as })).status).toBe(403)
    expect((await house.post(`${page}/plans/${id}/withdrawal`, {}, { as })).status).toBe(403)
    expect(await house.db.select().from(expectedMoves)).toHaveLength(1)
  })

  test('belongs to its own initiative', async () => {
    const { id } = await plan()
    const other = await town.initiativeAt('emergence', { title: 'Autre' })
    const { status } = await house.post(
      `/initiatives/${other.slug}/plans/${id}/withdrawal`,
      {},
      { as: town.carrier.accountId },
    )
    expect(status).toBe(404)
    expect(await versionOf(house, one.slug)).toBe('2')
  })
})
