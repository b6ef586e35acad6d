import { type Capacity, capacitiesOf } from '../domain/permissions.ts'
import { type Viewer, visitor } from '../domain/viewer.ts'
import type { Visibility } from '../domain/visibility.ts'

/** The widest reading that a link may give. */
export const shown = ['public', 'network', 'team'] as const
export type Shown = (typeof shown)[number]

/** With whose eyes a dossier is seen: a reader's own, or those that a link lends to whoever holds it. */
export interface Sight {
  viewer: Viewer
  capacities: readonly Capacity[]
  /** The levels that a link gives; undefined for a reader, who sees what is theirs. */
  levels?: readonly Visibility[]
}

const levelsOf: Record<Shown, readonly Visibility[]> = {
  public: ['public'],
  network: ['public', 'network'],
  team: ['public', 'network', 'community', 'team'],
}

/** Which links would show something of what has this level; none for what is restricted. */
export function linksShowing(level: Visibility): Shown[] {
  return shown.filter((one) => levelsOf[one].includes(level))
}

/**
 * Nobody in particular, of that level: acts for no actor, so that nothing is shown because it is somebody's own. Of the
 * team's roles it stands in the one with the fewest rights.
 */
export function sightOf(shows: Shown): Sight {
  const viewer: Viewer = shows === 'public' ? visitor : { ...visitor, networkRole: 'member' }
  const held = shows === 'team' ? [{ role: 'taker', isLead: false } as const] : []
  return { viewer, capacities: capacitiesOf(viewer.networkRole, held), levels: levelsOf[shows] }
}
