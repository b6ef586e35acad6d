import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, test } from 'vitest'
import { actors } from '../../src/actors/tables.ts'
import type { MoveEvent, Stage, Status } from '../../src/domain/lifecycle.ts'
import { useHouse } from '../house.ts'
import { type Place, settle, type Town } from '../town.ts'
import { deedsOn, type Fields, key, moveIt, movesOf, problemAt, rowOf, versionOf } from './forms.ts'

// The table of moves of product.md: who, from where, and what each asks for.

const house = useHouse()
let town: Town
beforeEach(async () => {
  town = await settle(house)
})

interface Line {
  event: MoveEvent
  from: [Stage, Status]
  to: [Stage, Status]
  asks: Fields
  /** Who may, besides coordinators. */
  carriers: boolean
}
const waiver = { waiver: 'Essai' }
const lines: Line[] = [
  {
    event: 'claim',
    from: ['emergence', 'spotted'],
    to: ['emergence', 'active'],
    asks: { consent: 'on' },
    carriers: false,
  },
  {
    event: 'skip',
    from: ['emergence', 'active'],
    to: ['feedback', 'active'],
    asks: { to: 'feedback', reason: 'Preneurs déjà là' },
    carriers: false,
  },
  {
    event: 'send_back',
    from: ['feedback', 'active'],
    to: ['mobilisation', 'active'],
    asks: { to: 'mobilisation', reason: 'À refaire' },
    carriers: true,
  },
  {
    event: 'hold',
    from: ['mobilisation', 'active'],
    to: ['mobilisation', 'on_hold'],
    asks: { reason: 'Congé', reviewOn: '2026-09-01' },
    carriers: true,
  },
  { event: 'resume', from: ['mobilisation', 'on_hold'], to: ['mobilisation', 'active'], asks: {}, carriers: true },
  {
    event: 'discontinue',
    from: ['feedback', 'active'],
    to: ['feedback', 'discontinued'],
    asks: { endingKind: 'inconclusive', reason: 'Sans effet', lessons: 'Commencer petit' },
    carriers: true,
  },
  {
    event: 'reopen',
    from: ['feedback', 'discontinued'],
    to: ['feedback', 'active'],
    asks: { reason: 'Nouvelle équipe' },
    carriers: false,
  },
  {
    event: 'reopen',
    from: ['appropriation', 'sustained'],
    to: ['appropriation', 'active'],
    asks: { reason: 'À revoir' },
    carriers: false,
  },
  {
    event: 'transfer',
    from: ['appropriation', 'active'],
    to: ['appropriation', 'transferred'],
    asks: { organisation: 'Coop des marais' },
    carriers: true,
  },
]
const settled = ({ from: [stage, status] }: Line) => town.initiativeAt(stage, { status })

describe.each(lines)('$event', (line) => {
  const { event, from, to, carriers } = line

  test(`leads from ${from.join(', ')} to ${to.join(', ')}, and asks no more than it says`, async () => {
    const { slug, id } = await settled(line)
    await moveIt(house, slug, { event, ...line.asks }, town.coordinator.by)
    expect(await rowOf(house, slug)).toMatchObject({ stage: to[0], status: to[1] })
    expect((await movesOf(house, slug)).at(-1)).toMatchObject({ event, toStage: to[0], toStatus: to[1] })
    expect(await deedsOn(house, id)).toEqual(['moved as coordinator'])
  })

  test.each(Object.keys(line.asks))(`without its %s is refused at that field`, async (missing) => {
    const { slug } = await settled(line)
    const { [missing]: _, ...rest } = line.asks
    const fields = { event, effectiveOn: '2026-03-02', version: await versionOf(house, slug), ...rest }
    const { status, body } = await house.post(`/initiatives/${slug}/moves`, fields, { as: town.coordinator.accountId })
    expect(status).toBe(422)
    if (missing === 'to') return
    expect(body).toContain(`href="#f-${missing}"`)
    expect(body).toMatch(/class="problem"/)
    expect(problemAt(body, missing).said ?? body).toContain('nécessaire')
  })

  test(`is ${carriers ? '' : 'not '}for carriers, and not for others`, async () => {
    const may = async (who: Place) => {
      const { slug } = await settled(line)
      const fields = { event, effectiveOn: '2026-03-02', version: await versionOf(house, slug), ...line.asks }
      const { status } = await house.post(
        `/initiatives/${slug}/moves`,
        { ...fields, once: key() },
        { as: town[who].accountId },
      )
      return status
    }
    expect(await may('leadCarrier')).toBe(carriers ? 303 : 403)
    expect(await may('carrier')).toBe(carriers ? 303 : 403)
    for (const who of ['funder', 'supportPartner', 'taker', 'member', 'formerPartner', 'invited'] as const)
      expect([who, await may(who)]).toEqual([who, 403])
    expect(await may('administrator')).toBe(303)
  })
})

describe('sustaining', () => {
  test('asks for the fourth gate, or a waiver', async () => {
    const { slug } = await town.initiativeAt('appropriation')
    await expect(moveIt(house, slug, { event: 'sustain' }, town.carrier.by)).rejects.toMatchObject({ status: 422 })
    await moveIt(house, slug, { event: 'sustain', ...waiver }, town.coordinator.by)
    expect(await rowOf(house, slug)).toMatchObject({ stage: 'appropriation', status: 'sustained' })
  })
})

