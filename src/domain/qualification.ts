// Whether people find that it is what it says: never all-or-nothing, decided by a person.

/** The eight points of the grid (RQIS). */
export const rqisPoints = [
  'novelty',
  'unsatisfactory_solutions',
  'defined_need',
  'takers',
  'collective_benefit',
  'collaboration',
  'systemic_change',
  'evaluation',
] as const

/** The five priority criteria of the encounters (CaféLaboQUARTIERS): the template of a label. */
export const labelCriteria = ['entrepreneurship', 'neighbourhood', 'economy', 'digital', 'maturity'] as const

export const gridKinds = ['rqis', 'label'] as const
export type GridKind = (typeof gridKinds)[number]

/** 0 « pas du tout » to 3 « tout à fait »; null: nobody can say yet. */
export const scores = [0, 1, 2, 3] as const
export type Score = (typeof scores)[number]

export const qualificationOutcomes = ['granted', 'not_yet', 'refused', 'withdrawn'] as const
export type QualificationOutcome = (typeof qualificationOutcomes)[number]

export interface GridCriterion {
  code: string
  fr: string
  en?: string
  /** How much it weighs beside the others, 1 to 5. */
  weight: number
  /** « En priorité ». */
  isPriority: boolean
}
