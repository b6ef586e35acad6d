import { read, refused } from './reading.ts'
import type { Reading } from './reading.ts'
import { folded } from './texts.ts'

/** `$` is a dollar of an unnamed country: the programme's own currency decides. */
export type WrittenCurrency = 'EUR' | 'CAD' | 'USD' | '$'

export interface WrittenAmount {
  cents: number
  currency?: WrittenCurrency
}

export type AmountRefusal =
  | 'not-available'
  | 'not-an-amount'
  | 'ambiguous'
  | 'damaged-number'
  | 'too-precise'
  | 'too-large'

const NOT_AVAILABLE = new Set(['', 'na', 'n a', 'nd', 'n d', 'nc', 'n c', 'null', 'non disponible', 'not available'])

const MARKS: Record<string, WrittenCurrency> = {
  '€': 'EUR',
  eur: 'EUR',
  euro: 'EUR',
  euros: 'EUR',
  $: '$',
  dollar: '$',
  dollars: '$',
  cad: 'CAD',
  ca$: 'CAD',
  $ca: 'CAD',
  c$: 'CAD',
  cad$: 'CAD',
  $cad: 'CAD',
  usd: 'USD',
  us$: 'USD',
  $us: 'USD',
  usd$: 'USD',
  $usd: 'USD',
}

/**
 * An amount in cents. `1,870` is refused: one thousand to some, less than two to others. Brackets, percentages and
 * other currencies are refused too. An empty cell is an amount nobody gave: undefined.
 */
export function readAmount(text: string): Reading<WrittenAmount | undefined, AmountRefusal> {
  const plain = text
    .replace(/[\s\u2007]+/gu, ' ')
    .replace(/\u2212/gu, '-')
    .trim()
  if (plain === '') return read(undefined)
  const parts = /^(\D*)(\d(?:.*\d)?)(\D*)$/u.exec(plain)
  if (!parts) return refused(NOT_AVAILABLE.has(folded(plain)) ? 'not-available' : 'not-an-amount')
  const [, before = '', number = '', after = ''] = parts
  const currency = currencyOf(before.replace('-', ''), after)
  if (currency === 'unknown') return refused('not-an-amount')
  const cents = centsOf(number)
  if (!cents.ok) return cents
  const signed = before.includes('-') && cents.value !== 0 ? -cents.value : cents.value
  return read({ cents: signed, ...(currency && { currency }) })
}

/** One mark, before or after; or a dollar before and its country after, as in « $100 CAD ». */
function currencyOf(before: string, after: string): WrittenCurrency | 'unknown' | undefined {
  const marks = [before, after].map((mark) => mark.replaceAll(' ', '').toLowerCase()).filter((mark) => mark !== '')
  const [first, second] = marks.map((mark) => (Object.hasOwn(MARKS, mark) ? MARKS[mark] : undefined) ?? 'unknown')
  if (second === undefined || first === second) return first
  return first === '$' && (second === 'CAD' || second === 'USD') ? second : 'unknown'
}

function centsOf(number: string): Reading<number, AmountRefusal> {
  if (/^\d+(?:[.,]\d+)?e[-+]?\d+$/iu.test(number)) return refused('damaged-number')
  if (/^[1-9]\d{0,2}[.,]\d{3}$/u.test(number)) return refused('ambiguous')
  const written = /^(\d+)(?:[.,](\d+))?$/u.exec(number) ?? grouped(number)
  if (!written) return refused('not-an-amount')
  const [, whole = '', decimals = ''] = written
  const exact = decimals.replace(/0+$/u, '')
  if (exact.length > 2) return refused('too-precise')
  const cents = Number(whole.replace(/\D/gu, '') + exact.padEnd(2, '0'))
  return Number.isSafeInteger(cents) ? read(cents) : refused('too-large')
}

/** Thousands parted by one same sign, which the decimals may not share. */
function grouped(number: string): [string, string, string] | undefined {
  const found = /^(\d{1,3}([ .,'’])\d{3}(?:\2\d{3})*)(?:([.,])(\d+))?$/u.exec(number)
  if (!found || found[2] === found[3]) return undefined
  return [number, found[1] ?? '', found[4] ?? '']
}
