import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readAmount } from '../../../src/platform/reading/values.ts'

describe('an amount', () => {
  it.each([
    ['21 667,00 €', 2_166_700, 'EUR'],
    ['21\u00a0667,00\u00a0€', 2_166_700, 'EUR'],
    ['21\u202f667,00\u00a0€', 2_166_700, 'EUR'],
    ['2 550,00', 255_000, undefined],
    ['$1,870,046', 187_004_600, '$'],
    ['$1,870.50', 187_050, '$'],
    ['1.870,50', 187_050, undefined],
    ['1.870.046', 187_004_600, undefined],
    ['1\u2019870\u2019046.25', 187_004_625, undefined],
    ['250.0', 25_000, undefined],
    ['14 000 $', 1_400_000, '$'],
    ['$ 14 000 CAD', 1_400_000, 'CAD'],
    ['14 000 $ CA', 1_400_000, 'CAD'],
    ['US$ 12.50', 1250, 'USD'],
    ['500 euros', 50_000, 'EUR'],
    ['-12,5', -1250, undefined],
    ['\u221212,50 €', -1250, 'EUR'],
    ['-$12', -1200, '$'],
    ['0', 0, undefined],
    ['-0,00', 0, undefined],
    ['0,5', 50, undefined],
    ['1870', 187_000, undefined],
    ['21667.0000', 2_166_700, undefined],
  ])('%j is %d cents', (text, cents, currency) => {
    expect(readAmount(text)).toEqual({ ok: true, value: currency ? { cents, currency } : { cents } })
  })

  it('is nothing in an empty cell', () => {
    expect(readAmount(' \u202f')).toEqual({ ok: true, value: undefined })
  })

  it.each([
    ['1,870', 'ambiguous'],
    ['1.870', 'ambiguous'],
    ['$250,000', 'ambiguous'],
    ['0,125', 'too-precise'],
    ['12,505', 'ambiguous'],
    ['1870,125', 'too-precise'],
    ['12.3456', 'too-precise'],
    ['2.253E+13', 'damaged-number'],
    ['2,253E+13', 'damaged-number'],
    ['1e5', 'damaged-number'],
    ['NA', 'not-available'],
    ['N.A.', 'not-available'],
    ['n/d', 'not-available'],
    ['#N/A', 'not-available'],
    ['–', 'not-available'],
    ['(1 200)', 'not-an-amount'],
    ['12 %', 'not-an-amount'],
    ['12 k€', 'not-an-amount'],
    ['£12', 'not-an-amount'],
    ['€12 $', 'not-an-amount'],
    ['12-', 'not-an-amount'],
    ['--12', 'not-an-amount'],
    ['12 34', 'not-an-amount'],
    ['1 8700', 'not-an-amount'],
    ['1,870,04', 'not-an-amount'],
    ['1.870.046.25', 'not-an-amount'],
    [',5', 'not-an-amount'],
    ['5,', 'not-an-amount'],
    ['environ 500', 'not-an-amount'],
    ['500 à 600', 'not-an-amount'],
    ['gratuit', 'not-an-amount'],
    ['constructor 12', 'not-an-amount'],
    ['99999999999999999', 'too-large'],
  ])('%j is refused: %s', (text, key) => {
    expect(readAmount(text)).toEqual({ ok: false, key })
  })
})

describe('any amount', () => {
  const cents = fc.integer({ min: -1_000_000_000_000, max: 1_000_000_000_000 })

  it.each([
    ['fr-CA', 'CAD', '$'],
    ['fr-CA', 'USD', 'USD'],
    ['fr-CA', 'EUR', 'EUR'],
    ['fr-FR', 'EUR', 'EUR'],
    ['fr-FR', 'CAD', 'CAD'],
    ['en-CA', 'CAD', '$'],
    ['en-US', 'USD', '$'],
  ])('written as in %s in %s comes back to the cent', (locale, code, currency) => {
    const format = new Intl.NumberFormat(locale, { style: 'currency', currency: code })
    fc.assert(
      fc.property(cents, (amount) => {
        expect(readAmount(format.format(amount / 100))).toEqual({ ok: true, value: { cents: amount, currency } })
      }),
    )
  })

  it.each(['fr-CA', 'fr-FR', 'fr-CH', 'en-CA'])('written as a number of %s comes back to the cent', (locale) => {
    const format = new Intl.NumberFormat(locale, { minimumFractionDigits: 2 })
    fc.assert(
      fc.property(cents, (amount) => {
        expect(readAmount(format.format(amount / 100))).toEqual({ ok: true, value: { cents: amount } })
      }),
    )
  })
})
