// Days of the calendar, YYYY-MM-DD; arithmetic is on whole days, without time zones. Periods hold both of their days.

export const DAY_MS = 86_400_000

export function daysAfter(day: string, days: number): string {
  return new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10)
}

/** The same day so many months later; the last day of that month where it has no such day. */
export function monthsAfter(day: string, months: number): string {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number]
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate()
  return dayOn(year, month + months, Math.min(date, last))
}

/** The same day so many years later; 29 February becomes 28 where there is none. */
export const dayYearsAfter = (day: string, years: number): string => monthsAfter(day, 12 * years)

/** Whole days between two days. Never negative: a day in the future counts as today. */
export function daysBetween(since: string, today: string): number {
  return Math.max(0, Math.round((Date.parse(today) - Date.parse(since)) / DAY_MS))
}

/** The year in which the fiscal year of a day begins: 2025 for 31 March 2026 when years begin on 1 April. */
export function fiscalYearOf(day: string, fiscalStart: string): number {
  const year = Number(day.slice(0, 4))
  return day.slice(5) < fiscalStart ? year - 1 : year
}

/** Both days of a fiscal year (MM-DD: its first day). One that begins on 29 February begins on 1 March where there is none. */
export function fiscalYear(year: number, fiscalStart: string): { from: string; until: string } {
  return { from: fiscalStartIn(year, fiscalStart), until: daysAfter(fiscalStartIn(year + 1, fiscalStart), -1) }
}

export function fiscalStartIn(year: number, fiscalStart: string): string {
  const [month, date] = fiscalStart.split('-').map(Number) as [number, number]
  return dayOn(year, month, date)
}

// Months and days beyond a year's or a month's belong to the next, as Date has it.
function dayOn(year: number, month: number, date: number): string {
  return new Date(Date.UTC(year, month - 1, date)).toISOString().slice(0, 10)
}
