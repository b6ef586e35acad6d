import { beforeEach, describe, expect, test } from 'vitest'
import { territories } from '../../src/network/tables.ts'
import { useHouse } from '../house.ts'
import { settle, type Settled, type Town } from '../town.ts'
import {
  attestIt,
  countOf,
  deedsOn,
  hiddenIn,
  key,
  moveIt,
  movesOf,
  problemAt,
  rowOf,
  typedIn,
  versionOf,
} from './forms.ts'

const house = useHouse()
let town: Town
let one: Settled
let page: string

beforeEach(async () => {
  town = await settle(house)
  one = await town.initiativeAt('emergence', { since: '2025-11-03' })
  page = `/initiatives/${one.slug}`
})
const advance = async (fields: Record<string, string> = {}) => ({
  event: 'advance',
  effectiveOn: '2026-03-02',
  version: await versionOf(house, one.slug),
  once: key(),
  ...fields,
})

describe('a closed gate', () => {
  test.each([false, true])('refuses, saying what is missing and who can supply it (htmx: %s)', async (htmx) => {
    const as = town.carrier.accountId
    const { status, body } = await house.post(`${page}/moves`, await advance({ reason: 'Prêts' }), { as, htmx })
    expect(status).toBe(422)
    expect(body.includes('<html')).toBe(!htmx)
    expect(body).toContain('1 critère sur 6')
    for (const code of ['E1', 'E2', 'E4', 'E5', 'E6']) expect(body).toContain(`<span class="code small">${code}</span>`)
    expect(body).toMatch(/Peut le fournir\u00a0: [^<]*partenaire de soutien/)
    expect(typedIn(body, 'reason')).toBe('Prêts')
    expect(await rowOf(house, one.slug)).toMatchObject({ stage: 'emergence', version: 1 })
  })

  test('is opened by supplying each criterion by its own way; then the move passes', async () => {
    const as = town.leadCarrier.accountId
    const sheet = await house.get(page, { as })
    expect(sheet.body).toContain(`href="${page}/attestations/new?code=E1"`)
    expect(sheet.body).toContain(`href="${page}/edit#f-solutionName-0"`)
    expect(sheet.body).toContain(`href="${page}/edit#f-change"`)
    await house.db.commit((tx) => [
      tx
        .insert(territories)
        .values({ id: 'qc', code: 'QC', kind: 'region', name: 'Québec', path: '/QC/', searchText: 'quebec' }),
    ])

    const { title, need, version } = await rowOf(house, one.slug)
    const edited = await house.post(
      page,
      {
        title,
        need,
        version: String(version),
        visibility: 'network',
        change: 'Un camion',
        benefit: 'Des villages vivants',
        population: 'Aînés',
        territories: ['Québec (QC)'],
        solutionName: ['Épicerie', 'Livraison'],
        solutionLimitation: ['loin', 'chère'],
      },
      { as },
    )
    expect(edited.status).toBe(303)
    for (const code of ['E1', 'E4']) {
      const form = await house.get(`${page}/attestations/new?code=${code}`, { as })
      const statement = { code: hiddenIn(form.body, 'code'), statement: 'Oui', proofKind: 'document', proof: 'Bilan' }
      expect(
        (await house.post(`${page}/attestations`, { ...statement, attestedOn: '2026-02-01' }, { as })).status,
      ).toBe(303)
    }

    const form = await house.get(`${page}/moves/new?to=mobilisation`, { as })
    expect(form.body).toContain('Tous les critères du jalon sont remplis')
    const moved = await house.post(`${page}/moves`, await advance({ version: hiddenIn(form.body, 'version') }), { as })
    expect([moved.status, moved.to]).toEqual([303, page])
    expect(await rowOf(house, one.slug)).toMatchObject({ stage: 'mobilisation', stageSince: '2026-03-02' })
    expect((await movesOf(house, one.slug)).at(-1)).toMatchObject({
      gateVersion: 1,
      waiver: null,
      provenance: 'entered',
    })
    expect((await movesOf(house, one.slug)).at(-1)!.judged!.every(({ met }) => met)).toBe(true)
  })

  test('is waived by a coordinator, with a reason that stays in the history', async () => {
    const as = town.coordinator.accountId
    expect((await house.get(`${page}/moves/new?to=mobilisation`, { as })).body).toContain('id="f-waiver"')
    await house.post(`${page}/moves`, await advance({ waiver: 'Le territoire attend.' }), { as })
    const last = (await movesOf(house, one.slug)).at(-1)!
    expect(last).toMatchObject({ waiver: 'Le territoire attend.', gateVersion: 1, capacity: 'coordinator' })
    expect(last.judged!.filter(({ met }) => !met).map(({ code }) => code)).toEqual(['E1', 'E2', 'E4', 'E5', 'E6'])
    expect((await house.get(page, { as: town.member.accountId })).body).toMatch(/dérogation[^<]*Le territoire attend\./)
  })

  test('is not waived by a carrier', async () => {
    const as = town.leadCarrier.accountId
    expect((await house.get(`${page}/moves/new?to=mobilisation`, { as })).body).not.toContain('id="f-waiver"')
    const { status } = await house.post(`${page}/moves`, await advance({ waiver: 'Quand même' }), { as })
    expect(status).toBe(422)
    expect((await rowOf(house, one.slug)).stage).toBe('emergence')
  })
})

