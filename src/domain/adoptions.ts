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
