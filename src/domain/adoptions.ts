import type { TakerKind } from './roles.ts'

// How far a taker has come in making it theirs.

export const adoptionStatuses = ['considered', 'interested', 'intent', 'trial', 'integrated', 'abandoned'] as const
export type AdoptionStatus = (typeof adoptionStatuses)[number]

export const fidelities = ['as_is', 'adapted', 'inspired'] as const
export type Fidelity = (typeof fidelities)[number]

/** Only adopters integrate it into a practice; beneficiaries use it (RQIS: two kinds of takers). */
export function statusesOf(kind: TakerKind): readonly AdoptionStatus[] {
  return kind === 'adopter' ? adoptionStatuses : adoptionStatuses.filter((status) => status !== 'integrated')
}

/** What counts an adoption among those that spread. */
export interface Adopted {
  status: AdoptionStatus
  takerKind: TakerKind
  territoryId: string | null
}

/** Essaimage: several integrated adoptions across territories (product.md). Those without a place spread nowhere yet. */
export function spreadOf(adoptions: readonly Adopted[]): {
  integrated: number
  territories: number
  isSpread: boolean
} {
  const integrated = adoptions.filter(({ status, takerKind }) => status === 'integrated' && takerKind === 'adopter')
  const territories = new Set(integrated.flatMap(({ territoryId }) => territoryId ?? [])).size
  return { integrated: integrated.length, territories, isSpread: territories > 1 }
}

/** A step of an adoption's history. Days are YYYY-MM-DD. */
export interface AdoptionPassage {
  id: string
  status: AdoptionStatus
  effectiveOn: string
  /** In the order of entry. */
  sequence: number
  supersedesId: string | null
}

/** What stands: steps that no other supersedes, by day, then in the order of entry; a correction keeps the place of what it corrects. */
export function standingSteps<Step extends AdoptionPassage>(steps: readonly Step[]): Step[] {
  const known = new Map(steps.map((step) => [step.id, step]))
  const superseded = new Set(steps.map(({ supersedesId }) => supersedesId))
  const placeOf = (step: Step): number => {
    const before = step.supersedesId ? known.get(step.supersedesId) : undefined
    return before ? placeOf(before) : step.sequence
  }
  return steps
    .filter(({ id }) => !superseded.has(id))
    .sort((a, b) => (a.effectiveOn < b.effectiveOn ? -1 : a.effectiveOn > b.effectiveOn ? 1 : placeOf(a) - placeOf(b)))
}

/** Where its history leaves an adoption, and since when: a status that is only confirmed again goes on. */
export function stateAfter(steps: readonly AdoptionPassage[]): { status: AdoptionStatus; since: string } | undefined {
  let state: { status: AdoptionStatus; since: string } | undefined
  for (const { status, effectiveOn } of standingSteps(steps)) {
    if (state?.status !== status) state = { status, since: effectiveOn }
  }
  return state
}
