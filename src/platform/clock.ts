/** The only source of the present. Tests hand over their own. */
export interface Clock {
  now(): Date
}

export const systemClock: Clock = { now: () => new Date() }

/** The day it is in a time zone, as YYYY-MM-DD. A move made at 21:00 in Montréal happened that day, not tomorrow. */
export function dayIn(timeZone: string, instant: Date): string {
  let days = known.get(timeZone)
  if (!days) {
    days = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' })
    known.set(timeZone, days)
  }
  return days.format(instant)
}

// Slow to make, and asked for once per row of a file.
const known = new Map<string, Intl.DateTimeFormat>()

/** When a deed is done: the instant it is recorded, and the day that is for the network. */
export interface Moment {
  at: Date
  /** YYYY-MM-DD */
  today: string
}
