import type { NetworkRole } from './permissions.ts'

/** Whoever reads or acts. A visitor has no account, no network role, and acts for nobody. */
export interface Viewer {
  accountId: string | null
  name: string
  networkRole: NetworkRole | undefined
  /** The person's own actor and the organisations and groups they speak for today. */
  actorIds: readonly string[]
}

export const visitor: Viewer = { accountId: null, name: '', networkRole: undefined, actorIds: [] }

/** Who does a deed. `once` is the idempotency key of the form it came by; jobs and imports have none. */
export interface By extends Viewer {
  once?: string | undefined
}

export function isCoordinator({ networkRole }: Pick<Viewer, 'networkRole'>): boolean {
  return networkRole === 'coordinator' || networkRole === 'administrator'
}
