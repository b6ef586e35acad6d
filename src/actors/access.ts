import { capacitiesOf, type Capacity, may, type Permission } from '../domain/permissions.ts'
import { isCoordinator, type Viewer } from '../domain/viewer.ts'
import { NotAllowed } from '../platform/http/refusal.ts'
import type { Actor } from './queries.ts'

/** Coordinators edit every actor; everybody edits themself and those they speak for. */
export function mayEdit(viewer: Viewer, actorId: string): Permission {
  const permission = may('actor.edit', capacitiesOf(viewer.networkRole))
  return !permission.allowed && viewer.actorIds.includes(actorId) ? { allowed: true, as: 'member' } : permission
}

/**
 * Whether somebody may have a letter sent that offers a role to an actor: who accepts it speaks for the actor from then
 * on. A person with an account answers themself, and an address on record is the actor's own; no other one is believed.
 */
export function mayInvite(viewer: Viewer, actor: Pick<Actor, 'id' | 'accountId' | 'email'>, email: string): boolean {
  return actor.accountId !== null || actor.email === email || mayEdit(viewer, actor.id).allowed
}

/** Contacts are private: for coordinators, and for the actor itself. */
export function seesContacts(viewer: Viewer, actorId: string): boolean {
  return isCoordinator(viewer) || viewer.actorIds.includes(actorId)
}

/** In which capacity it is done. Throws NotAllowed, which says who may. */
export function asAllowed(permission: Permission): Capacity {
  if (!permission.allowed) throw new NotAllowed(permission.reserved)
  return permission.as
}
