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
import type { Database, Reader } from '../platform/db/database.ts'
import { InvalidInput } from '../platform/http/refusal.ts'
import type { Locale } from '../platform/i18n/locales.ts'
import { newId } from '../platform/id.ts'
import { leadGivenUp } from './leading.ts'
import { findOrRefuse, type Initiative } from './queries.ts'
import type { ParticipationInput } from './schema.ts'
import { participations } from './tables.ts'
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
