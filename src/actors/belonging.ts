import { and, eq, gte, isNull, or } from 'drizzle-orm'
import type * as z from 'zod'
import { recorded } from '../activity/recorded.ts'
import type { By } from '../domain/viewer.ts'
import { type Database, exactlyOne } from '../platform/db/database.ts'
import { InvalidInput, NotFound, Stale } from '../platform/http/refusal.ts'
import { newId } from '../platform/id.ts'
import { asAllowed, mayEdit } from './access.ts'
import { type Actor, actorNamed } from './queries.ts'
import type { MembershipForm } from './schema.ts'
import { findMembership } from './sheet.ts'
import { membershipBegun } from './steps.ts'
import { memberships } from './tables.ts'

/**
 * A person begins to speak for an organisation or a group. Who decides it already speaks for it, or coordinates:
 * nobody gives themself the rights of an organisation.
 */
export async function beginMembership(
  db: Database,
  organisation: Actor,
  input: z.output<typeof MembershipForm>,
  by: By,
  now: Date,
) {
  if (organisation.kind === 'person') throw new NotFound()
  const as = asAllowed(mayEdit(by, organisation.id))
  const { person: typed, title, since, until } = input
  const person = await actorNamed(db, by, typed, ['person'])
  if (typeof person === 'string') throw new InvalidInput([{ field: 'person', key: `person_${person}` }])

  const isTheirs = and(eq(memberships.personId, person.id), eq(memberships.organisationId, organisation.id))
  const isOpenThen = or(isNull(memberships.until), gte(memberships.until, since))
  const [already] = await db.select().from(memberships).where(and(isTheirs, isOpenThen)).limit(1)
  if (already) throw new InvalidInput([{ field: 'person', key: 'already_member' }])

  const membership = { id: newId(), personId: person.id, organisationId: organisation.id, title, since, until }
  const particulars = { person: person.id, since, until }
  const subject = { kind: 'actor', id: organisation.id }
  await db.commit((tx) => [
    membershipBegun(tx, membership),
    recorded(tx, by, now, { what: 'membership_begun', subject, particulars, as }),
  ])
}

/** The last day of a membership. The organisation's people, coordinators, and the person themself may say it. */
export async function endMembership(db: Database, actor: Actor, id: string, until: string, by: By, now: Date) {
  const membership = await findMembership(db, actor.id, id)
  if (!membership) throw new NotFound()
  const { personId, organisationId, since } = membership
  // Leaving is one's own affair; coming back is not.
  const isLeaving = by.actorIds.includes(personId) && (membership.until === null || until <= membership.until)
  const as = isLeaving ? ('member' as const) : asAllowed(mayEdit(by, organisationId))
  if (until < since) throw new InvalidInput([{ field: 'until', key: 'until_before_since' }])

  const isAsRead = and(eq(memberships.id, id), sameUntil(membership.until))
  await db.commit((tx) => [
    exactlyOne(
      tx.update(memberships).set({ until }).where(isAsRead).returning({ id: memberships.id }),
      () => new Stale(),
    ),
    recorded(tx, by, now, {
      what: 'membership_ended',
      subject: { kind: 'actor', id: organisationId },
      particulars: { person: personId, until },
      as,
    }),
  ])
}

const sameUntil = (until: string | null) => (until === null ? isNull(memberships.until) : eq(memberships.until, until))
