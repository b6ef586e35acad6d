import { expect, test } from 'vitest'
import { readDecimal } from '../../../src/platform/reading/values.ts'

test.each([
  ['12', '12'],
  ['1 234,5', '1234.5'],
  ['1\u202f234,5', '1234.5'],
  ['1,234.5', '1234.5'],
  ['1.234,5', '1234.5'],
  ["1'234.5", '1234.5'],
  ['1 234 567', '1234567'],
  ['0,125', '0.125'],
  ['12,50', '12.5'],
  ['007', '7'],
  ['\u22123,5', '-3.5'],
  ['-0', '0'],
  ['1,8700', '1.87'],
])('« %s » is %s', (text, value) => {
  expect(readDecimal(text)).toEqual({ ok: true, value })
})

test('nothing typed is no number, and no fault', () => {
  expect(readDecimal('  ')).toEqual({ ok: true, value: undefined })
})

test.each([
  ['1,870', 'ambiguous'],
  ['1.870', 'ambiguous'],
  ['12 %', 'not-a-number'],
  ['douze', 'not-a-number'],
  ['1 23', 'not-a-number'],
  ['1,234,5', 'not-a-number'],
  ['2.25E+13', 'damaged-number'],
  ['0,1234567', 'too-precise'],
  ['1234567890123456', 'too-large'],
])('« %s » is refused: %s', (text, key) => {
  expect(readDecimal(text)).toEqual({ ok: false, key })
})