describe('what the machine does not know', () => {
  test.each([
    ['advance', 'appropriation', 'active', waiver],
    ['sustain', 'feedback', 'active', waiver],
    ['advance', 'mobilisation', 'on_hold', waiver],
    ['advance', 'mobilisation', 'discontinued', waiver],
    ['resume', 'mobilisation', 'active', {}],
    ['claim', 'mobilisation', 'active', { consent: 'on' }],
    ['send_back', 'emergence', 'active', { to: 'mobilisation', reason: 'r' }],
    ['skip', 'emergence', 'active', { to: 'mobilisation', reason: 'r' }],
    ['reopen', 'emergence', 'active', { reason: 'r' }],
  ] as const)('is refused: %s from %s, %s', async (event, stage, status, more) => {
    const { slug } = await town.initiativeAt(stage, { status })
    const fields = { event, effectiveOn: '2026-03-02', version: '1', ...more }
    const answer = await house.post(`/initiatives/${slug}/moves`, fields, { as: town.coordinator.accountId })
    expect(answer.status).toBe(422)
    expect(answer.body).toMatch(/passage n’existe pas/)
    expect(await rowOf(house, slug)).toMatchObject({ stage, status, version: 1 })
  })
})

describe('an ending', () => {
  test('shows what was learned before everything else', async () => {
    const { slug } = await town.initiativeAt('feedback')
    const lessons = { endingKind: 'inconclusive', reason: 'Sans effet', lessons: 'Commencer petit' }
    await moveIt(house, slug, { event: 'discontinue', ...lessons }, town.carrier.by)
    const { body } = await house.get(`/initiatives/${slug}`, { as: town.member.accountId })
    const order = ['Leçons apprises', 'Commencer petit', 'id="about"', 'id="timeline"'].map((text) =>
      body.indexOf(text),
    )
    expect(order).toEqual(order.toSorted((a, b) => a - b))
    expect(order[0]).toBeGreaterThan(0)
    expect(body).toMatch(/Abandonnée, non concluante, le 2 mars 2026/)
    expect(await rowOf(house, slug)).toMatchObject({ endingKind: 'inconclusive' })
  })

  test('is forgotten by the sheet, not by the history, when it is reopened', async () => {
    const { slug } = await town.initiativeAt('feedback', { status: 'discontinued' })
    await moveIt(house, slug, { event: 'reopen', reason: 'Nouvelle équipe' }, town.coordinator.by)
    expect(await rowOf(house, slug)).toMatchObject({ status: 'active', endingKind: null, stageSince: '2026-01-15' })
    expect((await movesOf(house, slug)).map(({ event }) => event).slice(-2)).toEqual(['discontinue', 'reopen'])
  })

  test('by transfer names the organisation, which must be one', async () => {
    const { slug } = await town.initiativeAt('appropriation')
    const page = `/initiatives/${slug}`
    const transfer = { event: 'transfer', effectiveOn: '2026-03-02', version: '1' }
    for (const organisation of ['Personne', 'Membre Première']) {
      const { status, body } = await house.post(
        `${page}/moves`,
        { ...transfer, organisation },
        { as: town.carrier.accountId },
      )
      expect(status).toBe(422)
      expect(body).toContain('href="#f-organisation"')
    }
    await moveIt(house, slug, { event: 'transfer', organisation: 'Coop des marais' }, town.carrier.by)
    expect((await house.get(page, { as: town.member.accountId })).body).toContain('Prise en charge par Coop des marais')
    await house.db.commit((tx) => [
      tx.update(actors).set({ visibility: 'restricted' }).where(eq(actors.id, town.taker.actorId)),
    ])
    const isNamed = async (who: Place) => (await house.get(page, { as: town[who].accountId })).body.includes('marais')
    expect([await isNamed('member'), await isNamed('taker'), await isNamed('coordinator')]).toEqual([false, true, true])
  })

  test('as merged is only what a merge makes', async () => {
    const { slug } = await town.initiativeAt('feedback')
    const fields = { event: 'discontinue', endingKind: 'merged', reason: 'r', lessons: 'l', effectiveOn: '2026-03-02' }
    const as = town.carrier.accountId
    const { status } = await house.post(`/initiatives/${slug}/moves`, { ...fields, version: '1', once: key() }, { as })
    expect([status, (await rowOf(house, slug)).status]).toEqual([422, 'active'])
  })
})

test('on hold, the page says when it is looked at again', async () => {
  const { slug } = await town.initiativeAt('mobilisation')
  await moveIt(house, slug, { event: 'hold', reason: 'Congé', reviewOn: '2026-09-01' }, town.carrier.by)
  expect((await house.get(`/initiatives/${slug}`, { as: town.member.accountId })).body).toContain(
    'En pause, à revoir le 1er septembre 2026',
  )
  await moveIt(house, slug, { event: 'resume' }, town.carrier.by)
  expect(await rowOf(house, slug)).toMatchObject({ status: 'active', reviewOn: null })
})
