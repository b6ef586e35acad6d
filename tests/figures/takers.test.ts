import { randomLcg } from 'd3-random'
import { eq } from 'drizzle-orm'
import { extractText, getDocumentProxy } from 'unpdf'
import { beforeEach, describe, expect, test } from 'vitest'
import { adjustmentFeedbacks, adjustments } from '../../src/adjustments/tables.ts'
import { adoptionSteps, adoptions } from '../../src/adoptions/tables.ts'
import { adoptionStatuses } from '../../src/domain/adoptions.ts'
import type { Content, ReportQuery, SectionCode } from '../../src/domain/report.ts'
import { type Viewer, visitor } from '../../src/domain/viewer.ts'
import { feedbacks } from '../../src/feedback/tables.ts'
import { computed } from '../../src/figures/computing.ts'
import { factsFor } from '../../src/figures/facts.ts'
import { attestations, initiatives } from '../../src/initiatives/tables.ts'
import { territories } from '../../src/network/tables.ts'
import { indicatorValues, pilots } from '../../src/pilots/tables.ts'
import { newId } from '../../src/platform/id.ts'
import { useHouse } from '../house.ts'
import { statementsDuring } from '../statements.ts'
import { type Settled, settle, type Town } from '../town.ts'
import { coordination, figureOf, queryOf, rowOf, sectionOf, tableOf, valuesOf } from './asking.ts'
import { reportOn } from '../reports/made.ts'
import { published as publishedOf } from '../reports/published.ts'
import { published, taken } from '../reports/taking.ts'
import { adjustmentOf, adoptionOf, indicatorOf, pilotOf, saidOf } from './tried.ts'

const house = useHouse('2026-04-10T15:00:00Z', { onDisk: true })
let town: Town
let workshop: Settled
let garden: Settled

beforeEach(async () => {
  town = await settle(house)
  workshop = await town.initiativeAt('feedback', { title: 'Atelier', visibility: 'public', since: '2025-02-15' })
  garden = await town.initiativeAt('feedback', { title: 'Jardin', visibility: 'public', since: '2025-02-15' })
})

const network: Viewer = { ...visitor, networkRole: 'member' }
const eyesOf = (actorId: string): Viewer => ({ ...network, actorIds: [actorId] })
const ask = (eyes: Viewer = coordination, query: Partial<ReportQuery> = {}) =>
  computed(house, { eyes, query: queryOf(query), today: '2026-04-10', at: house.now })
const figures = (content: Content, section: SectionCode) =>
  Object.fromEntries(sectionOf(content, section).figures.map(({ code, value }) => [code, value]))
const many = <One>(count: number, make: () => Promise<One>) => Promise.all(Array.from({ length: count }, make))

async function places() {
  const ids = [newId(), newId()] as const
  const place = (id: string, name: string) => ({
    id,
    code: name,
    name,
    kind: 'region' as const,
    path: `/${id}/`,
    searchText: name,
  })
  await house.db.commit((tx) => [tx.insert(territories).values([place(ids[0], 'Rive'), place(ids[1], 'Sommet')])])
  return ids
}

