import { DAY_MS, daysAfter, dayYearsAfter, fiscalYear, fiscalYearOf } from './calendar.ts'
import type { Period } from './report.ts'

// Periods by name, from a day. Days are YYYY-MM-DD and periods hold both of their days.

export const periodNames = [
  'fiscal_year',
  'fiscal_year_before',
  'year',
  'year_before',
  'quarter',
  'quarter_before',
  'month_before',
] as const
export type PeriodName = (typeof periodNames)[number]

/** A period by its name; what lasts still ends today. */
export function periodNamed(name: PeriodName, today: string, fiscalStart: string): Period {
  const whole = wholePeriod(name, today, fiscalStart)
  return whole.until > today ? { from: whole.from, until: today } : whole
}

function wholePeriod(name: PeriodName, today: string, fiscalStart: string): Period {
  const [year, month] = [Number(today.slice(0, 4)), Number(today.slice(5, 7))]
  const quarter = Math.floor((month - 1) / 3) * 3 + 1
  switch (name) {
    case 'fiscal_year':
      return fiscalYear(fiscalYearOf(today, fiscalStart), fiscalStart)
    case 'fiscal_year_before':
      return fiscalYear(fiscalYearOf(today, fiscalStart) - 1, fiscalStart)
    case 'year':
      return months(year, 1, 12)
    case 'year_before':
      return months(year - 1, 1, 12)
    case 'quarter':
      return months(year, quarter, 3)
    case 'quarter_before':
      return months(year, quarter - 3, 3)
    default:
      return months(year, month - 1, 1)
  }
}

/** As long a period, ending on the day before. */
export function periodBefore({ from, until }: Period): Period {
  const before = yearBefore({ from, until })
  // A year that begins on the same day is meant, leap day or not.
  if (daysAfter(before.until, 1) === from) return before
  const length = (Date.parse(until) - Date.parse(from)) / DAY_MS
  const end = daysAfter(from, -1)
  return { from: daysAfter(end, -length), until: end }
}

/** The same days of the year before; 29 February becomes 28. */
export function yearBefore({ from, until }: Period): Period {
  return { from: dayYearsAfter(from, -1), until: dayYearsAfter(until, -1) }
}

// Months before January belong to the year before, as Date has it.
function months(year: number, month: number, count: number): Period {
  const day = (m: number, d: number) => new Date(Date.UTC(year, m - 1, d)).toISOString().slice(0, 10)
  return { from: day(month, 1), until: day(month + count, 0) }
}
