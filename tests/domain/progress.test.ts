import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { daysAfter } from '../../src/domain/calendar.ts'
import { type Capacity, capacities } from '../../src/domain/permissions.ts'
import {
  after,
  frequencies,
  mayReport,
  periodsOf,
  progressEvents,
  progressStates,
  reminderDays,
  reminderFor,
  type Schedule,
  toOpen,
} from '../../src/domain/progress.ts'

const day = fc
  .date({ min: new Date('2015-01-01'), max: new Date('2035-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10))
const schedule: fc.Arbitrary<Schedule> = fc
  .record({
    frequency: fc.constantFrom(...frequencies),
    startsOn: day,
    days: fc.option(fc.nat(1500), { nil: null }),
    delayDays: fc.nat(90),
    fiscalStart: fc.constantFrom('01-01', '02-29', '04-01', '07-01', '12-31'),
  })
  .map(({ days, ...rest }) => ({ ...rest, endsOn: days === null ? null : daysAfter(rest.startsOn, days) }))
const some = (more: Partial<Schedule> = {}): Schedule => ({
  frequency: 'quarterly',
  startsOn: '2026-01-01',
  endsOn: null,
  delayDays: 30,
  fiscalStart: '04-01',
  ...more,
})
const spans = (one: Schedule, until: string) => periodsOf(one, until).map(({ from, until: end }) => `${from} ${end}`)

describe('the periods of a schedule', () => {
  test('begin with its first day, follow one another without gap or overlap, and end with its last', () => {
    fc.assert(
      fc.property(schedule, fc.nat(4000), (one, later) => {
        const today = daysAfter(one.startsOn, later)
        const periods = periodsOf(one, today)
        expect(periods[0]!.from).toBe(one.startsOn)
        for (const [n, { from, until, dueOn }] of periods.entries()) {
          expect(until >= from).toBe(true)
          expect(from <= today).toBe(true)
          expect(dueOn).toBe(daysAfter(until, one.delayDays))
          if (n > 0) expect(from).toBe(daysAfter(periods[n - 1]!.until, 1))
          if (one.endsOn) expect(until <= one.endsOn).toBe(true)
        }
        const last = periods.at(-1)!
        if (one.frequency !== 'once') expect(last.until >= today || last.until === one.endsOn).toBe(true)
      }),
    )
  })

  test('looked at later are the same, and more', () => {
    fc.assert(
      fc.property(schedule, fc.nat(2000), fc.nat(2000), (one, sooner, more) => {
        const [first, then] = [daysAfter(one.startsOn, sooner), daysAfter(one.startsOn, sooner + more)]
        const before = periodsOf(one, first)
        expect(periodsOf(one, then).slice(0, before.length)).toEqual(before)
      }),
    )
  })

  test('that begin on the 31st keep to the ends of months, leap years included', () => {
    expect(spans(some({ frequency: 'monthly', startsOn: '2024-01-31' }), '2024-04-30')).toEqual([
      '2024-01-31 2024-02-28',
      '2024-02-29 2024-03-30',
      '2024-03-31 2024-04-29',
      '2024-04-30 2024-05-30',
    ])
    expect(spans(some({ frequency: 'yearly', startsOn: '2024-02-29' }), '2028-03-01')).toEqual([
      '2024-02-29 2025-02-27',
      '2025-02-28 2026-02-27',
      '2026-02-28 2027-02-27',
      '2027-02-28 2028-02-28',
      '2028-02-29 2029-02-27',
    ])
  })

  test('of a fiscal year begin with what is left of the first', () => {
    expect(spans(some({ frequency: 'fiscal', startsOn: '2026-01-15' }), '2027-05-01')).toEqual([
      '2026-01-15 2026-03-31',
      '2026-04-01 2027-03-31',
      '2027-04-01 2028-03-31',
    ])
    expect(spans(some({ frequency: 'fiscal', startsOn: '2026-07-01', fiscalStart: '07-01' }), '2026-08-01')).toEqual([
      '2026-07-01 2027-06-30',
    ])
    expect(spans(some({ frequency: 'fiscal', startsOn: '2027-03-01', fiscalStart: '02-29' }), '2028-03-01')).toEqual([
      '2027-03-01 2028-02-28',
      '2028-02-29 2029-02-28',
    ])
  })

  test('are cut by its end, and one only when it is told once', () => {
    expect(spans(some({ endsOn: '2026-05-15' }), '2030-01-01')).toEqual([
      '2026-01-01 2026-03-31',
      '2026-04-01 2026-05-15',
    ])
    expect(spans(some({ frequency: 'once', endsOn: '2027-12-31' }), '2030-01-01')).toEqual(['2026-01-01 2027-12-31'])
    expect(periodsOf(some(), '2025-12-31')).toEqual([])
  })
})

describe('what is to be opened', () => {
  test('is what is over, or due within three weeks', () => {
    const froms = (today: string, delayDays: number) =>
      toOpen(some({ delayDays }), undefined, today).map(({ from }) => from)
    expect(froms('2026-03-31', 30)).toEqual([])
    expect(froms('2026-04-01', 30)).toEqual(['2026-01-01'])
    expect(froms('2026-03-09', 0)).toEqual([])
    expect(froms('2026-03-10', 0)).toEqual(['2026-01-01'])
  })

  test('neither overlaps nor leaves out a day, however the schedule was changed in between', () => {
    fc.assert(
      fc.property(schedule, schedule, fc.nat(900), fc.nat(900), (one, other, sooner, more) => {
        const first = daysAfter(one.startsOn, sooner)
        const opened = toOpen(one, undefined, first)
        const until = opened.at(-1)?.until
        const then = toOpen({ ...other, startsOn: one.startsOn, endsOn: null }, until, daysAfter(first, more))
        for (const [n, { from, until: end }] of then.entries()) {
          expect(end >= from).toBe(true)
          const before = n > 0 ? then[n - 1]!.until : until
          if (before) expect(from).toBe(daysAfter(before, 1))
        }
        if (other.frequency !== 'once') expect(toOpen(one, until, first)).toEqual([])
      }),
    )
  })
})

test('a reminder leaves 21, 14 and 7 days before, the nearest one when days were missed, and none once it is late', () => {
  const on = (days: number) => reminderFor('2026-06-30', daysAfter('2026-06-30', -days))
  expect([22, 21, 20, 15, 14, 8, 7, 1, 0, -1].map(on)).toEqual([undefined, 21, 21, 21, 14, 14, 7, 7, 7, undefined])
  const left = Array.from({ length: 40 }, (_, n) => on(40 - n))
  expect(new Set(left.filter((one) => one !== undefined))).toEqual(new Set(reminderDays))
})

test('a report is written, submitted, questioned and answered until it is accepted, or skipped before it is submitted', () => {
  const table = Object.fromEntries(
    progressStates.map((state) => [
      state,
      Object.fromEntries(
        progressEvents.flatMap((event) => (after(state, event) ? [[event, after(state, event)]] : [])),
      ),
    ]),
  )
  const unsent = { write: 'draft', submit: 'submitted', skip: 'skipped' }
  expect(table).toEqual({
    due: unsent,
    draft: unsent,
    submitted: { ask: 'questioned', accept: 'accepted' },
    questioned: { ask: 'questioned', answer: 'submitted', accept: 'accepted' },
    accepted: {},
    skipped: {},
  })
})

describe('who may', () => {
  const those = (event: (typeof progressEvents)[number], isOwn: boolean): Capacity[] =>
    capacities.filter((one) => mayReport(event, isOwn, [one]).allowed)
  const carriers = ['coordinator', 'lead_carrier', 'carrier']

  test('write, submit and answer: carriers and coordinators', () => {
    for (const event of ['write', 'submit', 'answer'] as const) expect(those(event, true)).toEqual(carriers)
  })
  test('ask and accept: the funder whose own it is, and coordinators', () => {
    for (const event of ['ask', 'accept'] as const) {
      expect(those(event, true)).toEqual(['coordinator', 'funder'])
      expect(those(event, false)).toEqual(['coordinator'])
    }
  })
  test('skip: either side', () => {
    expect(those('skip', true)).toEqual([...carriers, 'funder'])
    expect(those('skip', false)).toEqual(carriers)
    expect(mayReport('skip', false, ['member'])).toMatchObject({ reserved: [...carriers, 'funder'] })
  })
})
