import { type Locale, regionOf } from './locales.ts'

/** Dates, numbers and ages in the reader's language. Intl objects are slow to make and kept. */
export interface Format {
  /** 22 novembre 2026 */
  day(day: string): string
  /** 22 nov. 2026 */
  shortDay(day: string): string
  /** A year, a month or a day: 2026, novembre 2026, 22 novembre 2026. */
  dated(text: string): string
  /** 22 novembre 2026 à 14 h 05, in the network's time zone */
  instant(instant: Date): string
  /** 22 nov. 2026: the day of an instant, in the network's time zone. */
  dayOf(instant: Date): string
  number(value: number): string
  /** A decimal kept as text (`1234.5`), with every digit it has: « 1 234,5 ». */
  decimal(text: string): string
  /** Cents in a currency: « 14 000 $ », « 12 500,50 € »; no decimals where there are no cents. */
  money(cents: number, currency: string): string
  /** A length of time in days, in words: « 12 jours », « 5 mois », « 2 ans ». */
  age(days: number): string
  /** « a, b et c » */
  list(items: readonly string[]): string
  /** « a, b ou c » */
  either(items: readonly string[]): string
}

const known = new Map<string, Format>()

export function formatFor(locale: Locale, timeZone: string): Format {
  const key = `${locale} ${timeZone}`
  const format = known.get(key) ?? make(regionOf(locale), timeZone)
  known.set(key, format)
  return format
}

function make(region: string, timeZone: string): Format {
  // In French the first of a month is « 1er », which Intl does not say.
  const ordinal = (text: string) => (region.startsWith('fr') ? text.replace(/^1 (?=\p{L})/u, '1er ') : text)
  // A day has no time zone: it is read and written in UTC, where it began.
  const long = new Intl.DateTimeFormat(region, { dateStyle: 'long', timeZone: 'UTC' })
  const medium = new Intl.DateTimeFormat(region, { dateStyle: 'medium', timeZone: 'UTC' })
  const month = new Intl.DateTimeFormat(region, { year: 'numeric', month: 'long', timeZone: 'UTC' })
  const instant = new Intl.DateTimeFormat(region, { dateStyle: 'long', timeStyle: 'short', timeZone })
  const instantDay = new Intl.DateTimeFormat(region, { dateStyle: 'medium', timeZone })
  const number = new Intl.NumberFormat(region)
  const exact = new Intl.NumberFormat(region, { maximumFractionDigits: 20 })
  const monies = new Map<string, Intl.NumberFormat>()
  const today = new Intl.RelativeTimeFormat(region, { numeric: 'auto' }).format(0, 'day')
  const list = new Intl.ListFormat(region, { type: 'conjunction' })
  const either = new Intl.ListFormat(region, { type: 'disjunction' })
  const inUnits = (unit: string) => new Intl.NumberFormat(region, { style: 'unit', unit, unitDisplay: 'long' })
  const [days, months, years] = [inUnits('day'), inUnits('month'), inUnits('year')]
  return {
    day: kept((day) => ordinal(long.format(Date.parse(day)))),
    shortDay: kept((day) => ordinal(medium.format(Date.parse(day)))),
    dated(text) {
      if (text.length === 4) return text
      return text.length === 7 ? month.format(Date.parse(`${text}-01`)) : ordinal(long.format(Date.parse(text)))
    },
    instant: (at) => ordinal(instant.format(at)),
    dayOf: (at) => ordinal(instantDay.format(at)),
    number: (value) => number.format(value),
    decimal: (text) => exact.format(text as Intl.StringNumericLiteral),
    money(cents, currency) {
      const isWhole = cents % 100 === 0
      const key = `${currency} ${isWhole}`
      const amounts =
        monies.get(key) ??
        new Intl.NumberFormat(region, { style: 'currency', currency, minimumFractionDigits: isWhole ? 0 : 2 })
      monies.set(key, amounts)
      return amounts.format(cents / 100)
    },
    list: (items) => list.format(items),
    either: (items) => either.format(items),
    age: kept((count) => {
      if (count === 0) return today
      if (count < 60) return days.format(count)
      if (count < 730) return months.format(Math.floor(count / 30.4375))
      return years.format(Math.floor(count / 365.25))
    }),
  }
}

const MOST_KEPT = 5_000

// Days and ages come back from page to page, and Intl takes its time to say them.
function kept<Value>(say: (value: Value) => string): (value: Value) => string {
  const said = new Map<Value, string>()
  return (value) => {
    let text = said.get(value)
    if (text === undefined) {
      if (said.size === MOST_KEPT) said.clear()
      said.set(value, (text = say(value)))
    }
    return text
  }
}
