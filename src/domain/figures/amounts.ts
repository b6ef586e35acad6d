import { type Currency, currencies, type MoneyStatus } from '../money.ts'
import type { MoneyFact, RateFact } from './facts.ts'
import { isKnown, type Life } from './lives.ts'
import type { Scene } from './scene.ts'

// Amounts as they stood on a day, as they were known. Currencies are summed with nothing but themselves.

export interface Amount {
  life: Life
  row: MoneyFact
  /** In which it is told: its own, or the one into which all is converted. */
  currency: Currency
  cents: number
}

export interface Converted {
  amounts: Amount[]
  /** Every rate that was used. */
  rates: RateFact[]
  /** Currencies that nothing converts: told apart. */
  without: Currency[]
}

export function amountsOf({ lives, when, knownAt, query, facts }: Scene): Converted {
  const rateFor = remembered((from: Currency) => rateOn(facts.rates, from, query.currency ?? from, when.asOf, knownAt))
  const used = new Set<RateFact>()
  const without = new Set<Currency>()
  const amounts = lives.flatMap((life) =>
    life.it.money
      .filter((row) => row.on <= when.asOf && isKnown(row, knownAt))
      .map((row): Amount => {
        const own = { life, row, currency: row.currency, cents: row.cents }
        if (!query.currency || query.currency === row.currency) return own
        const rate = rateFor(row.currency)
        if (!rate) {
          without.add(row.currency)
          return own
        }
        used.add(rate)
        return { ...own, currency: query.currency, cents: converted(row.cents, rate, query.currency) }
      }),
  )
  return { amounts, rates: [...used], without: [...without].sort() }
}

function remembered<K, V>(find: (key: K) => V): (key: K) => V {
  const known = new Map<K, V>()
  return (key) => {
    if (!known.has(key)) known.set(key, find(key))
    return known.get(key)!
  }
}

/** The latest rate between two currencies on a day, whichever way it was published. */
function rateOn(
  rates: readonly RateFact[],
  from: Currency,
  to: Currency,
  day: string,
  knownAt: number,
): RateFact | undefined {
  return rates.findLast(
    (one) =>
      one.on <= day &&
      one.recordedAt <= knownAt &&
      ((one.from === from && one.to === to) || (one.from === to && one.to === from)),
  )
}

/** To the cent, halves away from zero. In whole numbers: a decimal rate is not a binary fraction. */
export function converted(cents: number, { rate, to }: Pick<RateFact, 'rate' | 'to'>, into: Currency): number {
  const [whole, fraction = ''] = rate.split('.')
  const worth = BigInt(whole! + fraction)
  const one = 10n ** BigInt(fraction.length)
  const [times, by] = to === into ? [worth, one] : [one, worth]
  const size = BigInt(Math.abs(cents)) * times
  return Math.sign(cents) * Number((2n * size + by) / (2n * by))
}

/** Totals of one status, by currency, in the order of the list. */
export function totals(amounts: readonly Amount[], status: MoneyStatus): { currency: Currency; cents: number }[] {
  return currencies.flatMap((currency) => {
    const those = amounts.filter((one) => one.currency === currency && one.row.status === status)
    return those.length === 0 ? [] : [{ currency, cents: those.reduce((sum, { cents }) => sum + cents, 0) }]
  })
}