describe('days', () => {
  test('effective last month, recorded today: both are on the timeline', async () => {
    await moveIt(house, one.slug, { event: 'advance', effectiveOn: '2026-02-02', waiver: 'Essai' }, town.coordinator.by)
    const { body } = await house.get(page, { as: town.member.accountId })
    expect(body).toContain('<time datetime="2026-02-02">')
    expect(body).toMatch(/inscrit le 2 mars 2026[^<]* par Coordination Première/)
    expect((await movesOf(house, one.slug)).at(-1)).toMatchObject({ effectiveOn: '2026-02-02', recordedAt: house.now })
    expect((await rowOf(house, one.slug)).stageSince).toBe('2026-02-02')
  })

  test('before the last move are refused at the field, with that day', async () => {
    const fields = await advance({ effectiveOn: '2025-11-02', waiver: 'Essai', reason: 'Tapé' })
    const { status, body } = await house.post(`${page}/moves`, fields, { as: town.coordinator.accountId })
    expect(status).toBe(422)
    expect(problemAt(body, 'effectiveOn')).toEqual({ said: expect.stringContaining('3 novembre 2025'), isLinked: true })
    expect([typedIn(body, 'effectiveOn'), typedIn(body, 'reason'), typedIn(body, 'waiver')]).toEqual([
      '2025-11-02',
      'Tapé',
      'Essai',
    ])
  })

  test.each(['2026-02-30', 'hier', ''])('that do not exist are refused at the field: « %s »', async (effectiveOn) => {
    const { status, body } = await house.post(`${page}/moves`, await advance({ effectiveOn }), {
      as: town.coordinator.accountId,
    })
    expect(status).toBe(422)
    expect(problemAt(body, 'effectiveOn').isLinked).toBe(true)
  })

  test('are those of the network: late in the evening it is still today', async () => {
    house.now = new Date('2026-03-03T03:30:00Z')
    const hold = { event: 'hold', reason: 'Congé', reviewOn: '2026-06-01', effectiveOn: '2026-03-02' }
    const version = await versionOf(house, one.slug)
    await house.post(`${page}/moves`, { ...hold, version }, { as: town.carrier.accountId })
    expect(await rowOf(house, one.slug)).toMatchObject({ status: 'on_hold', statusSince: '2026-03-02' })
  })
})

describe('once', () => {
  test('the same form posted twice moves once, and leads to the initiative', async () => {
    const as = town.coordinator.accountId
    const fields = await advance({ waiver: 'Essai' })
    await house.post(`${page}/moves`, fields, { as })
    const again = await house.post(`${page}/moves`, fields, { as })
    expect([again.status, again.to]).toEqual([303, `/i/${one.id}`])
    expect((await movesOf(house, one.slug)).map(({ event }) => event)).toEqual(['start', 'advance'])
  })

  test('a move begun on the board ends on the board, at the same filter, and nowhere else', async () => {
    const as = town.coordinator.accountId
    const there = await house.post(`${page}/moves`, await advance({ waiver: 'Essai', back: '/?theme=faim' }), { as })
    expect(there.to).toBe('/?theme=faim')
    for (const back of ['//ailleurs.org', 'https://ailleurs.org', '/\\ailleurs.org', '/?\\']) {
      const hold = { event: 'hold', reason: 'r', reviewOn: '2026-06-01' }
      const held = await house.post(`${page}/moves`, { ...(await advance()), ...hold, back }, { as })
      expect(held.to).toBe(page)
      await moveIt(house, one.slug, { event: 'resume' }, town.coordinator.by)
    }
  })

  test('leaves one row in the journal, in the capacity of whoever moved', async () => {
    await moveIt(house, one.slug, { event: 'hold', reason: 'Congé', reviewOn: '2026-06-01' }, town.carrier.by)
    expect(await deedsOn(house, one.id)).toEqual(['moved as carrier'])
  })
})

test('what a gate asked is kept with the move that it judged', async () => {
  await attestIt(house, one.slug, 'E4', town.carrier.by)
  await moveIt(house, one.slug, { event: 'advance', waiver: 'Essai' }, town.coordinator.by)
  const judged = (await movesOf(house, one.slug)).at(-1)!.judged!
  expect(judged.find(({ code }) => code === 'E4')).toEqual({ code: 'E4', met: true, statement: 'E4 est rempli' })
  expect(
    countOf((await house.get(page, { as: town.member.accountId })).body, 'jalon version 1\u00a0: 2 critères sur 6'),
  ).toBe(1)
})
