import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { mayAssess, mayDecide } from '../../src/domain/permissions.ts'
import { type Found, type GridCriterion, type Score, scores, summaryOf } from '../../src/domain/qualification.ts'

const criterion = (code: string, weight = 1): GridCriterion => ({ code, fr: code, weight, isPriority: false })
const found = (answers: Record<string, Score | null>): Found =>
  Object.fromEntries(Object.entries(answers).map(([code, score]) => [code, { score, words: '' }]))

describe('what several people find, side by side', () => {
  const criteria = [criterion('need', 3), criterion('takers', 1), criterion('novelty', 1)]

  test('by hand: means, how far apart, who cannot say, and the weighted mean', () => {
    const people = [
      found({ need: 3, takers: 0, novelty: null }),
      found({ need: 2, takers: 3, novelty: null }),
      found({ need: 1, takers: null, novelty: null }),
    ]
    expect(summaryOf(criteria, people)).toEqual({
      assessed: 3,
      // (3 × 2 + 1 × 1.5) ÷ 4: what nobody can say yet weighs nothing.
      weighted: 1.875,
      criteria: [
        { code: 'need', counts: [0, 1, 1, 1], unsaid: 0, mean: 2, spread: [1, 3] },
        { code: 'takers', counts: [1, 0, 0, 1], unsaid: 1, mean: 1.5, spread: [0, 3] },
        { code: 'novelty', counts: [0, 0, 0, 0], unsaid: 3, mean: null, spread: null },
      ],
    })
  })

  test('of nobody, and of what nobody can say, there is no mean', () => {
    expect(summaryOf(criteria, [])).toMatchObject({ assessed: 0, weighted: null })
    expect(summaryOf(criteria, [found({ need: null })]).weighted).toBeNull()
  })

  test('a criterion that somebody did not answer counts for nothing', () => {
    expect(summaryOf([criterion('need')], [{ need: { words: 'À voir' } }, found({ need: 2 })]).criteria).toEqual([
      { code: 'need', counts: [0, 0, 1, 0], unsaid: 0, mean: 2, spread: [2, 2] },
    ])
  })

  test('a law: means lie between the lowest and the highest, whatever the weights, and order says nothing', () => {
    const score = fc.constantFrom<Score | null>(...scores, null)
    const people = fc.array(fc.record({ a: score, b: score }), { maxLength: 8 })
    fc.assert(
      fc.property(people, fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 }), (given, one, other) => {
        const grid = [criterion('a', one), criterion('b', other)]
        const summary = summaryOf(grid, given.map(found))
        for (const { mean, spread, counts, unsaid } of summary.criteria) {
          expect(counts.reduce((sum, many) => sum + many, unsaid)).toBe(given.length)
          if (mean !== null) expect(mean >= spread![0] && mean <= spread![1]).toBe(true)
        }
        const means = summary.criteria.flatMap(({ mean }) => mean ?? [])
        if (summary.weighted === null) expect(means).toEqual([])
        else {
          expect(summary.weighted).toBeGreaterThanOrEqual(Math.min(...means) - 1e-9)
          expect(summary.weighted).toBeLessThanOrEqual(Math.max(...means) + 1e-9)
        }
        expect(summaryOf(grid, given.toReversed().map(found))).toEqual(summary)
      }),
    )
  })
})

describe('nobody judges what they carry', () => {
  test('carriers neither assess nor decide, even when they coordinate', () => {
    for (const held of [['carrier'], ['coordinator', 'carrier'], ['coordinator', 'lead_carrier', 'carrier']] as const) {
      expect([mayAssess(held).allowed, mayDecide(held).allowed]).toEqual([false, false])
    }
  })

  test('partners, takers and funders assess; coordinators decide too', () => {
    for (const one of ['support_partner', 'taker', 'funder'] as const) {
      expect([mayAssess([one]), mayDecide([one]).allowed]).toEqual([{ allowed: true, as: one }, false])
    }
    expect([mayAssess(['coordinator']).allowed, mayDecide(['coordinator']).allowed]).toEqual([true, true])
    expect([mayAssess(['member']).allowed, mayAssess(['visitor']).allowed]).toEqual([false, false])
  })
})
