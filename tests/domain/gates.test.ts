import { describe, expect, test } from 'vitest'
import {
  assess,
  canBeAttested,
  canBeProven,
  type CriterionCode,
  criteriaOf,
  criterionCodes,
  gateOf,
  type Lack,
  originalGate,
  suppliersOf,
} from '../../src/domain/gates.ts'
import type { Facts } from '../../src/domain/facts.ts'
import { stages } from '../../src/domain/lifecycle.ts'
import type { Role } from '../../src/domain/roles.ts'
import { allFacts, everything, nothing } from './evidence.ts'

interface Expected {
  suppliers: Role[]
  /** Without this fact, that is lacking. */
  facts?: [Partial<Facts>, Lack][]
  isAttested?: true
  /** What proves it as well as a statement does, what is not yet enough, and what it lacks as long as neither is there. */
  proven?: { by: Partial<Facts>; notBy: Partial<Facts>; lack: Lack }
}

const attested = (...suppliers: Role[]): Expected => ({ suppliers, isAttested: true })

// The 24 criteria, as the guide has them: who can supply each, and what it rests on.
const expected: Record<CriterionCode, Expected> = {
  E1: { suppliers: ['carrier', 'support_partner'], facts: [[{ need: false }, 'need']], isAttested: true },
  E2: { suppliers: ['carrier', 'support_partner'], facts: [[{ solutions: 1 }, 'solutions']] },
  E3: { suppliers: ['carrier'], facts: [[{ reachableLead: false }, 'lead']] },
  E4: attested('carrier', 'support_partner'),
  E5: {
    suppliers: ['carrier'],
    facts: [
      [{ change: false }, 'change'],
      [{ benefit: false }, 'benefit'],
    ],
  },
  E6: {
    suppliers: ['carrier'],
    facts: [
      [{ territories: 0 }, 'territory'],
      [{ population: false }, 'population'],
    ],
  },
  M1: {
    ...attested('carrier', 'support_partner'),
    proven: { by: { knowledgeKinds: 3 }, notBy: { knowledgeKinds: 2 }, lack: 'knowledge' },
  },
  M2: {
    suppliers: ['support_partner', 'carrier'],
    facts: [[{ supportPartners: 0 }, 'support_partner']],
    isAttested: true,
    proven: { by: { agreements: 1 }, notBy: { guides: 1 }, lack: 'agreement' },
  },
  M3: { suppliers: ['taker', 'carrier'], facts: [[{ takers: 0 }, 'taker']] },
  M4: {
    ...attested('carrier'),
    proven: { by: { pilotsPlanned: 1 }, notBy: { pilotsFinished: 1 }, lack: 'plan' },
  },
  M5: {
    ...attested('carrier', 'funder'),
    proven: { by: { fundingSources: 1 }, notBy: { agreements: 1 }, lack: 'funding' },
  },
  M6: attested('carrier'),
  R1: {
    ...attested('carrier'),
    proven: { by: { pilotsFinished: 1 }, notBy: { pilotsPlanned: 2 }, lack: 'pilot' },
  },
  R2: {
    ...attested('taker', 'carrier'),
    proven: {
      by: { feedbackAdopters: 1, feedbackBeneficiaries: 1 },
      notBy: { feedbackAdopters: 20 },
      lack: 'feedback',
    },
  },
  R3: {
    ...attested('carrier', 'support_partner'),
    proven: { by: { adjustmentsTraced: 1 }, notBy: { feedbackAdopters: 1 }, lack: 'adjustment' },
  },
  R4: {
    ...attested('carrier', 'support_partner'),
    proven: { by: { indicatorsCompared: 1, negativeEffects: 1 }, notBy: { indicatorsCompared: 3 }, lack: 'results' },
  },
  R5: {
    ...attested('taker'),
    proven: { by: { adoptionIntents: 1 }, notBy: { pilotsFinished: 1 }, lack: 'intent' },
  },
  R6: attested('carrier'),
  A1: {
    ...attested('taker', 'carrier'),
    proven: { by: { adoptionsIntegrated: 1 }, notBy: { adoptionTrials: 3 }, lack: 'integrated' },
  },
  A2: {
    ...attested('taker', 'carrier'),
    proven: { by: { isUseMaintained: true }, notBy: { adoptionTrials: 1 }, lack: 'use' },
  },
  A3: attested('taker', 'carrier'),
  A4: {
    ...attested('carrier', 'funder'),
    proven: { by: { fundingSources: 2 }, notBy: { fundingSources: 1 }, lack: 'sources' },
  },
  A5: {
    ...attested('carrier', 'support_partner'),
    proven: { by: { guides: 1 }, notBy: { agreements: 1 }, lack: 'guide' },
  },
  A6: {
    ...attested('carrier', 'support_partner'),
    proven: { by: { collectiveResults: 1 }, notBy: { indicatorsCompared: 1 }, lack: 'collective_result' },
  },
}

