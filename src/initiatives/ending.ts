import { and, eq, inArray, isNull } from 'drizzle-orm'
import { recorded } from '../activity/recorded.ts'
import { may } from '../domain/permissions.ts'
import type { By } from '../domain/viewer.ts'
import type { Moment } from '../platform/clock.ts'
import { type Database, exactlyOne } from '../platform/db/database.ts'
import { InvalidInput, NotFound, Refusal } from '../platform/http/refusal.ts'
import { findLink } from './answering.ts'
import { findOrRefuse, findParticipation, type Participation } from './queries.ts'
import { participations } from './tables.ts'
import { granted, touch } from './writing.ts'

/** Ends a role on a day: carriers and coordinators any, others their own. It stays in the history. */
export async function endParticipation(
  db: Database,
  slug: string,
  id: string,
  until: string,
  by: By,
  when: Moment,
): Promise<{ own: boolean }> {
  const { link, isOwn, capacities } = await findLink(db, slug, id, by, when)
  const as = isOwn ? (link.isLead ? 'lead_carrier' : link.role) : granted(may('participation.end', capacities))
  if (link.state !== 'accepted') throw new NotFound()
  // One's own role is given up, never taken back or made longer.
  if (isOwn && link.until !== null && until > link.until) {
    throw new InvalidInput([{ field: 'until', key: 'role_made_longer', params: { day: link.until } }])
  }
  if (until < link.since) throw new InvalidInput([{ field: 'until', key: 'until_before_since' }])
  await db.commit((tx) => [
    touch(tx, link.initiativeId, when.at),
    exactlyOne(
      tx.update(participations).set({ until }).where(isAsRead(link)).returning({ id: participations.id }),
      () => new Refusal(409, 'stale'),
    ),
    recorded(tx, by, when.at, {
      what: 'participation_ended',
      subject: { kind: 'participation', id },
      initiativeId: link.initiativeId,
      as,
      particulars: { role: link.role, actor: link.actorId, until },
    }),
  ])
  return { own: isOwn }
}

/** Takes back a role that nobody has answered: the link that was sent no longer works, and it may be proposed anew. */
export async function withdrawProposal(db: Database, slug: string, id: string, by: By, when: Moment): Promise<void> {
  const { initiative, capacities } = await findOrRefuse(db, by, when.today, slug)
  const as = granted(may('participation.add', capacities))
  const found = await findParticipation(db, id)
  if (found?.held.initiativeId !== initiative.id) throw new NotFound()
  const isPending = and(eq(participations.id, id), inArray(participations.state, ['proposed', 'invited']))
  await db.commit((tx) => [
    touch(tx, initiative.id, when.at),
    exactlyOne(
      tx.update(participations).set({ state: 'expired' }).where(isPending).returning({ id: participations.id }),
      () => new Refusal(409, 'already_done'),
    ),
    recorded(tx, by, when.at, {
      what: 'participation_withdrawn',
      subject: { kind: 'participation', id },
      initiativeId: initiative.id,
      as,
      particulars: { role: found.held.role, actor: found.held.actorId },
    }),
  ])
}

// Decided on the day it ends and on whose it is: neither may have changed meanwhile.
function isAsRead({ id, actorId, initiativeId, until }: Participation) {
  return and(
    eq(participations.id, id),
    eq(participations.actorId, actorId),
    eq(participations.initiativeId, initiativeId),
    eq(participations.state, 'accepted'),
    until === null ? isNull(participations.until) : eq(participations.until, until),
  )
}
