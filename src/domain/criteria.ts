import type { Facts } from './facts.ts'
import type { Stage } from './lifecycle.ts'
import type { Role } from './roles.ts'

// The 24 criteria of the four gates, and what each rests on. Source: RQIS 2011; codes and wording in the guide.

export const criterionCodes = [
  ...(['E1', 'E2', 'E3', 'E4', 'E5', 'E6'] as const),
  ...(['M1', 'M2', 'M3', 'M4', 'M5', 'M6'] as const),
  ...(['R1', 'R2', 'R3', 'R4', 'R5', 'R6'] as const),
  ...(['A1', 'A2', 'A3', 'A4', 'A5', 'A6'] as const),
] as const
export type CriterionCode = (typeof criterionCodes)[number]

const gateOfLetter: Record<string, Stage> = { E: 'emergence', M: 'mobilisation', R: 'feedback', A: 'appropriation' }

export function gateOf(code: CriterionCode): Stage {
  return gateOfLetter[code.charAt(0)]!
}

export function criteriaOf(gate: Stage): CriterionCode[] {
  return criterionCodes.filter((code) => gateOf(code) === gate)
}

/** One thing a criterion lacks; each has a sentence in the catalogues and a button on the page. */
export type Lack =
  | 'need'
  | 'change'
  | 'benefit'
  | 'population'
  | 'territory'
  | 'solutions'
  | 'lead'
  | 'support_partner'
  | 'taker'
  | 'knowledge'
  | 'agreement'
  | 'guide'
  | 'funding'
  | 'sources'
  | 'plan'
  | 'pilot'
  | 'feedback'
  | 'adjustment'
  | 'results'
  | 'intent'
  | 'integrated'
  | 'use'
  | 'collective_result'
  | 'attestation'

interface Rule {
  suppliers: readonly Role[]
  /** What the database must know; none means that the criterion is only attested. */
  computed?: (facts: Facts) => Lack[]
  /** Stated besides what is computed. */
  isAttested: boolean
  /** What proves it without anybody stating it, when there is such a thing: it lacks this as long as neither is there. */
  proven?: { lack: Lack; by: (facts: Facts) => boolean }
  /** The facts that it rests on, as the page says them when it is met. */
  shownBy?: readonly (keyof Facts)[]
}

const lacking = (...pairs: [Lack, boolean][]): Lack[] => pairs.filter(([, isThere]) => !isThere).map(([lack]) => lack)
const attested = (...suppliers: Role[]): Rule => ({ suppliers, isAttested: true })

// What is on record proves it, or somebody states it and points to what shows it elsewhere.
export const rules: Record<CriterionCode, Rule> = {
  E1: { suppliers: ['carrier', 'support_partner'], computed: (f) => lacking(['need', f.need]), isAttested: true },
  E2: {
    suppliers: ['carrier', 'support_partner'],
    computed: (f) => lacking(['solutions', f.solutions >= 2]),
    isAttested: false,
    shownBy: ['solutions'],
  },
  E3: {
    suppliers: ['carrier'],
    computed: (f) => lacking(['lead', f.reachableLead]),
    isAttested: false,
    shownBy: ['reachableLead'],
  },
  E4: attested('carrier', 'support_partner'),
  E5: {
    suppliers: ['carrier'],
    computed: (f) => lacking(['change', f.change], ['benefit', f.benefit]),
    isAttested: false,
    shownBy: ['change', 'benefit'],
  },
  E6: {
    suppliers: ['carrier'],
    computed: (f) => lacking(['territory', f.territories > 0], ['population', f.population]),
    isAttested: false,
    shownBy: ['territories', 'population'],
  },
  M1: {
    ...attested('carrier', 'support_partner'),
    proven: { lack: 'knowledge', by: (f) => f.knowledgeKinds >= 3 },
    shownBy: ['knowledgeKinds'],
  },
  M2: {
    suppliers: ['support_partner', 'carrier'],
    computed: (f) => lacking(['support_partner', f.supportPartners > 0]),
    isAttested: true,
    proven: { lack: 'agreement', by: (f) => f.agreements > 0 },
    shownBy: ['supportPartners', 'agreements'],
  },
  M3: {
    suppliers: ['taker', 'carrier'],
    computed: (f) => lacking(['taker', f.takers > 0]),
    isAttested: false,
    shownBy: ['takers'],
  },
  M4: { ...attested('carrier'), proven: { lack: 'plan', by: (f) => f.pilotsPlanned > 0 }, shownBy: ['pilotsPlanned'] },
  M5: {
    ...attested('carrier', 'funder'),
    proven: { lack: 'funding', by: (f) => f.fundingSources >= 1 },
    shownBy: ['fundingSources'],
  },
  M6: attested('carrier'),
  R1: {
    ...attested('carrier'),
    proven: { lack: 'pilot', by: (f) => f.pilotsFinished > 0 },
    shownBy: ['pilotsFinished'],
  },
  R2: {
    ...attested('taker', 'carrier'),
    proven: { lack: 'feedback', by: (f) => f.feedbackAdopters > 0 && f.feedbackBeneficiaries > 0 },
    shownBy: ['feedbackAdopters', 'feedbackBeneficiaries'],
  },
  R3: {
    ...attested('carrier', 'support_partner'),
    proven: { lack: 'adjustment', by: (f) => f.adjustmentsTraced > 0 },
    shownBy: ['adjustmentsTraced'],
  },
  R4: {
    ...attested('carrier', 'support_partner'),
    proven: { lack: 'results', by: (f) => f.indicatorsCompared > 0 && f.negativeEffects > 0 },
    shownBy: ['indicatorsCompared', 'negativeEffects'],
  },
  R5: {
    ...attested('taker'),
    proven: { lack: 'intent', by: (f) => f.adoptionIntents > 0 },
    shownBy: ['adoptionIntents'],
  },
  R6: attested('carrier'),
  A1: {
    ...attested('taker', 'carrier'),
    proven: { lack: 'integrated', by: (f) => f.adoptionsIntegrated > 0 },
    shownBy: ['adoptionsIntegrated'],
  },
  A2: {
    ...attested('taker', 'carrier'),
    proven: { lack: 'use', by: (f) => f.isUseMaintained },
    shownBy: ['isUseMaintained'],
  },
  A3: attested('taker', 'carrier'),
  A4: {
    ...attested('carrier', 'funder'),
    proven: { lack: 'sources', by: (f) => f.fundingSources >= 2 },
    shownBy: ['fundingSources'],
  },
  A5: {
    ...attested('carrier', 'support_partner'),
    proven: { lack: 'guide', by: (f) => f.guides > 0 },
    shownBy: ['guides'],
  },
  A6: {
    ...attested('carrier', 'support_partner'),
    proven: { lack: 'collective_result', by: (f) => f.collectiveResults > 0 },
    shownBy: ['collectiveResults'],
  },
}

export function suppliersOf(code: CriterionCode): readonly Role[] {
  return rules[code].suppliers
}

/** Whether what is on record can show it as well as a statement: documents of a kind, contributions, or money. */
export function canBeProven(code: CriterionCode): boolean {
  return rules[code].proven !== undefined
}

/** Whether stating it and pointing to a proof can help this criterion. */
export function canBeAttested(code: CriterionCode): boolean {
  return rules[code].isAttested
}

/** Whether stating it and pointing to a proof supplies this that the criterion lacks. */
export function isStatable(code: CriterionCode, lack: Lack): boolean {
  const { isAttested, proven } = rules[code]
  return isAttested && lack === (proven?.lack ?? 'attestation')
}
