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
  /** Stays when it is renamed: what was found of it goes on. */
  code: string
  fr: string
  en?: string
  /** How much it weighs beside the others, 1 to 5. */
  weight: number
  /** « En priorité ». */
  isPriority: boolean
}

/** As much as a criterion may weigh. */
export const weights = [1, 2, 3, 4, 5] as const

/** What one person finds of each criterion, by its code; without a score as long as they did not answer. */
export type Found = Record<string, { score?: Score | null; words: string }>

/** What those who assessed found of one criterion. */
export interface CriterionFound {
  code: string
  /** How many gave each score, 0 to 3. */
  counts: readonly [number, number, number, number]
  /** How many find that nobody can say yet. */
  unsaid: number
  mean: number | null
  /** The lowest and the highest score: how far apart they are. */
  spread: readonly [Score, Score] | null
}

/**
 * Side by side, what several people found. The weighted mean helps a person decide; nothing follows from it by itself
 * (never all-or-nothing). What nobody can say yet counts in no mean.
 */
export function summaryOf(criteria: readonly GridCriterion[], found: readonly Found[]) {
  const rows = criteria.map(({ code }) => criterionFound(code, found))
  const scored = criteria.flatMap(({ weight }, n) => {
    const mean = rows[n]?.mean
    return mean === null || mean === undefined ? [] : [{ weight, mean }]
  })
  const weight = scored.reduce((sum, one) => sum + one.weight, 0)
  const weighted = weight > 0 ? scored.reduce((sum, one) => sum + one.weight * one.mean, 0) / weight : null
  return { assessed: found.length, criteria: rows, weighted }
}

function criterionFound(code: string, found: readonly Found[]): CriterionFound {
  const answers = found.map((one) => one[code]?.score)
  const given = answers.filter((score): score is Score => typeof score === 'number').toSorted()
  const [low, high] = [given.at(0), given.at(-1)]
  const many = (score: Score) => given.filter((one) => one === score).length
  return {
    code,
    counts: [many(0), many(1), many(2), many(3)],
    unsaid: answers.filter((score) => score === null).length,
    mean: given.length > 0 ? given.reduce((sum: number, score) => sum + score, 0) / given.length : null,
    spread: low === undefined || high === undefined ? null : [low, high],
  }
}
