import { and, eq } from 'drizzle-orm'
import { recorded } from '../activity/recorded.ts'
import { capacitiesOf, may } from '../domain/permissions.ts'
import type { By } from '../domain/viewer.ts'
import type { Moment } from '../platform/clock.ts'
import { type Database, exactlyOne, type Reader, type Writer } from '../platform/db/database.ts'
import { NotFound, Refusal } from '../platform/http/refusal.ts'
import { claimOnAcceptance } from './claiming.ts'
import { leadGivenUp } from './leading.ts'
import { findOrRefuse, findParticipation, type Participation } from './queries.ts'
import { participations } from './tables.ts'
import { granted, touch } from './writing.ts'

/** A link that the address names, and whether it is this person's own: whoever was invited meets it before the initiative. */
export async function findLink(db: Reader, slug: string, id: string, by: By, when: Moment) {
  const found = await findParticipation(db, id)
  if (!found || found.slug !== slug) throw new NotFound()
  const isOwn = by.actorIds.includes(found.held.actorId)
  const met = isOwn ? undefined : await findOrRefuse(db, by, when.today, slug)
  return { link: found.held, isOwn, capacities: met?.capacities ?? [] }
}

/** Somebody was asked, and it stands. */
export const isAsked = ({ state }: Pick<Participation, 'state'>) => state === 'proposed' || state === 'invited'

/**
 * The actor itself says yes or no; a coordinator may say it in its place, and is named for it. What was withdrawn, or ran
 * out, is not the actor's to say yes to any more.
 */
export async function answer(
  db: Database,
  slug: string,
  id: string,
  state: 'accepted' | 'declined',
  by: By,
  when: Moment,
): Promise<void> {
  const { link, isOwn: isTheirs, capacities } = await findLink(db, slug, id, by, when)
  if (link.state === 'accepted' || link.state === 'declined') throw new Refusal(409, 'already_done')
  const isOwn = isTheirs && isAsked(link)
  const held = isTheirs ? capacitiesOf(by.networkRole) : capacities
  const as = isOwn ? 'member' : granted(may('participation.accept_for', held))
  const claimed = state === 'accepted' ? await claimOnAcceptance(db, link, when) : () => []
  await db.commit((tx) => [
    ...claimed(tx, by),
    ...answered(tx, link, state, isOwn ? null : by.accountId, when.at),
    recorded(tx, by, when.at, {
      what: state === 'accepted' ? 'participation_accepted' : 'participation_declined',
      subject: { kind: 'participation', id },
      initiativeId: link.initiativeId,
      as,
      particulars: { role: link.role, actor: link.actorId },
    }),
  ])
}

/** Steps that give a pending link its answer; one that was answered or withdrawn elsewhere meanwhile refuses (409). */
export function answered(
  tx: Writer,
  link: Pick<Participation, 'id' | 'initiativeId' | 'isLead' | 'state'>,
  state: 'accepted' | 'declined' | 'expired',
  acceptedForById: string | null,
  at: Date,
) {
  return [
    touch(tx, link.initiativeId, at),
    ...(state === 'accepted' && link.isLead ? [leadGivenUp(tx, link.initiativeId)] : []),
    exactlyOne(
      tx
        .update(participations)
        .set({ state, acceptedForById, isLead: state === 'accepted' && link.isLead })
        .where(and(eq(participations.id, link.id), eq(participations.state, link.state)))
        .returning({ id: participations.id }),
      () => new Refusal(409, 'already_done'),
    ),
  ]
}
