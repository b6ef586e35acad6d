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

/**
 * An innovation exists once it found takers and yields a measurable collective benefit (Déclaration québécoise, RQIS
 * 2011): an organisation integrated it (A1) and the benefit is measured (A6). Before that it is a novel practice.
 */
export function isSocialInnovation(attested: readonly { code: string }[]): boolean {
  return ['A1', 'A6'].every((code) => attested.some((one) => one.code === code))
}

export const consents = ['unknown', 'asked', 'given', 'refused'] as const
export type Consent = (typeof consents)[number]

export const territoryKinds = ['country', 'region', 'mrc', 'municipality', 'quartier'] as const
export type TerritoryKind = (typeof territoryKinds)[number]
