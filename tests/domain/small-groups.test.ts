import { describe, expect, test } from 'vitest'
import { keptBack, mayStandTogether } from '../../src/domain/small-groups.ts'

/** The parts as they are told: `?` for those that are kept back. */
const told = (...parts: number[]) => keptBack(parts).map((kept, at) => (kept ? '?' : parts[at]))

describe('parts of a whole, beside their total', () => {
  test.each([
    ['large parts are told', [5, 9], [5, 9]],
    ['a part nobody is in says nothing of anybody', [12, 0], [12, 0]],
    ['a small part takes the next with it: it would be what is missing from the total', [3, 8], ['?', '?']],
    ['of several others, the smallest goes with it', [3, 8, 20], ['?', '?', 20]],
    ['two small ones that are few together take a third', [2, 2, 6, 30], ['?', '?', '?', 30]],
    ['two small ones that are five together are enough', [2, 3, 6, 30], ['?', '?', 6, 30]],
    ['an empty part is no cover', [4, 0, 10, 7], ['?', 0, 10, '?']],
    ['of a small whole nothing is told, not even where nobody is', [3, 0, 0], ['?', '?', '?']],
    ['of nothing, nothing is kept back', [0, 0], [0, 0]],
  ])('%s', (_why, parts, expected) => {
    expect(told(...parts)).toEqual(expected)
  })

  test('whatever the parts, what is kept back is never few together', () => {
    for (let n = 0; n < 2_000; n++) {
      const parts = [n % 7, Math.floor(n / 7) % 9, Math.floor(n / 63) % 6, n % 11]
      const kept = keptBack(parts)
      const together = parts.reduce((sum, many, at) => sum + (kept[at] ? many : 0), 0)
      const whole = parts.reduce((sum, many) => sum + many, 0)
      expect(together === 0 || together >= 5 || together === whole).toBe(true)
      parts.forEach((many, at) => expect(kept[at] || many === 0 || many >= 5).toBe(true))
    }
  })
})

describe('two ways to divide the same people', () => {
  const people = (...groups: [string, string, number][]) =>
    groups.flatMap(([one, other, many]) => Array.from({ length: many }, () => ({ one, other })))
  const told = { one: ['beneficiary', 'adopter'], other: ['paper', 'link'] }

  test('give one away when all of a group lie in another that is one larger', () => {
    // Six by paper, less the five beneficiaries who all answered by paper: one adopter.
    const some = people(['beneficiary', 'paper', 5], ['adopter', 'paper', 1], ['adopter', 'link', 9])
    expect(mayStandTogether(some, told)).toBe(false)
  })

  test('give nobody away when what is left over is large, or nothing lies within', () => {
    const large = people(['beneficiary', 'paper', 5], ['adopter', 'paper', 5], ['adopter', 'link', 5])
    expect(mayStandTogether(large, told)).toBe(true)
    const mixed = people(
      ['beneficiary', 'paper', 5],
      ['beneficiary', 'link', 1],
      ['adopter', 'link', 9],
      ['adopter', 'paper', 2],
    )
    expect(mayStandTogether(mixed, told)).toBe(true)
  })

  test('are the same when they divide alike', () => {
    expect(mayStandTogether(people(['beneficiary', 'paper', 6], ['adopter', 'link', 7]), told)).toBe(true)
  })
})
