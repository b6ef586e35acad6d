import { and, eq } from 'drizzle-orm'
import { recorded } from '../activity/recorded.ts'
import { namedOnce } from '../actors/naming.ts'
import { may } from '../domain/permissions.ts'
import { statusesOf } from '../domain/adoptions.ts'
import type { By } from '../domain/viewer.ts'
import { findOrRefuse } from '../initiatives/queries.ts'
import { change, granted, touch } from '../initiatives/writing.ts'
import type { Moment } from '../platform/clock.ts'
import { type Database, exactlyOne, type Writer } from '../platform/db/database.ts'
import { outdated } from '../platform/http/conflict.ts'
import { InvalidInput, NotFound, Stale } from '../platform/http/refusal.ts'
import { newId } from '../platform/id.ts'
import { documentAmong } from './evidence.ts'
import { type Adoption, type AdoptionFound, findAdoption } from './queries.ts'
import type { AdoptionEdit, AdoptionInput } from './schema.ts'
import { adoptionBegun, contactForgotten } from './steps.ts'
import { adoptions } from './tables.ts'
import { mayTendAdoption, placeOf, refuseTwice, takerOf } from './taker.ts'

/** Records that a taker adopts an initiative, or thinks of it. Returns the id. Throws NotAllowed, InvalidInput. */
export function recordAdoption(db: Database, slug: string, input: AdoptionInput, by: By, when: Moment) {
  return judgedAnew(() => namedOnce(db, by, () => recordOnce(db, slug, input, by, when)))
}

async function recordOnce(db: Database, slug: string, input: AdoptionInput, by: By, when: Moment): Promise<string> {
  const { initiative, capacities } = await findOrRefuse(db, by, when.today, slug)
  const as = granted(may('adoption.record', capacities))
  refuseStep(input, { effectiveOn: input.since, field: 'since' }, when)
  refuseWithoutWords(input)
  const { added, ...taker } = await takerOf(db, by, input)
  if (as === 'taker' && !by.actorIds.includes(taker.id)) {
    throw new InvalidInput([{ field: 'taker', key: 'actor_not_yours' }])
  }
  const territoryId = await placeOf(db, input.territory)
  await refuseTwice(db, { initiativeId: initiative.id, takerId: taker.id, territoryId })
  const documentId = await documentAmong(db, by, when, initiative.id, input.document)
  const id = newId()
  const { takerKind, status, since, fidelity = null, adapted, peopleReached, visibility, reason, evidence } = input
  await db.commit((tx) => [
    // Of two who record at once, the second looks again whether it is there already.
    change(tx, initiative, {}, when.at),
    ...added(tx, when.at),
    ...adoptionBegun(
      tx,
      {
        id,
        initiativeId: initiative.id,
        takerId: taker.id,
        takerKind,
        territoryId,
        status,
        since,
        fidelity,
        adapted,
        peopleReached,
        visibility,
        isConfirmed: true,
        reason,
        evidence,
        documentId,
        byAccountId: by.accountId,
        capacity: as,
      },
      when.at,
    ),
    recorded(tx, by, when.at, {
      what: 'adoption_recorded',
      subject: { kind: 'adoption', id },
      initiativeId: initiative.id,
      as,
      particulars: { status, takerKind, on: since },
    }),
  ])
  return id
}

const MOST_TRIES = 5

/** Who comes second is judged anew, on what the first one left. */
export async function judgedAnew<Done>(deed: () => Promise<Done>): Promise<Done> {
  for (let tries = 1; ; tries++) {
    try {
      return await deed()
    } catch (error) {
      const isOvertaken = error instanceof Stale && error.differences.length === 0
      if (!isOvertaken || tries === MOST_TRIES) throw error
    }
  }
}

