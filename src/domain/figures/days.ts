import { DAY_MS, fiscalYear, fiscalYearOf } from '../calendar.ts'

// Days of long histories as numbers, and the days on which figures are taken.

// Histories name the same few thousand days again and again.
const known = new Map<string, number>()

/** Days since 1970. */
export function numberOf(day: string): number {
  let number = known.get(day)
  if (number === undefined) {
    if (known.size > 20_000) known.clear()
    known.set(day, (number = Math.round(Date.parse(day) / DAY_MS)))
  }
  return number
}

export function dayOf(number: number): string {
  return new Date(number * DAY_MS).toISOString().slice(0, 10)
}

export const before = (day: string, days = 1) => dayOf(numberOf(day) - days)

export const between = (from: string, until: string) => numberOf(until) - numberOf(from)

/** How a fiscal year is called: `2025` or, when it runs over two, `2025-2026`. */
export function fiscalName(year: number, fiscalStart: string): string {
  return fiscalStart === '01-01' ? String(year) : `${year}-${year + 1}`
}

/** The last days of each fiscal year that ended between two days, both included. */
export function yearEnds(from: string, until: string, fiscalStart: string): string[] {
  const ends: string[] = []
  for (let year = fiscalYearOf(from, fiscalStart); ; year++) {
    const end = fiscalYear(year, fiscalStart).until
    if (end > until) return ends
    if (end >= from) ends.push(end)
  }
}

/** The last days of each month from one day to another, both included. */
export function monthEnds(from: string, until: string): string[] {
  const ends: string[] = []
  let [year, month] = from.split('-').map(Number) as [number, number]
  for (;;) {
    const end = new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10)
    if (end > until) return ends
    if (end >= from) ends.push(end)
    month += 1
    if (month > 12) [year, month] = [year + 1, 1]
  }
}
