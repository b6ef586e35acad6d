import type { AdoptionStatus } from '../adoptions.ts'
import type { AdoptionFact, AdoptionStepFact } from './facts.ts'
import { isKnown, type Life } from './lives.ts'

/** An adoption as it stood on a day. */
export interface Adopting extends AdoptionFact {
  life: Life
  status: AdoptionStatus
}

/** The adoptions of an initiative that had begun by a day, as far as was known, without hesitations that are not told. */
export function adoptingOn(life: Life, day: string, knownAt: number): Adopting[] {
  return life.it.adoptions.flatMap((one) => {
    const status = standingSteps(one, knownAt).findLast(({ on }) => on <= day)?.status
    return status && isTold(one, status) ? [{ ...one, life, status }] : []
  })
}

/** Its steps that stood at an instant, in the order in which they happened. */
export function standingSteps({ steps }: AdoptionFact, knownAt: number): AdoptionStepFact[] {
  return steps
    .filter((step) => isKnown(step, knownAt))
    .sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : rank(a) - rank(b)))
}

/** A correction stands where the row stood whose place it took. */
const rank = (step: AdoptionStepFact): number => (step.insteadOf ? rank(step.insteadOf) : step.sequence)

/** Whether it came to a status within these days, both included. */
export function cameTo(
  steps: readonly AdoptionStepFact[],
  status: AdoptionStatus,
  from: string,
  until: string,
): boolean {
  return steps.some(
    (step, at) => step.status === status && steps[at - 1]?.status !== status && step.on >= from && step.on <= until,
  )
}

/** That somebody hesitates or gave up is between them and the carriers. */
export function isTold({ tellsAll }: Pick<AdoptionFact, 'tellsAll'>, status: AdoptionStatus): boolean {
  return tellsAll || status === 'intent' || status === 'trial' || status === 'integrated'
}
