import { and, eq, gte, inArray, isNull, ne, or } from 'drizzle-orm'
import { invited } from '../accounts/steps.ts'
import { recorded } from '../activity/recorded.ts'
import { mayInvite } from '../actors/access.ts'
import { meantBy, namedOnce } from '../actors/naming.ts'
import { actorAdded } from '../actors/steps.ts'
import { memberships } from '../actors/tables.ts'
import { capacitiesOf, may } from '../domain/permissions.ts'
import type { InvitationState } from '../domain/roles.ts'
import type { By } from '../domain/viewer.ts'
import type { Moment } from '../platform/clock.ts'
import { type Database, exactlyOne, type Reader, type Writer } from '../platform/db/database.ts'
import { InvalidInput, NotFound, Refusal } from '../platform/http/refusal.ts'
import type { Locale } from '../platform/i18n/locales.ts'
import { newId } from '../platform/id.ts'
import { claimOnAcceptance } from './claiming.ts'
import { findOrRefuse, findParticipation, type Initiative, type Participation } from './queries.ts'
import type { ParticipationInput } from './schema.ts'
import { participations } from './tables.ts'
import { isHeldOn } from './visible.ts'
import { granted, touch } from './writing.ts'

/** Where invitations are sent from, and in which language. */
export interface Sender {
  url: string
  locale: Locale
}

/**
 * Proposes a role to an actor, known or new. With an e-mail address an invitation leaves; a coordinator may accept
 * for an actor, and is named for it; whoever adds themselves or their own organisation has accepted.
 */
export function addParticipation(
  db: Database,
  slug: string,
  input: ParticipationInput,
  by: By,
  when: Moment,
  sender: Sender,
): Promise<void> {
  return namedOnce(db, by, () => addOnce(db, slug, input, by, when, sender))
}

async function addOnce(
  db: Database,
  slug: string,
  input: ParticipationInput,
  by: By,
  when: Moment,
  sender: Sender,
): Promise<void> {
  const { initiative, capacities } = await findOrRefuse(db, by, when.today, slug)
  const as = granted(may('participation.add', capacities))
  if (input.acceptFor) granted(may('participation.accept_for', capacities))
  const actor = await actorFor(db, initiative.id, input, by)
  await refuseDouble(db, initiative, actor.id, input)

  const id = newId()
  const isOwn = by.actorIds.includes(actor.id)
  const isLead = input.role === 'carrier' && Boolean(input.isLead)
  const state: InvitationState = isOwn || input.acceptFor ? 'accepted' : input.email ? 'invited' : 'proposed'
  await db.commit((tx) => [
    touch(tx, initiative.id, when.at),
    ...(actor.added ? [actorAdded(tx, actor.added, when.at)] : []),
    ...(isLead && state === 'accepted' ? [leadGivenUp(tx, initiative.id)] : []),
    tx.insert(participations).values({
      id,
      initiativeId: initiative.id,
      actorId: actor.id,
      role: input.role,
      takerKind: input.role === 'taker' ? (input.takerKind ?? null) : null,
      isLead,
      sector: input.sector ?? null,
      state,
      acceptedForById: state === 'accepted' && !isOwn ? by.accountId : null,
      since: input.since,
      until: input.until ?? null,
      note: input.note,
      createdAt: when.at,
    }),
    recorded(tx, by, when.at, {
      what: 'participation_added',
      subject: { kind: 'participation', id },
      initiativeId: initiative.id,
      as,
      particulars: { role: input.role, actor: actor.id, state },
    }),
    ...(state === 'invited'
      ? invited(
          tx,
          {
            email: input.email!,
            grants: { networkRole: 'member', actorId: actor.id, participationId: id },
            locale: sender.locale,
            invitedBy: { accountId: by.accountId!, name: by.name },
            subject: initiative.title,
            role: input.role,
          },
          sender.url,
          when.at,
        )
      : []),
  ])
}

async function actorFor(db: Reader, initiativeId: string, input: ParticipationInput, by: By) {
  const { known, slug } = await meantBy(db, by, input.actor)
  if (known === 'several') throw new InvalidInput([{ field: 'actor', key: 'several_actors' }])
  const kind = known === 'unknown' ? input.kind : known.kind
  // Beneficiaries are recorded as groups; no person is ever named as one.
  if (input.takerKind === 'beneficiary' && kind !== 'group') {
    throw new InvalidInput([{ field: known === 'unknown' ? 'kind' : 'actor', key: 'beneficiary_is_a_group' }])
  }
  if (known !== 'unknown') {
    if (input.email && !mayInvite(by, known, input.email) && !(await isKnownOnlyOn(db, known.id, initiativeId))) {
      throw new InvalidInput([{ field: 'email', key: 'invited_by_their_own' }])
    }
    return { id: known.id }
  }
  granted(may('actor.add', capacitiesOf(by.networkRole)))
  const id = newId()
  const name = input.actor
  return { id, added: { id, slug, name, kind, sector: input.sector ?? null } }
}

// Whoever accepts speaks for the actor: where it holds no role elsewhere and nobody speaks for it, that gives
// nothing but the role that is offered. So an address that was mistyped can be mended by whoever typed it.
async function isKnownOnlyOn(db: Reader, actorId: string, initiativeId: string): Promise<boolean> {
  const elsewhere = and(eq(participations.actorId, actorId), ne(participations.initiativeId, initiativeId))
  const [roles, people] = await Promise.all([
    db.$count(participations, elsewhere),
    db.$count(memberships, or(eq(memberships.organisationId, actorId), eq(memberships.personId, actorId))),
  ])
  return roles === 0 && people === 0
}

// The same actor may fund, support and take up; not hold one role twice at a time.
async function refuseDouble(db: Reader, { id }: Initiative, actorId: string, { role, since }: ParticipationInput) {
  const [held] = await db
    .select({ id: participations.id })
    .from(participations)
    .where(
      and(
        eq(participations.initiativeId, id),
        eq(participations.actorId, actorId),
        eq(participations.role, role),
        inArray(participations.state, ['proposed', 'invited', 'accepted']),
        or(isNull(participations.until), gte(participations.until, since)),
      ),
    )
  if (held) throw new InvalidInput([{ field: 'actor', key: 'already_in_role' }])
}

/** There is one lead: whoever was, is no longer. */
function leadGivenUp(tx: Writer, initiativeId: string) {
  return tx
    .update(participations)
    .set({ isLead: false })
    .where(and(eq(participations.initiativeId, initiativeId), eq(participations.isLead, true)))
}

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

/** Hands the lead over to another carrier. */
export async function giveLead(db: Database, slug: string, id: string, by: By, when: Moment): Promise<void> {
  const { initiative, capacities } = await findOrRefuse(db, by, when.today, slug)
  const as = granted(may('participation.add', capacities))
  const isCarrier = and(
    eq(participations.id, id),
    eq(participations.initiativeId, initiative.id),
    eq(participations.role, 'carrier'),
    isHeldOn(when.today),
  )
  await db.commit((tx) => [
    touch(tx, initiative.id, when.at),
    leadGivenUp(tx, initiative.id),
    exactlyOne(
      tx.update(participations).set({ isLead: true }).where(isCarrier).returning({ id: participations.id }),
      () => new NotFound(),
    ),
    recorded(tx, by, when.at, {
      what: 'lead_changed',
      subject: { kind: 'participation', id },
      initiativeId: initiative.id,
      as,
    }),
  ])
}
