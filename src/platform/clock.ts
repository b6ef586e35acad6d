/** The only source of the present. Tests hand over their own. */
export interface Clock {
  now(): Date
}

export const systemClock: Clock = { now: () => new Date() }

/** The day it is in a time zone, as YYYY-MM-DD. A move made at 21:00 in Montréal happened that day, not tomorrow. */
export function dayIn(timeZone: string, instant: Date): string {
  let format = calendars.get(timeZone)
  if (!format) {
    format = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' })
    calendars.set(timeZone, format)
  }
  return format.format(instant)
}

// Intl objects are slow to make and kept; only time zones that exist come this far.
const calendars = new Map<string, Intl.DateTimeFormat>()

/** When a deed is done: the instant it is recorded, and the day that is for the network. */
export interface Moment {
  at: Date
  /** YYYY-MM-DD */
  today: string
}

/** The last millisecond of a day in a time zone, whatever its clocks do that day. */
export function endOf(timeZone: string, day: string): Date {
  // Between the first place on Earth where the next day begins, and the last.
  let [inside, outside] = [Date.parse(day) - 15 * HOUR_MS, Date.parse(day) + 38 * HOUR_MS]
  while (outside - inside > 1) {
    const middle = Math.floor((inside + outside) / 2)
    if (dayIn(timeZone, new Date(middle)) <= day) inside = middle
    else outside = middle
  }
  return new Date(inside)
}

const HOUR_MS = 3_600_000