describe('with whose eyes it is counted', () => {
  beforeEach(async () => {
    const [rive, sommet] = await places()
    const shown = await pilotOf(house, workshop.id, { visibility: 'public' })
    const hidden = await pilotOf(house, garden.id, { visibility: 'team' })
    const [first] = await many(6, () => saidOf(house, shown))
    const within = await many(6, () => saidOf(house, hidden))
    await adjustmentOf(house, workshop.id, [first!], { visibility: 'public' })
    await adjustmentOf(house, garden.id, [within[0]!], { visibility: 'restricted' })
    await indicatorOf(house, workshop.id, ['2025-03-01 baseline 10', '2025-12-01 result 12'], { visibility: 'public' })
    await indicatorOf(house, garden.id, ['2025-03-01 baseline 10', '2025-12-01 result 12'], { visibility: 'team' })
    await adoptionOf(house, workshop.id, ['2025-06-01 integrated'], { visibility: 'public', territoryId: rive })
    await adoptionOf(house, workshop.id, ['2025-06-01 integrated'], { visibility: 'network', territoryId: sommet })
    await adoptionOf(house, garden.id, ['2025-06-01 trial'], { visibility: 'restricted' })
    await adoptionOf(house, garden.id, ['2025-05-01 intent', '2025-06-01 abandoned'], { takerId: town.taker.actorId })
    await adoptionOf(house, garden.id, ['2025-06-01 interested'])
    await adoptionOf(house, garden.id, ['2025-06-01 considered'], { isConfirmed: false, message: 'Bonjour' })
  })

  const told = async (eyes: Viewer) => {
    const content = await ask(eyes)
    const statuses = tableOf(content, 'adoptions', 'adoptions').rows.map((row) => row[3]!.value)
    return [
      figures(content, 'pilots').pilots_running,
      figures(content, 'feedback').feedback,
      tableOf(content, 'adjustments', 'adjustments').total![1]!.value,
      figures(content, 'indicators').indicators,
      figures(content, 'adoptions').spread,
      statuses,
    ]
  }

  test('each sees what their rooms would show them, and hesitations are between takers and carriers', async () => {
    expect(await told(coordination)).toEqual([2, 12, 2, 2, 1, [0, 1, 0, 1, 2, 1]])
    expect(await told(visitor)).toEqual([1, 6, 1, 1, 0, [0, 0, 1]])
    expect(await told(network)).toEqual([1, 6, 1, 1, 1, [0, 0, 2]])
    // Who funds is of the team: what is restricted, who hesitates and who gave up are not for them.
    expect(await told(eyesOf(town.funder.actorId))).toEqual([2, 12, 1, 2, 1, [0, 0, 0, 0, 2, 0]])
    expect(await told(eyesOf(town.carrier.actorId))).toEqual([2, 12, 2, 2, 1, [0, 1, 0, 1, 2, 1]])
    expect((await told(eyesOf(town.taker.actorId))).at(-1)).toEqual([0, 0, 0, 0, 0, 0])
  })

  test('what a reader may not see is in no slice either', async () => {
    const { slices, initiatives: all } = await ask(eyesOf(town.funder.actorId))
    const behind = Object.entries(slices)
      .filter(([name, at]) => name.startsWith('adopt') && at.some((one) => all[one]!.title === 'Jardin'))
      .map(([name]) => name)
    expect(behind).toEqual([])
  })

  test('nothing that anybody said is among the facts, nor is it in the report', async () => {
    const facts = await factsFor(house.db, coordination, '2026-04-10')
    expect(JSON.stringify([facts.initiatives, await ask()])).not.toMatch(/Rosalie|Bonjour/)
  })

  test('what coordinators keep out of reports counts nowhere', async () => {
    await house.db.commit((tx) => [
      tx.update(initiatives).set({ isExcluded: true }).where(eq(initiatives.id, workshop.id)),
    ])
    expect(await told(coordination)).toEqual([1, 6, 1, 1, 0, [0, 1, 0, 1, 0, 1]])
  })
})

test('One statement reads each table, however many rows there are', async () => {
  const reads = () => statementsDuring(house.db, () => factsFor(house.db, coordination, '2026-04-10'))
  const fill = async () => {
    const pilot = await pilotOf(house, workshop.id)
    await adjustmentOf(house, workshop.id, [await saidOf(house, pilot)])
    await indicatorOf(house, workshop.id, ['2025-03-01 baseline 10'])
    await adoptionOf(house, workshop.id, ['2025-06-01 intent', '2025-07-01 trial'])
  }
  await fill()
  const few = await reads()
  await many(5, fill)
  expect(await reads()).toBe(few)
})

