import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, test } from 'vitest'
import { accounts } from '../../src/accounts/tables.ts'
import { chores } from '../../src/jobs.ts'
import { jobs } from '../../src/platform/jobs/tables.ts'
import { tendProgress } from '../../src/progress/opening.ts'
import { progressPlans, progressReminders, progressReports } from '../../src/progress/tables.ts'
import { useHouse } from '../house.ts'
import { key, problemAt, typedIn } from '../initiatives/forms.ts'
import { type Place, settle, type Settled, type Town } from '../town.ts'
import { funded, planned, reporting } from './agreed.ts'

const house = useHouse()
let town: Town
let one: Settled
let fundingId: string

beforeEach(async () => {
  town = await settle(house)
  one = await town.initiativeAt('mobilisation', { visibility: 'public' })
  fundingId = await funded(house, one, town.funder.actorId)
})

const form = {
  version: '0',
  frequency: 'quarterly',
  startsOn: '2025-10-01',
  endsOn: '',
  delayDays: '75',
  fiscalStart: '04-01',
  'asks-0': 'Quoi de neuf ?',
  'answeredBy-0': 'words',
  'isRequired-0': 'on',
  'asks-1': 'Avant tout ?',
  'answeredBy-1': 'moves',
  'place-1': '1',
  'place-0': '2',
}
const post = (who: Place, fields: Record<string, string> = {}) =>
  house.post(`/fundings/${fundingId}/progress`, { ...form, once: key(), ...fields }, { as: town[who].accountId })
const plans = () => house.db.select().from(progressPlans)
const reports = () => house.db.select().from(progressReports).orderBy(progressReports.periodFrom)
const tend = () => tendProgress(house.bench, house.now)

describe('a plan', () => {
  test.each(['funder', 'coordinator', 'administrator'] as const)('is made by: %s', async (who) => {
    expect((await post(who)).status).toBe(303)
    const [plan] = await plans()
    expect(plan).toMatchObject({ frequency: 'quarterly', startsOn: '2025-10-01', endsOn: null, version: 1 })
    expect(plan!.template.map(({ asks }) => asks)).toEqual(['Avant tout ?', 'Quoi de neuf ?'])
    expect((await reports()).map(({ periodFrom, dueOn }) => [periodFrom, dueOn])).toEqual([
      ['2025-10-01', '2026-03-16'],
    ])
  })

  test('is read and not changed by carriers, and found by nobody else', async () => {
    await post('funder')
    for (const who of ['leadCarrier', 'carrier'] as const) {
      const { status, body } = await house.get(`/fundings/${fundingId}/progress`, { as: town[who].accountId })
      expect([status, body.includes('name="frequency"')]).toEqual([200, false])
      expect((await post(who, { version: '1' })).status).toBe(403)
    }
    for (const who of ['supportPartner', 'taker', 'member', 'otherCarrier'] as const) {
      expect((await house.get(`/fundings/${fundingId}/progress`, { as: town[who].accountId })).status).toBe(404)
      expect((await post(who, { version: '1' })).status).toBe(404)
    }
    expect((await plans())[0]!.version).toBe(1)
  })

  test.each([
    ['frequency', 'weekly'],
    ['startsOn', 'hier'],
    ['startsOn', '2019-01-01'],
    ['endsOn', '2025-01-01'],
    ['delayDays', '-1'],
    ['delayDays', 'beaucoup'],
    ['fiscalStart', '13-01'],
    ['place-1', '0'],
    ['answeredBy-1', 'guess'],
  ])('comes back with what was typed when %s is « %s »', async (field, value) => {
    const { status, body } = await post('funder', { [field]: value })
    expect(status).toBe(422)
    expect(problemAt(body, field)).toMatchObject({ isLinked: true })
    expect(typedIn(body, 'asks-1')).toBe('Avant tout ?')
    expect(await plans()).toEqual([])
  })

  test('asks something, and ends when it is asked for once', async () => {
    expect(problemAt((await post('funder', { 'asks-0': '', 'asks-1': '' })).body, 'asks-0').isLinked).toBe(true)
    expect(problemAt((await post('funder', { frequency: 'once' })).body, 'endsOn').isLinked).toBe(true)
  })

  test('changed meanwhile is said, and what was typed kept', async () => {
    await post('funder')
    const late = await post('coordinator', { delayDays: '10' })
    expect([late.status, typedIn(late.body, 'delayDays')]).toEqual([409, '10'])
    expect((await plans())[0]!.delayDays).toBe(75)
  })

  test('that is changed leaves what was begun, and takes along what was not, without a gap', async () => {
    await post('funder', { startsOn: '2025-07-01', delayDays: '10' })
    expect((await reports()).map(({ periodUntil }) => periodUntil)).toEqual(['2025-09-30', '2025-12-31'])
    const [begun] = await reports()
    const draft = { version: '1', once: key() }
    await house.post(`/progress/${begun!.id}/draft`, draft, { as: town.carrier.accountId })
    expect((await post('funder', { version: '1', startsOn: '2025-07-01', frequency: 'monthly' })).status).toBe(303)
    expect((await reports()).map(({ periodFrom, periodUntil }) => [periodFrom, periodUntil])).toEqual([
      ['2025-07-01', '2025-09-30'],
      ['2025-10-01', '2025-10-31'],
      ['2025-11-01', '2025-11-30'],
      ['2025-12-01', '2025-12-31'],
      ['2026-01-01', '2026-01-31'],
      ['2026-02-01', '2026-02-28'],
    ])
  })

  test('of the funding of an edition there is none', async () => {
    const other = await town.initiativeAt('feedback', { visibility: 'restricted' })
    const hidden = await funded(house, other, town.funder.actorId)
    // Nor of an initiative that the funder may not see.
    expect((await house.get(`/fundings/${hidden}/progress`, { as: town.funder.accountId })).status).toBe(404)
  })
})

