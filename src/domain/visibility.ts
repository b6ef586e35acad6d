import type { Capacity } from './permissions.ts'
import type { Role } from './roles.ts'

/** Levels on initiatives, documents, notes and figures, widest first. */
export const visibilities = ['public', 'network', 'community', 'team', 'restricted'] as const
export type Visibility = (typeof visibilities)[number]

/**
 * Whether somebody with these capacities on an initiative may see what has this level.
 * The queries say the same in SQL; a test compares the two on every combination.
 * Until communities exist, `community` is read by the team alone.
 */
export function maySee(level: Visibility, held: readonly Capacity[], namedRoles: readonly Role[] = []): boolean {
  if (level === 'public' || held.includes('coordinator')) return true
  if (level === 'network') return held.includes('member')
  const onTeam: Role[] =
    level === 'restricted' ? ['carrier', ...namedRoles] : ['carrier', 'funder', 'support_partner', 'taker']
  return onTeam.some((role) => held.includes(role))
}
