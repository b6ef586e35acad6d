import { type AdoptionStatus, adoptionStatuses, engaged, spreadOf, standingSteps } from '../domain/adoptions.ts'
import { addressIn } from './evidence.ts'
import type { AdoptionMet, AdoptionStep } from './queries.ts'

/** An adoption as a line of a list. */
export function lineOf({ adoption, taker, place, isOwn }: AdoptionMet) {
  const { id, takerKind, status, since, fidelity, adapted, peopleReached } = adoption
  return { href: `/adoptions/${id}`, taker, place, isOwn, takerKind, status, since, fidelity, adapted, peopleReached }
}

/** How many stand where, of the statuses that have any; how many people were said to be reached; whether it spread. */
export function summaryOf(adoptions: readonly AdoptionMet[]) {
  const counted = adoptionStatuses.map((status) => ({
    status,
    count: adoptions.filter(({ adoption }) => adoption.status === status).length,
  }))
  const said = adoptions.filter(({ adoption }) => adoption.peopleReached !== null && isInUse(adoption.status))
  return {
    statuses: counted.filter(({ count }) => count > 0),
    people: said.reduce((sum, { adoption }) => sum + (adoption.peopleReached ?? 0), 0),
    /** How many adoptions the sum is of. */
    saidBy: said.length,
    spread: spreadOf(adoptions.map(({ adoption }) => adoption)),
  }
}

/** Those who came furthest first; as they came otherwise. */
export function nearestFirst<One extends AdoptionMet>(adoptions: readonly One[]): One[] {
  const rank = ({ adoption: { status } }: AdoptionMet) =>
    status === 'abandoned' ? adoptionStatuses.length : -adoptionStatuses.indexOf(status)
  return adoptions.toSorted((a, b) => rank(a) - rank(b))
}

const isInUse = (status: AdoptionStatus): boolean => status === 'trial' || status === 'integrated'

/** Those who have not made up their mind, or changed it: what the carriers follow. */
export const hesitates = (status: AdoptionStatus): boolean => !isInUse(status)

/**
 * The history of an adoption, newest first, each step with what it corrected. Without `reasons`, only how far they
 * came: why somebody hesitates, and that they do, is between them and the carriers.
 */
export function historyTold(
  steps: readonly AdoptionStep[],
  { reasons, titles, url }: { reasons: boolean; titles: ReadonlyMap<string, string>; url?: string | undefined },
) {
  const known = new Map(steps.map((step) => [step.id, step]))
  const told = standingSteps(steps).filter(({ status }) => reasons || isToldTo(status))
  return told.toReversed().map((step) => {
    const was = step.supersedesId ? known.get(step.supersedesId) : undefined
    const title = step.documentId ? titles.get(step.documentId) : undefined
    return {
      status: step.status,
      effectiveOn: step.effectiveOn,
      recordedAt: step.recordedAt,
      reason: reasons ? step.reason : '',
      evidence: step.evidence,
      address: addressIn(step.evidence),
      document: title === undefined ? undefined : { href: `/documents/${step.documentId}`, title },
      was: was && (reasons || isToldTo(was.status)) ? { status: was.status, effectiveOn: was.effectiveOn } : undefined,
      correct: url && `${url}/steps/${step.id}/correction`,
    }
  })
}

// The same as `adoptionsVisibleTo` says of adoptions.
const isToldTo = (status: AdoptionStatus) => engaged.includes(status)