test('there are 24 criteria, six to leave each stage', () => {
  expect(criterionCodes).toHaveLength(24)
  for (const stage of stages) {
    expect(criteriaOf(stage)).toHaveLength(6)
    expect(criteriaOf(stage).map(gateOf)).toEqual(Array(6).fill(stage))
  }
})

describe.each(criterionCodes)('criterion %s', (code) => {
  const { suppliers, facts = [], isAttested = false, proven } = expected[code]
  const unsaid = isAttested ? [proven?.lack ?? 'attestation'] : []
  const state = (evidence: Parameters<typeof assess>[1]) =>
    assess(originalGate(gateOf(code)), evidence).criteria.find((one) => one.code === code)!

  test('says who can supply it', () => {
    expect(suppliersOf(code)).toEqual(suppliers)
    expect(state(nothing).suppliers).toEqual(suppliers)
    expect(canBeAttested(code)).toBe(isAttested)
  })

  test('is met when everything is there, and says by what', () => {
    expect(state(everything)).toMatchObject({ met: true, lacks: [] })
    expect(state(everything).attested?.code).toBe(isAttested ? code : undefined)
  })

  test('lacks all of it when nothing is there', () => {
    expect(state(nothing)).toMatchObject({
      met: false,
      lacks: [...facts.map(([, lack]) => lack), ...unsaid],
    })
  })

  test('misses each thing it rests on, and only that one', () => {
    for (const [without, lack] of facts) {
      expect(state({ ...everything, facts: { ...allFacts, ...without } })).toMatchObject({ met: false, lacks: [lack] })
    }
    const others = everything.attested.filter((one) => one.code !== code)
    expect(state({ ...everything, attested: others }).lacks).toEqual(unsaid)
  })

  test('is proven by what is on record as well as by a statement, where it may be', () => {
    expect(canBeProven(code)).toBe(proven !== undefined)
    if (!proven) return
    const unstated = { ...everything, attested: everything.attested.filter((one) => one.code !== code) }
    const shown = state({ ...unstated, facts: { ...allFacts, ...proven.by } })
    expect(shown).toMatchObject({ met: true, lacks: [] })
    for (const [fact, count] of Object.entries(proven.by)) {
      expect(shown.shownBy).toContainEqual({ fact, count: Number(count) })
    }
    const unproven = { ...allFacts, ...proven.notBy }
    expect(state({ ...unstated, facts: unproven })).toMatchObject({ lacks: [proven.lack], shownBy: [] })
    // What would not be enough by itself is not what met it when a statement did.
    const told = state({ ...everything, facts: unproven }).shownBy.map(({ fact }) => fact)
    expect(Object.keys(proven.by).filter((fact) => told.includes(fact as keyof Facts))).toEqual([])
  })

  test('off, it is neither asked for nor counted', () => {
    const gate = originalGate(gateOf(code))
    const without = { ...gate, criteria: gate.criteria.map((one) => ({ ...one, on: one.code !== code })) }
    const assessment = assess(without, nothing)
    expect(assessment.of).toBe(5)
    expect(assessment.criteria.map((one) => one.code)).not.toContain(code)
  })
})

describe('a gate', () => {
  const gate = originalGate('emergence')

  test('that requires opens when all six are met, not at five', () => {
    expect(assess(gate, everything)).toMatchObject({ open: true, met: 6, of: 6 })
    const five = assess(gate, { ...everything, facts: { ...allFacts, reachableLead: false } })
    expect(five).toMatchObject({ open: false, met: 5, of: 6 })
  })

  test('that advises is open, and still says what is missing', () => {
    expect(assess({ ...gate, mode: 'advise' }, nothing)).toMatchObject({ open: true, met: 0, of: 6 })
  })

  test('with every criterion off is open', () => {
    const empty = { ...gate, criteria: gate.criteria.map((one) => ({ ...one, on: false })) }
    expect(assess(empty, nothing)).toMatchObject({ open: true, met: 0, of: 0 })
  })

  test('keeps its version and the names that the network gave', () => {
    const renamed = {
      ...gate,
      version: 7,
      criteria: [{ code: 'E1' as const, on: true, fr: 'Le besoin', en: 'The need' }],
    }
    expect(assess(renamed, everything)).toMatchObject({ version: 7, criteria: [{ fr: 'Le besoin', en: 'The need' }] })
  })

  test('shows the latest of two statements', () => {
    const twice = [
      { code: 'E4' as const, statement: 'first', on: '2026-01-01' },
      { code: 'E4' as const, statement: 'second', on: '2026-02-01' },
    ]
    const found = assess(gate, { ...nothing, attested: twice }).criteria.find(({ code }) => code === 'E4')
    expect(found?.attested?.statement).toBe('second')
  })
})
