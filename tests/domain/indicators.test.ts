import { describe, expect, test } from 'vitest'
import {
  courseOf,
  difference,
  isReached,
  measured,
  standingInPlaceOf,
  standingValues,
} from '../../src/domain/indicators.ts'
import { isAtOnce, lacksOfPlan, type ValueKind } from '../../src/domain/pilots.ts'

const value = (
  id: string,
  kind: ValueKind,
  effectiveOn: string,
  more: { supersedesId?: string; isVoid?: boolean } = {},
) => ({
  id,
  kind,
  value: '1',
  effectiveOn,
  supersedesId: null,
  isVoid: false,
  ...more,
})

describe('values', () => {
  const all = [
    value('b', 'baseline', '2026-01-01'),
    value('late', 'result', '2026-03-01'),
    value('early', 'result', '2026-02-01'),
    value('early2', 'result', '2026-02-02', { supersedesId: 'early' }),
    value('wrong', 'result', '2026-02-15'),
    value('void', 'result', '2026-02-15', { supersedesId: 'wrong', isVoid: true }),
  ]

  test('that were corrected or taken back stand no longer; the others follow by day', () => {
    expect(standingValues(all).map(({ id }) => id)).toEqual(['b', 'early2', 'late'])
    const { baseline, target, results, result } = measured(all)
    expect([baseline?.id, target, results.length, result?.id]).toEqual(['b', undefined, 2, 'late'])
  })

  test('are found by what stands in their place', () => {
    expect(standingInPlaceOf(all, 'early')?.id).toBe('early2')
    expect(standingInPlaceOf(all, 'late')?.id).toBe('late')
    expect(standingInPlaceOf(all, 'wrong')).toBeUndefined()
    expect(standingInPlaceOf(all, 'nothing')).toBeUndefined()
  })
})

test.each([
  ['1.1', '0.8', '0.3'],
  ['0.1', '0.3', '-0.2'],
  ['1000000000.000001', '1', '999999999.000001'],
  ['-2', '-5.50', '3.5'],
  ['12', '12.0', '0'],
  ['0.05', '0', '0.05'],
])('%s less %s is exactly %s', (later, earlier, exact) => {
  expect(difference(later, earlier)).toBe(exact)
})

test('what is better depends on which way is wished for', () => {
  expect(courseOf('12', '30', true)).toBe('better')
  expect(courseOf('12', '30', false)).toBe('worse')
  expect(courseOf('30', '12', false)).toBe('better')
  expect(courseOf('12', '12.0', true)).toBe('same')
  expect([isReached('40', '40', true), isReached('39.9', '40', true), isReached('39.9', '40', false)]).toEqual([
    true,
    false,
    true,
  ])
})

test('a plan lacks what M4 asks for, and nothing more', () => {
  const plan = { place: '', territoryId: null, responsible: '', indicators: [] }
  expect(lacksOfPlan(plan)).toEqual(['place', 'responsible', 'indicator'])
  expect(lacksOfPlan({ ...plan, territoryId: 'x', indicators: [{ hasBaseline: false }] })).toEqual([
    'responsible',
    'baseline',
  ])
  const whole = {
    ...plan,
    place: 'Ici',
    responsible: 'Nous',
    indicators: [{ hasBaseline: false }, { hasBaseline: true }],
  }
  expect(lacksOfPlan(whole)).toEqual([])
})

test('pilots are at once when they share a day', () => {
  const one = { startsOn: '2026-02-01', endsOn: '2026-03-31' }
  expect(isAtOnce(one, { startsOn: '2026-03-31', endsOn: '2026-05-01' })).toBe(true)
  expect(isAtOnce(one, { startsOn: '2026-04-01', endsOn: '2026-05-01' })).toBe(false)
  expect(isAtOnce(one, { startsOn: '2026-02-10', endsOn: '2026-02-11' })).toBe(true)
})
