import { type CriterionCode, type CriterionState, criterionState, type Evidence } from './gates.ts'

// Words that describe an initiative besides its stage and status (RQIS, CaféLaboQUARTIERS).

export const innovationTypes = [
  'idea',
  'approach',
  'intervention',
  'service',
  'product',
  'law',
  'organisation_type',
] as const
export type InnovationType = (typeof innovationTypes)[number]

export const emergenceWays = ['practice_modified', 'knowledge_applied', 'research_transferred'] as const
export type EmergenceWay = (typeof emergenceWays)[number]

/** As encounters use it. Independent of the stage: both vocabularies say « émergence » and mean different things. */
export const maturities = ['emerging', 'developing', 'spreading'] as const
export type Maturity = (typeof maturities)[number]

/** The two halves of the definition. */
export const innovationHalves = ['takers', 'benefit'] as const
export type InnovationHalf = (typeof innovationHalves)[number]

// Takers are of two kinds: an organisation integrated it (A1), or beneficiaries keep using it (A2).
const shownIn: Record<InnovationHalf, readonly CriterionCode[]> = { takers: ['A1', 'A2'], benefit: ['A6'] }

/**
 * « An innovation exists only once it found takers and yields a measurable collective benefit » (Déclaration
 * québécoise, RQIS 2011): by each half, the criteria that meet it, proven or stated, whatever the network's gates ask.
 */
export function innovationOf(evidence: Evidence): Record<InnovationHalf, CriterionState[]> {
  const met = (half: InnovationHalf) =>
    shownIn[half].map((code) => criterionState(code, evidence)).filter((one) => one.met)
  return { takers: met('takers'), benefit: met('benefit') }
}

/** Before that it is a novel practice. */
export function isSocialInnovation(evidence: Evidence): boolean {
  return Object.values(innovationOf(evidence)).every((criteria) => criteria.length > 0)
}

export const consents = ['unknown', 'asked', 'given', 'refused'] as const
export type Consent = (typeof consents)[number]

export const territoryKinds = ['country', 'region', 'mrc', 'municipality', 'quartier'] as const
export type TerritoryKind = (typeof territoryKinds)[number]
