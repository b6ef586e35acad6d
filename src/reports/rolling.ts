import { daysAfter, monthsAfter } from '../domain/calendar.ts'
import type { ReportQuery, When } from '../domain/report.ts'
import type { Mailing } from './mailings.ts'

const monthsIn = { monthly: 1, quarterly: 3, yearly: 12, once: 0 } as const

/**
 * The question of a report for the period that had just ended on a day: its own dates, as many months, quarters or years
 * on. It is asked with what is known then. What is sent once asks what the report asks.
 */
export function rolledTo(query: ReportQuery, frequency: Mailing['frequency'], day: string): ReportQuery {
  const { knownAt: _then, ...now } = query
  const step = monthsIn[frequency]
  if (step === 0) return now
  let months = 0
  while (lastAfter(query.period.until, months + step) < day) months += step
  while (lastAfter(query.period.until, months) >= day) months -= step
  return { ...now, ...moved(query, months), ...(query.compare ? { compare: moved(query.compare, months) } : {}) }
}

/** The next day on which it is sent; undefined for what is sent once. Days that were missed are not made up for. */
export function nextAfter(nextOn: string, frequency: Mailing['frequency'], today: string): string | undefined {
  const step = monthsIn[frequency]
  if (step === 0) return undefined
  let months = 0
  while (monthsAfter(nextOn, months) <= today) months += step
  return monthsAfter(nextOn, months)
}

const moved = ({ period, asOf }: When, months: number): When => ({
  period: { from: monthsAfter(period.from, months), until: lastAfter(period.until, months) },
  asOf: lastAfter(asOf, months),
})

/** The last day of a period so many months on: the end of a month stays the end of a month. */
const lastAfter = (day: string, months: number) => daysAfter(monthsAfter(daysAfter(day, 1), months), -1)
