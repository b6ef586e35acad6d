import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { daysAfter, dayYearsAfter, fiscalYear, fiscalYearOf } from '../../src/domain/calendar.ts'
import { periodBefore, periodNamed, periodNames, yearBefore } from '../../src/domain/periods.ts'

const day = fc
  .date({ min: new Date('1990-01-01'), max: new Date('2080-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10))
const starts = fc.constantFrom('01-01', '04-01', '07-01', '10-01', '02-29', '12-31')

const yearOf = (one: string, start: string) => fiscalYear(fiscalYearOf(one, start), start)

describe('a fiscal year', () => {
  test.each([
    ['2026-03-31', '04-01', '2025-04-01', '2026-03-31'],
    ['2026-04-01', '04-01', '2026-04-01', '2027-03-31'],
    ['2026-11-26', '07-01', '2026-07-01', '2027-06-30'],
    ['2026-01-01', '01-01', '2026-01-01', '2026-12-31'],
    // Ends on a leap day.
    ['2024-02-29', '03-01', '2023-03-01', '2024-02-29'],
    ['2026-02-28', '02-29', '2025-03-01', '2026-02-28'],
  ])('of %s, begun on %s, is %s to %s', (day, start, from, until) => {
    expect(yearOf(day, start)).toEqual({ from, until })
  })

  test('holds the day, and the next one begins on the morrow: no gap, no overlap', () => {
    fc.assert(
      fc.property(day, starts, (one, start) => {
        const year = yearOf(one, start)
        expect(year.from <= one && one <= year.until).toBe(true)
        expect(yearOf(daysAfter(year.until, 1), start).from).toBe(daysAfter(year.until, 1))
      }),
    )
  })
})

describe('a period by its name', () => {
  test.each([
    ['fiscal_year', '2026-04-01', '2026-11-26'],
    ['fiscal_year_before', '2025-04-01', '2026-03-31'],
    ['year', '2026-01-01', '2026-11-26'],
    ['year_before', '2025-01-01', '2025-12-31'],
    ['quarter', '2026-10-01', '2026-11-26'],
    ['quarter_before', '2026-07-01', '2026-09-30'],
    ['month_before', '2026-10-01', '2026-10-31'],
  ] as const)('%s on 26 November 2026: %s to %s', (name, from, until) => {
    expect(periodNamed(name, '2026-11-26', '04-01')).toEqual({ from, until })
  })

  test('in January, those before lie in the year before', () => {
    expect(periodNamed('quarter_before', '2026-01-15', '04-01')).toEqual({ from: '2025-10-01', until: '2025-12-31' })
    expect(periodNamed('month_before', '2026-01-15', '04-01')).toEqual({ from: '2025-12-01', until: '2025-12-31' })
  })

  test('never begins after it ends, and never ends after today', () => {
    fc.assert(
      fc.property(day, starts, fc.constantFrom(...periodNames), (today, start, name) => {
        const { from, until } = periodNamed(name, today, start)
        expect(from <= until && until <= today).toBe(true)
      }),
    )
  })
})

describe('the period before', () => {
  test('of a year is the year before, leap day or not', () => {
    expect(periodBefore({ from: '2024-04-01', until: '2025-03-31' })).toEqual({
      from: '2023-04-01',
      until: '2024-03-31',
    })
  })
  test('of any other is as long, and ends on the day before', () => {
    expect(periodBefore({ from: '2026-07-01', until: '2026-09-30' })).toEqual({
      from: '2026-03-31',
      until: '2026-06-30',
    })
  })
  test('a year earlier, 29 February is the 28th', () => {
    expect(yearBefore({ from: '2024-02-29', until: '2024-03-31' })).toEqual({ from: '2023-02-28', until: '2023-03-31' })
    expect(dayYearsAfter('2024-02-29', 4)).toBe('2028-02-29')
  })
})
