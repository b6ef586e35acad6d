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

/** The fiscal year (MM-DD: its first day) that holds a day. 02-29 begins on 1 March where there is no such day. */
export function fiscalYearOf(day: string, start: string): Period {
  const year = Number(day.slice(0, 4))
  const from = day >= firstOf(year, start) ? year : year - 1
  return { from: firstOf(from, start), until: daysAfter(firstOf(from + 1, start), -1) }
}

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
      return fiscalYearOf(today, fiscalStart)
    case 'fiscal_year_before':
      return fiscalYearOf(daysAfter(fiscalYearOf(today, fiscalStart).from, -1), fiscalStart)
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

export function daysAfter(day: string, days: number): string {
  return new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10)
}

/** The same day so many years later; 29 February becomes 28 where there is none. */
export function dayYearsAfter(day: string, years: number): string {
  const year = Number(day.slice(0, 4)) + years
  return existing(year, day.slice(5)) ?? `${padded(year)}-02-28`
}

const DAY_MS = 86_400_000
const padded = (year: number) => String(year).padStart(4, '0')
const firstOf = (year: number, start: string) => existing(year, start) ?? `${padded(year)}-03-01`

function existing(year: number, monthAndDay: string): string | undefined {
  const day = `${padded(year)}-${monthAndDay}`
  const parsed = new Date(`${day}T00:00:00Z`)
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(day) ? day : undefined
}

// Months before January belong to the year before, as Date has it.
function months(year: number, month: number, count: number): Period {
  const day = (m: number, d: number) => new Date(Date.UTC(year, m - 1, d)).toISOString().slice(0, 10)
  return { from: day(month, 1), until: day(month + count, 0) }
}
