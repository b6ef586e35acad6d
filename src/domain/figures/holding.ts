import { isHeld } from '../roles.ts'
import type { ParticipationFact } from './facts.ts'
import type { Life } from './lives.ts'
import type { Scene } from './scene.ts'

/** The roles that are held on an initiative on the as-of day, as far as they had been entered. */
export function holding({ when, knownAt }: Pick<Scene, 'when' | 'knownAt'>, { it }: Life): ParticipationFact[] {
  return it.participations.filter(
    (link) => link.recordedAt <= knownAt && isHeld({ ...link, state: 'accepted' }, when.asOf),
  )
}
