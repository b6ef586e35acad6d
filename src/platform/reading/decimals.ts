import { read, refused } from './reading.ts'
import type { Reading } from './reading.ts'

export type DecimalRefusal = 'not-a-number' | 'ambiguous' | 'damaged-number' | 'too-precise' | 'too-large'

const MOST = { digits: 15, decimals: 6 }

/**
 * A number as people write it here or there (`1 234,5`, `1,234.5`), as a decimal: `1234.5`. `1,870` is refused: one
 * thousand to some, less than two to others. No unit, no percent sign. Nothing typed is undefined.
 */
export function readDecimal(text: string): Reading<string | undefined, DecimalRefusal> {
  const plain = text
    .replace(/[\s\u2007]+/gu, ' ')
    .replace(/^[\u2212\u2013]/u, '-')
    .trim()
  if (plain === '') return read(undefined)
  if (/^[-+]?\d+(?:[.,]\d+)?e[-+]?\d+$/iu.test(plain)) return refused('damaged-number')
  const [, sign = '', number = ''] = /^([-+]?) ?(\d.*)$/u.exec(plain) ?? []
  if (/^[1-9]\d{0,2}[.,]\d{3}$/u.test(number)) return refused('ambiguous')
  const parts = plainParts(number) ?? groupedParts(number)
  if (!parts) return refused('not-a-number')
  const whole = parts.whole.replace(/\D/gu, '').replace(/^0+(?=\d)/u, '')
  const decimals = parts.decimals.replace(/0+$/u, '')
  if (decimals.length > MOST.decimals) return refused('too-precise')
  if (whole.length + decimals.length > MOST.digits) return refused('too-large')
  const value = decimals ? `${whole}.${decimals}` : whole
  return read(sign === '-' && value !== '0' ? `-${value}` : value)
}

function plainParts(number: string) {
  const found = /^(\d+)(?:[.,](\d+))?$/u.exec(number)
  return found && { whole: found[1] ?? '', decimals: found[2] ?? '' }
}

/** Thousands parted by one same sign, which the decimals may not share. */
function groupedParts(number: string) {
  const found = /^(\d{1,3}([ .,'’])\d{3}(?:\2\d{3})*)(?:([.,])(\d+))?$/u.exec(number)
  if (!found || found[2] === found[3]) return undefined
  return { whole: found[1] ?? '', decimals: found[4] ?? '' }
}
