import { describe, expect, test } from 'vitest'
import type { Facts } from '../../src/domain/facts.ts'
import type { CriterionCode } from '../../src/domain/gates.ts'
import { innovationOf, isSocialInnovation } from '../../src/domain/innovation.ts'
import { nothing } from './evidence.ts'

const known = (facts: Partial<Facts>, ...stated: CriterionCode[]) => ({
  facts: { ...nothing.facts, ...facts },
  attested: stated.map((code) => ({ code, statement: `${code} is so`, on: '2026-01-15' })),
})

describe('a social innovation', () => {
  test.each([
    [
      'an organisation integrated it, and the benefit is measured',
      { adoptionsIntegrated: 1, collectiveResults: 1 },
      [],
    ],
    ['beneficiaries keep using it, and the benefit is measured', { isUseMaintained: true, collectiveResults: 1 }, []],
    ['both are stated', {}, ['A1', 'A6']],
    ['use is stated, and the benefit is on record', { collectiveResults: 2 }, ['A2']],
  ] as const)('has found takers and yields a measured benefit: %s', (_, facts, stated) => {
    expect(isSocialInnovation(known(facts, ...stated))).toBe(true)
  })

  test.each([
    ['nothing is known', {}, []],
    ['it found takers, and nothing is measured', { adoptionsIntegrated: 3 }, []],
    ['it is only tried', { adoptionTrials: 3, adoptionIntents: 3, collectiveResults: 1 }, []],
    ['what is measured is for individuals', { adoptionsIntegrated: 1, indicatorsCompared: 2 }, []],
    ['somebody runs it without the carriers, which is another criterion', { collectiveResults: 1 }, ['A3']],
  ] as const)('is not yet one as long as %s', (_, facts, stated) => {
    expect(isSocialInnovation(known(facts, ...stated))).toBe(false)
  })

  test('says by which criteria each half is met', () => {
    const { takers, benefit } = innovationOf(known({ adoptionsIntegrated: 2, isUseMaintained: true }, 'A6'))
    expect(takers.map(({ code, shownBy }) => [code, shownBy])).toEqual([
      ['A1', [{ fact: 'adoptionsIntegrated', count: 2 }]],
      ['A2', [{ fact: 'isUseMaintained', count: 1 }]],
    ])
    expect(benefit.map(({ code, attested }) => [code, attested?.statement])).toEqual([['A6', 'A6 is so']])
  })
})