test('A social innovation is one by what was stated as well', async () => {
  const state = (code: 'A1' | 'A6', more: Partial<typeof attestations.$inferInsert> = {}) =>
    house.db.commit((tx) => [
      tx.insert(attestations).values({
        id: newId(),
        initiativeId: workshop.id,
        code,
        statement: 'Rosalie le dit.',
        proofKind: 'link',
        proof: 'https://exemple.org',
        attestedOn: '2026-01-01',
        capacity: 'carrier',
        recordedAt: house.now,
        ...more,
      }),
    ])
  const innovations = async () => figures(await ask(), 'adoptions').social_innovations
  await state('A1')
  await state('A6', { withdrawnAt: house.now })
  expect(await innovations()).toBe(0)
  await indicatorOf(house, workshop.id, ['2025-12-01 result 3'])
  expect(await innovations()).toBe(1)
})

describe('as of a day, as known at an instant', () => {
  const year = { asOf: '2026-03-31', period: { from: '2025-04-01', until: '2026-03-31' } }

  test('feedback that came or was taken back since is not there, or still there, for who asks as it was known', async () => {
    const pilot = await pilotOf(house, workshop.id)
    await many(6, () => saidOf(house, pilot))
    const knownAt = new Date(house.now.getTime() + 1000).toISOString()
    const later = new Date(house.now.getTime() + 86_400_000)
    await saidOf(house, pilot, { receivedAt: later })
    await house.db.commit((tx) => [
      tx.update(feedbacks).set({ withdrawnAt: later }).where(eq(feedbacks.receivedAt, house.now)),
    ])
    expect(figures(await ask(coordination, { ...year, knownAt }), 'feedback').feedback).toBe(6)
    house.now = new Date(later.getTime() + 1000)
    expect(figures(await ask(coordination, year), 'feedback').feedback).toBe(1)
  })

  test('a value of an indicator that is corrected or taken back counts as it was known', async () => {
    const indicator = await indicatorOf(house, workshop.id, ['2025-05-01 baseline 10', '2025-12-01 result 12'])
    const knownAt = new Date(house.now.getTime() + 1000).toISOString()
    house.now = new Date(house.now.getTime() + 86_400_000)
    const rows = await house.db.select().from(indicatorValues).where(eq(indicatorValues.indicatorId, indicator))
    const result = rows.find(({ kind }) => kind === 'result')!
    const instead = { ...result, supersedesId: result.id, recordedAt: house.now }
    const better = async (more = {}) => figures(await ask(coordination, { ...year, ...more }), 'indicators')
    await house.db.commit((tx) => [tx.insert(indicatorValues).values({ ...instead, id: 'again', value: '9.5' })])
    expect(await better()).toMatchObject({ indicators_compared: 1, indicators_improved: 0 })
    await house.db.commit((tx) => [
      tx.insert(indicatorValues).values({ ...instead, id: 'void', supersedesId: 'again', isVoid: true }),
    ])
    expect(await better()).toMatchObject({ indicators_compared: 0, benefit_measured: 0 })
    expect(await better({ knownAt })).toMatchObject({ indicators_compared: 1, indicators_improved: 1 })
  })

  test('a step of an adoption that is corrected after publication is told in the corrections', async () => {
    const adoption = await adoptionOf(house, workshop.id, ['2025-06-01 trial', '2026-02-01 integrated'], {
      visibility: 'public',
    })
    const { version } = await reportOn(house, town)
    const as = { as: town.coordinator.accountId }
    expect((await house.get(version, as)).body).not.toContain('Une correction existe')

    house.now = new Date(house.now.getTime() + 86_400_000)
    const rows = await house.db.select().from(adoptionSteps).where(eq(adoptionSteps.adoptionId, adoption))
    const wrong = rows.find(({ sequence }) => sequence === 2)!
    await house.db.commit((tx) => [
      tx.insert(adoptionSteps).values({
        ...wrong,
        id: newId(),
        effectiveOn: '2026-04-02',
        sequence: 3,
        supersedesId: wrong.id,
        recordedAt: house.now,
      }),
      tx.update(adoptions).set({ since: '2026-04-02' }).where(eq(adoptions.id, adoption)),
    ])
    const { body } = await house.get(version, as)
    expect(body).toContain('Une correction existe')
    expect(body).toContain('Adoptions intégrées à la pratique')

    const knownAt = new Date(house.now.getTime() - 3_600_000).toISOString()
    const then = await ask(coordination, { ...year, knownAt })
    expect(figures(then, 'adoptions').adoptions_integrated).toBe(1)
    expect(tableOf(then, 'corrections', 'corrections').rows.map((row) => row[4]!.label)).toContainEqual({
      day: '2026-02-01',
    })
    expect(figures(await ask(coordination, year), 'adoptions').adoptions_integrated).toBe(0)
  })
})

