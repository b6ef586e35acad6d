import { and, eq } from 'drizzle-orm'
import type * as z from 'zod'
import { recorded } from '../activity/recorded.ts'
import type { By } from '../domain/viewer.ts'
import { allowed } from '../network/access.ts'
import { findTerritory, type Territory, territoryLabel, territoryNamed } from '../network/queries.ts'
import type { Moment } from '../platform/clock.ts'
import { type Database, exactlyOne, type Reader } from '../platform/db/database.ts'
import { folded } from '../platform/db/sql.ts'
import { outdated } from '../platform/http/conflict.ts'
import { InvalidInput } from '../platform/http/refusal.ts'
import { newId } from '../platform/id.ts'
import { asAllowed, mayEdit } from './access.ts'
import { namedOnce } from './naming.ts'
import { consentIn } from './naming-consent.ts'
import { NEARLY_THE_SAME } from './likeness.ts'
import { actorsLike } from './listing.ts'
import { type Actor, findActorById, findPersonOf, slugFor } from './queries.ts'
import type { ActorForm, NewActorForm } from './schema.ts'
import { actorAdded, membershipBegun } from './steps.ts'
import { actors } from './tables.ts'

/**
 * Adds an actor and returns its address. When one with nearly the same name can be seen, somebody must first say
 * that this is another (`isAnother`).
 */
export function addActor(db: Database, input: z.output<typeof NewActorForm>, by: By, when: Moment) {
  return namedOnce(db, by, () => addOnce(db, input, by, when))
}

async function addOnce(db: Database, input: z.output<typeof NewActorForm>, by: By, { at, today }: Moment) {
  const as = allowed('actor.add', by)
  const { territory: typed, isAnother, speaksFor, name, kind, ...rest } = input
  const territory = await territoryMeant(db, typed)
  // Before it is looked for: see `meantBy`.
  const slug = await slugFor(db, name)
  const [alike] = isAnother ? [] : await actorsLike(db, by, name, 1)
  if (alike && alike.likeness >= NEARLY_THE_SAME) {
    throw new InvalidInput([{ field: 'isAnother', key: 'actor_alike', params: { name: alike.name } }])
  }

  const speaker = speaksFor && kind !== 'person' && by.accountId ? await findPersonOf(db, by.accountId) : undefined
  const id = newId()
  const actor = { id, slug, kind, name, ...rest, territoryId: territory?.id }
  // The journal is for ever: it says of persons which they are, never what they are called.
  const particulars = kind === 'person' ? { kind } : { name, kind }
  const happening = { what: 'actor_added', subject: { kind: 'actor', id }, particulars, as }
  await db.commit((tx) => [
    actorAdded(tx, actor, at),
    ...(speaker ? [membershipBegun(tx, { personId: speaker.id, organisationId: id, since: today })] : []),
    recorded(tx, by, at, happening),
  ])
  return slug
}

/**
 * Changes what an actor's page says of it; its address stays. A person is named to everybody with their consent only.
 * Throws Stale when somebody saved first.
 */
export async function changeActor(db: Database, actor: Actor, input: z.output<typeof ActorForm>, by: By, when: Moment) {
  const as = asAllowed(mayEdit(by, actor.id))
  const { version, territory: typed, consentOn, consentHow, ...rest } = input
  const territory = await territoryMeant(db, typed)
  const changes = {
    ...rest,
    sector: rest.sector ?? null,
    url: rest.url ?? '',
    email: rest.email ?? '',
    territoryId: territory?.id ?? null,
    searchText: folded(rest.name),
  }
  if (version !== actor.version) throw outdated(flat(changes, territory), await asFormHolds(db, actor), actor.version)
  const consent = await consentIn(db, actor, { visibility: rest.visibility, consentOn, consentHow }, by, when)

  const isAsRead = and(eq(actors.id, actor.id), eq(actors.version, version))
  const update = (tx: Parameters<Parameters<Database['commit']>[0]>[0]) =>
    tx
      .update(actors)
      .set({ ...changes, version: version + 1 })
      .where(isAsRead)
      .returning({ id: actors.id })
  const lost = () => new LostRace()
  const fields = (Object.keys(changes) as (keyof typeof changes)[]).filter((name) => changes[name] !== actor[name])
  const particulars = { fields: fields.filter((name) => name !== 'searchText') }
  const subject = { kind: 'actor', id: actor.id }
  try {
    await db.commit((tx) => [
      exactlyOne(update(tx), lost),
      ...consent(tx),
      recorded(tx, by, when.at, { what: 'actor_changed', subject, particulars, as }),
    ])
  } catch (error) {
    if (!(error instanceof LostRace)) throw error
    const theirs = (await findActorById(db, by, actor.id)) ?? actor
    throw outdated(flat(changes, territory), await asFormHolds(db, theirs), theirs.version)
  }
}

class LostRace extends Error {}

type Described = Pick<Actor, 'name' | 'sector' | 'description' | 'url' | 'email' | 'phone' | 'visibility'>

/** An actor as its form holds it. */
function flat(actor: Described, territory: Territory | undefined): Record<string, string> {
  const { name, sector, description, url, email, phone, visibility } = actor
  const place = territory ? territoryLabel(territory) : ''
  return { name, sector: sector ?? '', description, url, email, phone, territory: place, visibility }
}

export async function asFormHolds(db: Reader, actor: Actor): Promise<Record<string, string>> {
  return flat(actor, actor.territoryId ? await findTerritory(db, actor.territoryId) : undefined)
}

async function territoryMeant(db: Reader, typed: string): Promise<Territory | undefined> {
  if (!typed) return undefined
  const meant = await territoryNamed(db, typed)
  if (typeof meant !== 'string') return meant
  throw new InvalidInput([{ field: 'territory', key: `territory_${meant}` }])
}
