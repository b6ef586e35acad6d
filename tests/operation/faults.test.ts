import { expect, test } from 'vitest'
import { faultOf, withoutSecrets } from '../../src/operation/faults.ts'

test.each([
  ['Error: bad smtp://sillon:hunter22@mail.example.org:587', 'Error: bad …'],
  ['Error: no <quelqu.un@example.org> here', 'Error: no <…> here'],
  ['Error: Élodie.Côté@exemple.québec refused', 'Error: … refused'],
  ['DrizzleQueryError: Failed query: select "a" from "b"\nparams: Marie,1', 'DrizzleQueryError: Failed query'],
  ['Error: odd\nparams: Marie', 'Error: odd'],
  ['Error: token aB3dEfGhIjKlMnOpQrStUvWxYz012345 spent', 'Error: token … spent'],
  ['TypeError: x is not\n   a function', 'TypeError: x is not a function'],
])('of %j is shown %j', (error, shown) => {
  expect(withoutSecrets(error)).toBe(shown)
})

test('a long error is cut short', () => {
  const shown = withoutSecrets('so long '.repeat(100))
  expect(shown).toHaveLength(200)
  expect(shown.endsWith('…')).toBe(true)
})

test('what is known is a word, and nothing of what was said', () => {
  expect(faultOf('Error: connect ETIMEDOUT 10.0.0.5:587')).toEqual({ key: 'unreachable' })
  expect(faultOf(null)).toEqual({ key: 'process_ended' })
})