describe('a recomputation from the rows', () => {
  const random = randomLcg(0.42)
  const any = <One>(from: readonly One[]): One => from[Math.floor(random() * from.length)]!
  const day = () =>
    new Date(Date.parse('2025-01-01') + Math.floor(random() * 460) * 86_400_000).toISOString().slice(0, 10)

  beforeEach(async () => {
    const [rive, sommet] = await places()
    for (const { id } of [workshop, garden]) {
      for (let count = 0; count < 8; count++) {
        const [startsOn, endsOn] = [day(), day()].sort() as [string, string]
        const state = any(['planned', 'running', 'finished', 'given_up'] as const)
        const pilot = await pilotOf(house, id, { state, startsOn, endsOn })
        const those = await many(4, () =>
          saidOf(house, pilot, {
            givenOn: day(),
            takerKind: any(['adopter', 'beneficiary'] as const),
            adequacy: any([1, 2, 3, 4, 5, null] as const),
          }),
        )
        const decidedOn = day()
        await adjustmentOf(house, id, random() < 0.5 ? those.slice(0, 2) : [], {
          state: any(['decided', 'done', 'refused'] as const),
          decidedOn,
          doneOn: decidedOn,
        })
        const steps = [day(), day(), day()].sort().map((on) => `${on} ${any(adoptionStatuses)}`)
        await adoptionOf(house, id, steps, {
          territoryId: any([rive, sommet, null]),
          peopleReached: any([3, 20, null]),
        })
      }
    }
  })

  test('says the same', async () => {
    const content = await ask()
    const [asOf, from] = ['2026-03-31', '2025-04-01']
    const trials = await house.db.select().from(pilots)
    const isOver = ({ state, endsOn }: (typeof trials)[number]) => /finished|given_up/.test(state) && endsOn <= asOf
    expect(figures(content, 'pilots')).toMatchObject({
      pilots_finished: trials.filter((one) => one.state === 'finished' && isOver(one)).length,
      pilots_given_up: trials.filter((one) => one.state === 'given_up' && isOver(one)).length,
      pilots_ended: trials.filter((one) => one.state === 'finished' && isOver(one) && one.endsOn >= from).length,
    })

    const said = (await house.db.select().from(feedbacks)).filter(({ givenOn }) => givenOn >= from && givenOn <= asOf)
    expect(figures(content, 'feedback').feedback).toBe(said.length)
    const kinds = tableOf(content, 'feedback', 'feedback_by_kind').rows.map((row) => row[1]!.value)
    expect(kinds).toEqual(['adopter', 'beneficiary'].map((kind) => said.filter((one) => one.takerKind === kind).length))

    const decided = (await house.db.select().from(adjustments)).filter(({ decidedOn }) => decidedOn <= asOf)
    const answering = new Set(
      (await house.db.select().from(adjustmentFeedbacks)).map(({ adjustmentId }) => adjustmentId),
    )
    expect(figures(content, 'adjustments')).toMatchObject({
      adjustments_done: decided.filter(({ state }) => state === 'done').length,
      adjustments_traced: (100 * decided.filter(({ id }) => answering.has(id)).length) / decided.length,
    })

    const steps = await house.db.select().from(adoptionSteps)
    const standing = (await house.db.select().from(adoptions)).flatMap((one) => {
      const own = steps.filter(({ adoptionId, effectiveOn }) => adoptionId === one.id && effectiveOn <= asOf)
      const last = own.sort((a, b) => a.effectiveOn.localeCompare(b.effectiveOn) || a.sequence - b.sequence).at(-1)
      return last ? [{ ...one, status: last.status }] : []
    })
    const table = tableOf(content, 'adoptions', 'adoptions')
    for (const status of adoptionStatuses) {
      const those = standing.filter((one) => one.status === status)
      const own = new Set(those.map(({ initiativeId }) => initiativeId)).size
      const row = rowOf(table, { word: `words.adoption_status.${status}` })
      expect(valuesOf(row)).toEqual([those.length, 0, those.length, own])
    }
    const used = standing.filter(({ status, peopleReached }) => /trial|integrated/.test(status) && peopleReached)
    expect(figureOf(content, 'adoptions', 'people_reached').value).toBe(
      used.length === 0 ? null : used.reduce((sum, { peopleReached }) => sum + peopleReached!, 0),
    )
    const spread = [workshop, garden].filter(({ id }) => {
      const own = standing.filter((one) => one.initiativeId === id && one.status === 'integrated')
      return new Set(own.flatMap(({ territoryId }) => territoryId ?? [])).size > 1
    })
    expect(figures(content, 'adoptions').spread).toBe(spread.length)
  })
})

