import { and, eq, isNull } from 'drizzle-orm'
import type { ActorKind, Sector } from '../domain/roles.ts'
import type { Visibility } from '../domain/visibility.ts'
import { exactlyOne, type Writer } from '../platform/db/database.ts'
import { folded } from '../platform/db/sql.ts'
import { Refusal } from '../platform/http/refusal.ts'
import { newId } from '../platform/id.ts'
import type { IdentifierScheme } from './identifiers.ts'
import { actors, identifiers, memberships } from './tables.ts'

// Steps for everybody's commits: an initiative, an import, an invitation may bring an actor with it.

export interface NewActor {
  id: string
  /** From `slugFor`, which finds a free one. */
  slug: string
  kind: ActorKind
  name: string
  sector?: Sector | null | undefined
  description?: string | undefined
  url?: string | undefined
  email?: string | undefined
  phone?: string | undefined
  territoryId?: string | null | undefined
  accountId?: string | null | undefined
  /** Left out: persons are for the network, organisations and groups are public. */
  visibility?: Visibility | undefined
  importId?: string | null | undefined
}

export function actorAdded(tx: Writer, actor: NewActor, now: Date) {
  return tx.insert(actors).values({
    ...actor,
    visibility: actor.visibility ?? usualVisibility(actor.kind),
    searchText: folded(actor.name),
    createdAt: now,
  })
}

function usualVisibility(kind: ActorKind): Visibility {
  return kind === 'person' ? 'network' : 'public'
}

export interface NewMembership {
  id?: string
  personId: string
  /** An organisation or a group. */
  organisationId: string
  title?: string | undefined
  since: string
  until?: string | null | undefined
}

/** From `since`, the person acts in the roles that the organisation holds. */
export function membershipBegun(tx: Writer, membership: NewMembership) {
  return tx.insert(memberships).values({ id: newId(), ...membership })
}

/** The person of this actor is the one who signs in with this account. Refused (409) when it has an account already. */
export function accountLinked(tx: Writer, actorId: string, accountId: string) {
  const isFreePerson = and(eq(actors.id, actorId), eq(actors.kind, 'person'), isNull(actors.accountId))
  return exactlyOne(
    tx.update(actors).set({ accountId }).where(isFreePerson).returning({ id: actors.id }),
    () => new Refusal(409, 'already_there'),
  )
}

/** `value` as `readIdentifier` returns it. */
export function identifierGiven(tx: Writer, given: { actorId: string; scheme: IdentifierScheme; value: string }) {
  return tx.insert(identifiers).values({ id: newId(), ...given })
}
