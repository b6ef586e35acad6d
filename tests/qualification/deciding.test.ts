import { beforeEach, describe, expect, test } from 'vitest'
import { gridAssessments, gridDecisions } from '../../src/qualification/tables.ts'
import { useHouse } from '../house.ts'
import { deedsOn, problemAt } from '../initiatives/forms.ts'
import { settle, type Settled, type Town } from '../town.ts'
import { answers, qualifying } from './forms.ts'

const house = useHouse()
let town: Town
let one: Settled
let deeds: ReturnType<typeof qualifying>

beforeEach(async () => {
  town = await settle(house)
  one = await town.initiativeAt('feedback', { visibility: 'public' })
  deeds = qualifying(house, town, one.slug)
})

const rows = () => house.db.select().from(gridDecisions)
const sheet = async (who?: 'carrier' | 'member' | 'coordinator') =>
  (await house.get(`/initiatives/${one.slug}`, who ? { as: town[who].accountId } : {})).body
const section = (body: string) => body.match(/<section class="panel" id="qualification"[\s\S]*?<\/section>/)?.[0] ?? ''

describe('deciding', () => {
  test.each(['coordinator', 'administrator'] as const)('is for: %s', async (who) => {
    await deeds.assess('taker', answers('rqis', '3'))
    await deeds.assess('funder', answers('rqis', '2', { score_takers: 'unsaid' }))
    expect((await deeds.page(who, '/decisions/new')).status).toBe(200)
    const { status, to } = await deeds.decide(who)
    expect([status, to]).toEqual([303, deeds.base])
    const [row] = await rows()
    expect(row).toMatchObject({ outcome: 'granted', isPublic: false, decidedOn: '2026-03-01', capacity: 'coordinator' })
    expect(row!.summary).toMatchObject({ assessed: 2, means: { novelty: 2.5, takers: 3 } })
    expect(await deedsOn(house, one.id)).toEqual(['qualification_decided as coordinator'])
  })

  test.each(['carrier', 'leadCarrier', 'taker', 'funder', 'supportPartner', 'member'] as const)(
    'is not for: %s',
    async (who) => {
      expect((await deeds.page(who, '/decisions/new')).status).toBe(403)
      expect((await deeds.decide(who)).status).toBe(403)
      expect(await rows()).toEqual([])
    },
  )

  test('follows from no score by itself', async () => {
    for (const who of ['taker', 'funder', 'supportPartner'] as const) await deeds.assess(who, answers('rqis', '3'))
    expect(await rows()).toEqual([])
    await deeds.decide('coordinator', { outcome: 'not_yet' })
    expect(await rows()).toMatchObject([{ outcome: 'not_yet' }])
  })

  test('a later decision stands over the earlier one, which stays in the history', async () => {
    await deeds.decide('coordinator', { reason: 'Elle convainc.', decidedOn: '2026-02-01' })
    const [first] = await rows()
    const later = { standing: first!.id, outcome: 'withdrawn', reason: 'Elle a cessé.', decidedOn: '2026-03-01' }
    expect((await deeds.decide('administrator', later)).status).toBe(303)
    const { body } = await deeds.page('carrier')
    const [stands, history] = body.split('Décisions antérieures')
    expect(stands).toContain('Elle a cessé.')
    expect(history).toContain('Elle convainc.')
    expect(section(await sheet('carrier'))).toContain('retiré')
  })

  test('somebody who decides meanwhile is shown, and what was typed is kept', async () => {
    await deeds.decide('coordinator', { reason: 'La première.' })
    const { status, body } = await deeds.decide('administrator', { reason: 'La seconde.' })
    expect(status).toBe(409)
    expect(body).toContain('Une autre personne a décidé entre-temps')
    expect(body).toContain('La première.')
    expect(body).toContain('La seconde.')
    expect(await rows()).toHaveLength(1)
  })

  test('of several people who decide at once, one does; the others are shown what stands', async () => {
    const at = ['accordé', 'refusé', 'encore'].map((reason) => deeds.decide('coordinator', { reason }))
    const statuses = (await Promise.all(at)).map(({ status }) => status).toSorted((one, other) => one - other)
    expect(statuses).toEqual([303, 409, 409])
    expect(await rows()).toHaveLength(1)
  })

  test.each([
    ['reason', { reason: ' ' }, 'reason'],
    ['a day to come', { decidedOn: '2026-03-03' }, 'decidedOn'],
    ['something to withdraw', { outcome: 'withdrawn' }, 'outcome'],
    ['an outcome', { outcome: 'maybe' }, 'outcome'],
  ])('asks for %s', async (_, fields, field) => {
    const { status, body } = await deeds.decide('coordinator', fields)
    expect([status, problemAt(body, field)]).toEqual([422, { said: expect.any(String), isLinked: true }])
    expect(await rows()).toEqual([])
  })

  test('a day before the decision that stands is refused', async () => {
    await deeds.decide('coordinator')
    const [first] = await rows()
    const { body } = await deeds.decide('coordinator', { standing: first!.id, decidedOn: '2026-02-28' })
    expect(problemAt(body, 'decidedOn').said).toContain('1er mars 2026')
  })
})

