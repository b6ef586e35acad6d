import { describe, expect, test } from 'vitest'
import {
  type AdoptionPassage,
  type AdoptionStatus,
  adoptionStatuses,
  spreadOf,
  standingSteps,
  stateAfter,
  statusesOf,
} from '../../src/domain/adoptions.ts'

let entered = 0
const step = (status: AdoptionStatus, effectiveOn: string, supersedesId: string | null = null): AdoptionPassage => {
  entered += 1
  return { id: `step-${entered}`, status, effectiveOn, sequence: entered, supersedesId }
}

describe('where its history leaves an adoption', () => {
  test('nowhere, before its first step', () => {
    expect(stateAfter([])).toBeUndefined()
  })

  test('is its last step in time, in whatever order steps were entered', () => {
    const steps = [step('integrated', '2026-03-01'), step('interested', '2026-01-01'), step('trial', '2026-02-01')]
    expect(stateAfter(steps)).toEqual({ status: 'integrated', since: '2026-03-01' })
  })

  test('is what was entered last, on the same day', () => {
    expect(stateAfter([step('trial', '2026-03-01'), step('abandoned', '2026-03-01')])?.status).toBe('abandoned')
  })

  test('goes on since the first day of a status that is only confirmed again', () => {
    const steps = [step('trial', '2026-01-01'), step('trial', '2026-02-01')]
    expect(stateAfter(steps)).toEqual({ status: 'trial', since: '2026-01-01' })
    const back = [...steps, step('abandoned', '2026-03-01'), step('trial', '2026-04-01')]
    expect(stateAfter(back)).toEqual({ status: 'trial', since: '2026-04-01' })
  })

  test('takes a correction for what it corrects, in its place, also when that was a correction', () => {
    const wrong = step('trial', '2026-03-01')
    const after = step('integrated', '2026-03-01')
    const better = step('intent', '2026-03-01', wrong.id)
    const best = step('interested', '2026-03-01', better.id)
    expect(standingSteps([wrong, after, better, best]).map(({ status }) => status)).toEqual([
      'interested',
      'integrated',
    ])
  })
})

test('beneficiaries may come as far as a use, never to a practice', () => {
  expect(statusesOf('adopter')).toEqual(adoptionStatuses)
  expect(statusesOf('beneficiary')).toEqual(adoptionStatuses.filter((status) => status !== 'integrated'))
})

describe('essaimage', () => {
  const integrated = (territoryId: string | null, more: object = {}) =>
    ({ status: 'integrated', takerKind: 'adopter', territoryId, ...more }) as const

  test.each([
    ['nothing', [], [0, 0, false]],
    ['one', [integrated('a')], [1, 1, false]],
    ['two in one place', [integrated('a'), integrated('a')], [2, 1, false]],
    ['two in two places', [integrated('a'), integrated('b')], [2, 2, true]],
    ['one of two without a place', [integrated('a'), integrated(null)], [2, 1, false]],
    ['one of two on trial', [integrated('a'), integrated('b', { status: 'trial' })], [1, 1, false]],
    ['one of two by beneficiaries', [integrated('a'), integrated('b', { takerKind: 'beneficiary' })], [1, 1, false]],
  ] as const)('of %s', (_name, adoptions, [many, territories, isSpread]) => {
    expect(spreadOf([...adoptions])).toEqual({ integrated: many, territories, isSpread })
  })
})