describe('the chore', () => {
  test('opens each report once, however often it runs and in two processes at once', async () => {
    await planned(house, town, fundingId)
    house.now = new Date('2026-09-01T15:00:00Z')
    await Promise.all([tend(), tend(), tend()])
    await tend()
    expect((await reports()).map(({ periodFrom }) => periodFrom)).toEqual(['2025-10-01', '2026-01-01', '2026-04-01'])
  })

  test('reminds 21, 14 and 7 days before, once each, carriers with accounts alone, in their language', async () => {
    await house.db.commit((tx) => [
      tx.update(accounts).set({ locale: 'en' }).where(eq(accounts.id, town.carrier.accountId)),
    ])
    // Due on 16 March.
    const { reportId } = await reporting(house, town, one)
    const left: Record<string, number> = {}
    for (const day of ['22', '23', '24', '28']) {
      house.now = new Date(`2026-02-${day}T15:00:00Z`)
      await Promise.all([tend(), tend()])
      left[`02-${day}`] = (await house.db.select().from(jobs)).length
    }
    for (const day of ['01', '02', '03', '09', '12', '16', '17']) {
      house.now = new Date(`2026-03-${day}T15:00:00Z`)
      await Promise.all([tend(), tend()])
      left[`03-${day}`] = (await house.db.select().from(jobs)).length
    }
    expect(left).toEqual({
      '02-22': 0,
      '02-23': 2,
      '02-24': 2,
      '02-28': 2,
      '03-01': 2,
      '03-02': 4,
      '03-03': 4,
      '03-09': 6,
      '03-12': 6,
      '03-16': 6,
      '03-17': 6,
    })
    const reminded = await house.db.select().from(progressReminders)
    expect(reminded.map(({ days }) => days).toSorted((a, b) => b - a)).toEqual([21, 14, 7])
    await house.work()
    const subjects = house.letters.map(({ to, subject }) => `${to}: ${subject}`)
    expect(subjects.filter((text) => text.includes('Progress report due on'))).toHaveLength(3)
    expect(
      subjects.filter((text) => text.startsWith('porteuse-premiere@example.org: Rapport d’avancement')),
    ).toHaveLength(3)
    expect(house.letters[0]!.text).toContain(`http://sillon.test/progress/${reportId}`)
  })

  test('reminds of nothing that was sent, skipped or is of a merged initiative', async () => {
    const { reportId } = await reporting(house, town, one)
    const skip = { version: '1', reason: 'Convenu', once: key() }
    await house.post(`/progress/${reportId}/skip`, skip, { as: town.carrier.accountId })
    await house.work()
    house.letters.length = 0
    house.now = new Date('2026-03-10T15:00:00Z')
    await tend()
    await house.work()
    expect(house.letters).toEqual([])
  })

  test('is among the chores of the house', async () => {
    await planned(house, town, fundingId)
    house.now = new Date('2026-04-02T15:00:00Z')
    const timer = chores(house.bench)
    await expect.poll(reports).toHaveLength(2)
    clearInterval(timer)
  })
})

test('letters tell each turn to the other side alone, and never to whoever did it', async () => {
  const { reportId: id, questions } = await reporting(house, town, one)
  const told: string[] = []
  const deed = async (who: Place, path: string, fields: Record<string, string>) => {
    const [row] = await house.db.select().from(progressReports).where(eq(progressReports.id, id))
    const body = { version: String(row!.version), once: key(), ...fields }
    expect((await house.post(`/progress/${id}/${path}`, body, { as: town[who].accountId })).status).toBe(303)
    house.letters.length = 0
    await house.work()
    told.push(
      `${path}: ${house.letters
        .map(({ to }) => to.split('@')[0]!)
        .toSorted((a, b) => a.localeCompare(b))
        .join(', ')}`,
    )
  }
  await deed('carrier', 'submission', { [`answer-${questions[0]!}`]: 'Trois villages' })
  await deed('funder', 'questions', { question: 'Lesquels ?' })
  expect(house.letters[0]!.text).toContain('Lesquels ?')
  await deed('leadCarrier', 'answers', { reply: 'Au nord' })
  await deed('funder', 'acceptance', {})
  expect(told).toEqual([
    'submission: bailleresse-premiere',
    'questions: porteur-second, porteuse-premiere',
    'answers: bailleresse-premiere',
    'acceptance: porteur-second, porteuse-premiere',
  ])
})