describe('the new sections are told wherever a report is', () => {
  beforeEach(async () => {
    const pilot = await pilotOf(house, workshop.id, { visibility: 'public' })
    await many(7, () => saidOf(house, pilot, { adequacy: 5 }))
    await adoptionOf(house, workshop.id, ['2025-06-01 integrated'], { visibility: 'public' })
  })

  test('on the page, with what their figures lead to', async () => {
    const as = { as: town.coordinator.accountId }
    const { version } = await reportOn(house, town)
    const { body } = await house.get(version, as)
    for (const title of ['Expérimentations', 'Rétroaction', 'Ajustements', 'Indicateurs', 'Adoptions et essaimage']) {
      expect(body).toContain(`>${title}<`)
    }
    expect(body).toContain('répond tout à fait au besoin')
    const behind = await house.get(`${version}/initiatives?slice=adoptions_integrated`, as)
    expect(behind.body).toContain('Atelier')
  })

  test('but not in what was published without them, which stays as it is', async () => {
    const as = { as: town.coordinator.accountId }
    const slug = await publishedOf(house, town.coordinator, { sight: 'network' })
    await pilotOf(house, garden.id, { visibility: 'public' })
    const { status, body } = await house.get(`/reports/${slug}/versions/1`, as)
    expect(status).toBe(200)
    expect(body).toContain('section-stock')
    expect(body).not.toMatch(/section-(pilots|feedback|adjustments|indicators|adoptions)|Une correction existe/)
  })

  test('in spreadsheets, tables, JSON and on paper', async () => {
    const as = town.coordinator.accountId
    const slug = await published(house, as, { template: 'funder', sight: 'coordination' })
    const file = (end: string) => taken(house, `/reports/${slug}/versions/1/file.${end}`, { as })
    const csv = (await file('csv?table=feedback.figures')).bytes.toString('utf8')
    expect(csv).toContain('répond tout à fait au besoin')
    expect((await file('csv?table=adoptions.adoptions')).bytes.toString('utf8')).toContain('intégrée à la pratique')
    expect((await file('json')).bytes.toString('utf8')).toContain('"code":"adoptions_integrated"')
    expect((await file('xlsx')).status).toBe(200)
    const pdf = await getDocumentProxy(new Uint8Array((await file('pdf')).bytes))
    const { text } = await extractText(pdf, { mergePages: true })
    expect(text).toContain('Adoptions et essaimage')
    expect(text).toContain('répond tout à fait au besoin')
  })
})