describe('a decision is read', () => {
  test('by the team, and by nobody else as long as it is not public', async () => {
    await deeds.decide('coordinator', { reason: 'Pour l’équipe.' })
    expect(section(await sheet('carrier'))).toContain('accordé')
    expect((await deeds.page('carrier')).body).toContain('Pour l’équipe.')
    expect(section(await sheet('member'))).toBe('')
    expect(section(await sheet())).toBe('')
    expect((await deeds.page('member')).status).toBe(404)
    expect((await house.get(`/initiatives/${one.slug}/qualification`)).status).toBe(404)
  })

  test('by everybody who sees the initiative when it is public, without the name of who decided', async () => {
    await deeds.decide('coordinator', { reason: 'Pour tout le monde.', isPublic: 'on' })
    expect(section(await sheet())).toContain('accordé')
    const { body } = await deeds.page()
    expect(body).toContain('Pour tout le monde.')
    expect(body).not.toContain('Coordination Première')
    expect((await deeds.page('carrier')).body).toContain('Coordination Première')
  })

  test('no longer by everybody once a decision that is not public stands over it', async () => {
    await deeds.decide('coordinator', { isPublic: 'on' })
    const [first] = await rows()
    await deeds.decide('coordinator', { standing: first!.id, outcome: 'withdrawn' })
    expect(section(await sheet())).toBe('')
    expect((await deeds.page()).status).toBe(404)
    expect((await deeds.page('carrier')).body).toContain('Décisions antérieures')
  })

  test('by nobody who does not see the initiative', async () => {
    const hidden = await town.initiativeAt('feedback', { visibility: 'team' })
    const there = qualifying(house, town, hidden.slug)
    await there.decide('coordinator', { isPublic: 'on' })
    expect((await there.page('member')).status).toBe(404)
    expect((await there.page('carrier')).status).toBe(200)
  })
})

test('when two initiatives are merged, what was found goes along, and decisions are told as history', async () => {
  const other = await town.initiativeAt('feedback', { visibility: 'public', title: 'La jumelle' })
  const there = qualifying(house, town, other.slug)
  await deeds.assess('taker', answers('rqis', '1'))
  await there.assess('taker', answers('rqis', '3'))
  await there.assess('funder', answers('rqis', '2'))
  await there.say('coordinator', 'Dit de la jumelle')
  await there.decide('coordinator', { reason: 'Accordé à la jumelle.', isPublic: 'on' })
  const form = (await house.get(`/initiatives/${other.slug}/merge/new`, { as: town.coordinator.accountId })).body
  const version = form.match(/name="version" value="(\d+)"/)?.[1] ?? ''
  const fields = { version, into: `/initiatives/${one.slug}`, effectiveOn: '2026-03-02', reason: 'La même' }
  const merged = await house.post(`/initiatives/${other.slug}/merge`, fields, { as: town.coordinator.accountId })
  expect(merged.status).toBe(303)

  const on = (await house.db.select().from(gridAssessments)).filter(({ initiativeId }) => initiativeId === one.id)
  expect(Object.fromEntries(on.map(({ byAccountId, scores }) => [byAccountId, scores.novelty!.score]))).toEqual({
    [town.taker.accountId]: 1,
    [town.funder.accountId]: 2,
  })
  const { body } = await deeds.page('coordinator')
  expect(body).toContain('Dit de la jumelle')
  expect(body).toContain('sur «\u00a0La jumelle\u00a0», fusionnée')
  expect(body).toContain('Personne n’a encore décidé.')
  expect((await deeds.decide('coordinator')).status).toBe(303)
})
