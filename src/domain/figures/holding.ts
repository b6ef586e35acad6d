import type { ParticipationFact } from './facts.ts'
import type { Life } from './lives.ts'
import type { Scene } from './scene.ts'

/** The roles that are held on an initiative on the as-of day, as far as they had been entered. */
export function holding({ when, knownAt }: Pick<Scene, 'when' | 'knownAt'>, { it }: Life): ParticipationFact[] {
  return it.participations.filter((link) => isHolding(link, when.asOf, knownAt))
}

/** What `isHeld` of the domain says of accepted links, which alone are among the facts. */
export function isHolding({ since, until, recordedAt }: ParticipationFact, day: string, knownAt: number): boolean {
  return recordedAt <= knownAt && since <= day && (until === null || until >= day)
}
