import { type Capacity, may, mayAssess, mayDecide } from '../domain/permissions.ts'
import { isCoordinator, type Viewer } from '../domain/viewer.ts'
import { maySee } from '../domain/visibility.ts'
import { rolesNamedBy } from '../initiatives/queries.ts'
import type { AssessmentRow, DecisionMet } from './queries.ts'

/**
 * Whether somebody reads what others found with this version of a grid: coordinators do, and those who assess once
 * they have submitted what they find themselves, so that nobody leans on others (anchoring).
 */
export function seesAssessments(
  viewer: Viewer,
  capacities: readonly Capacity[],
  assessments: readonly AssessmentRow[],
  gridId: string,
): boolean {
  if (isCoordinator(viewer)) return true
  const own = ownAmong(assessments, viewer, gridId)
  return mayAssess(capacities).allowed && own?.isSubmitted === true
}

export function ownAmong(assessments: readonly AssessmentRow[], { accountId }: Viewer, gridId: string) {
  return assessments.find((one) => one.gridId === gridId && one.byAccountId === accountId)
}

/** Whether somebody has to do with qualifying it: they meet its page even where nothing is decided. */
export function hasPart(capacities: readonly Capacity[]): boolean {
  return mayAssess(capacities).allowed || mayDecide(capacities).allowed || may('team.see', capacities).allowed
}

/**
 * The decisions that a reader may see, oldest first. The team sees all, those on a merged initiative as far as it was
 * seen; others the public ones, as long as what stands today is public too.
 */
export function decisionsSeen(
  decisions: readonly DecisionMet[],
  initiativeId: string,
  slugOf: (gridId: string) => string,
  capacities: readonly Capacity[],
): DecisionMet[] {
  const seen = decisions.filter(
    ({ on }) => on.id === initiativeId || maySee(on.visibility, capacities, rolesNamedBy(on)),
  )
  if (may('team.see', capacities).allowed) return seen
  const standing = standingAmong(seen, initiativeId, slugOf)
  return seen.filter(
    ({ decision }) => decision.isPublic && standing.get(slugOf(decision.gridId))?.decision.isPublic !== false,
  )
}

/** The last decision on an initiative itself by each grid, whatever its version: what was merged into it is history. */
export function standingAmong(
  decisions: readonly DecisionMet[],
  initiativeId: string,
  slugOf: (gridId: string) => string,
): Map<string, DecisionMet> {
  return new Map(decisions.filter(({ on }) => on.id === initiativeId).map((one) => [slugOf(one.decision.gridId), one]))
}