/** What no step may be: in the future, or a practice of those who have none to integrate it into. */
export function refuseStep(
  { status, takerKind }: Pick<Adoption, 'status' | 'takerKind'>,
  { effectiveOn, field }: { effectiveOn: string; field: string },
  { today }: Moment,
): void {
  if (!statusesOf(takerKind).includes(status)) {
    throw new InvalidInput([{ field: 'status', key: 'beneficiaries_use_it' }])
  }
  if (effectiveOn > today) throw new InvalidInput([{ field, key: 'in_the_future' }])
}

function refuseWithoutWords({ fidelity, adapted }: Pick<AdoptionInput, 'fidelity' | 'adapted'>): void {
  if (fidelity === 'adapted' && adapted === '') throw new InvalidInput([{ field: 'adapted', key: 'adapted_how' }])
}

/** Where, how faithfully, how many people, who sees it. Throws Stale with both versions. */
export async function editAdoption(db: Database, id: string, input: AdoptionEdit, by: By, when: Moment): Promise<void> {
  const found = await findAdoption(db, by, when.today, id)
  const as = granted(mayTendAdoption(found.isOwn, found.capacities))
  const { adoption } = found
  const { version, territory, fidelity = null, ...others } = input
  if (version !== adoption.version) throw outdated(fieldsOf(input), standingFields(found), adoption.version)
  refuseWithoutWords(input)
  const territoryId = await placeOf(db, territory)
  if (adoption.takerId)
    await refuseTwice(db, { ...adoption, takerId: adoption.takerId, territoryId }, { exceptId: id, field: 'territory' })
  await db.commit((tx) => [
    touch(tx, adoption.initiativeId, when.at),
    changed(tx, adoption, { ...others, fidelity, territoryId }, when.at),
    recorded(tx, by, when.at, {
      what: 'adoption_edited',
      subject: { kind: 'adoption', id },
      initiativeId: adoption.initiativeId,
      as,
    }),
  ])
}

const fieldsOf = ({ territory, fidelity, adapted, peopleReached, visibility }: AdoptionEdit) => ({
  territory,
  fidelity: fidelity ?? '',
  adapted,
  peopleReached: peopleReached ?? '',
  visibility,
})

/** The same of what stands, as the form would have it. */
export function standingFields({ adoption, place }: Pick<AdoptionFound, 'adoption' | 'place'>) {
  const { fidelity, adapted, peopleReached, visibility } = adoption
  return {
    territory: place ? `${place.name} (${place.code})` : '',
    fidelity: fidelity ?? '',
    adapted,
    peopleReached: peopleReached === null ? '' : String(peopleReached),
    visibility,
  }
}

/** A change that was decided on what was read. Throws Stale. */
export function changed(tx: Writer, { id, version }: Adoption, set: Partial<Adoption>, at: Date) {
  return exactlyOne(
    tx
      .update(adoptions)
      .set({ ...set, version: version + 1, changedAt: at })
      .where(and(eq(adoptions.id, id), eq(adoptions.version, version)))
      .returning({ id: adoptions.id }),
    () => new Stale(),
  )
}

/** What was recorded by mistake is counted no more, and seen no more. */
export async function withdrawAdoption(db: Database, id: string, by: By, when: Moment): Promise<{ slug: string }> {
  const { adoption, initiative, capacities, isOwn } = await findAdoption(db, by, when.today, id)
  const as = granted(mayTendAdoption(isOwn, capacities))
  await db.commit((tx) => [
    touch(tx, initiative.id, when.at),
    exactlyOne(
      tx
        .update(adoptions)
        .set({
          isConfirmed: false,
          declinedAt: when.at,
          message: '',
          version: adoption.version + 1,
          changedAt: when.at,
        })
        .where(and(eq(adoptions.id, id), eq(adoptions.isConfirmed, true)))
        .returning({ id: adoptions.id }),
      () => new NotFound(),
    ),
    contactForgotten(tx, id),
    recorded(tx, by, when.at, {
      what: 'adoption_withdrawn',
      subject: { kind: 'adoption', id },
      initiativeId: initiative.id,
      as,
    }),
  ])
  return initiative
}
