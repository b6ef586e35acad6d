import { eq, like } from 'drizzle-orm'
import { findDone } from '../activity/queries.ts'
import { recorded } from '../activity/recorded.ts'
import { findPersonOf } from '../actors/queries.ts'
import { slugFor } from '../actors/slugs.ts'
import { actorAdded } from '../actors/steps.ts'
import { actors } from '../actors/tables.ts'
import type { Position } from '../domain/lifecycle.ts'
import { type Capacity, capacitiesOf, may } from '../domain/permissions.ts'
import { type By, isCoordinator } from '../domain/viewer.ts'
import type { Moment } from '../platform/clock.ts'
import { type Database, Duplicate, type Reader, type Writer } from '../platform/db/database.ts'
import { folded } from '../platform/db/sql.ts'
import { InvalidInput, NotAllowed, Refusal } from '../platform/http/refusal.ts'
import { newId } from '../platform/id.ts'
import { slugOf } from '../platform/slug.ts'
import { similarTo } from './likeness.ts'
import { placed, placesOf } from './places.ts'
import { findOrRefuse } from './queries.ts'
import type { SpotInput, StartInput } from './schema.ts'
import { initiatives, moves, participations } from './tables.ts'
import { granted } from './writing.ts'

/** Begins an initiative, at any stage, carried by whoever begins it or by an organisation they speak for. */
export function start(db: Database, input: StartInput, by: By, when: Moment): Promise<{ slug: string }> {
  return twiceAtMost(db, by, () => startOnce(db, input, by, when))
}

async function startOnce(db: Database, input: StartInput, by: By, when: Moment): Promise<{ slug: string }> {
  const as = granted(may('initiative.start', capacitiesOf(by.networkRole)))
  if (input.startedOn > when.today) throw new InvalidInput([{ field: 'startedOn', key: 'in_the_future' }])
  await refuseTwin(db, input, by, when)
  const places = await placesOf(db, input)
  const carrier = await carrierOf(db, input.carrier, by)
  const slug = await freeSlug(db, input.title)
  const parentId = input.parent === '' ? null : (await findOrRefuse(db, by, when.today, input.parent)).initiative.id

  const id = newId()
  await db.commit((tx) => [
    ...begun(
      tx,
      { id, slug, parentId, ...input },
      { stage: input.stage, status: 'active' },
      input.startedOn,
      { by, as: carrier.isOwn ? 'lead_carrier' : as },
      when,
    ),
    ...placed(tx, id, places),
    ...(carrier.added ? [actorAdded(tx, carrier.added, when.at)] : []),
    tx.insert(participations).values({
      id: newId(),
      initiativeId: id,
      actorId: carrier.actorId,
      role: 'carrier',
      isLead: true,
      state: 'accepted',
      acceptedForById: carrier.isOwn ? null : by.accountId,
      since: input.startedOn,
      createdAt: when.at,
    }),
    recorded(tx, by, when.at, {
      what: 'started',
      subject: { kind: 'initiative', id },
      initiativeId: id,
      as,
      particulars: { stage: input.stage, on: input.startedOn },
    }),
  ])
  return { slug }
}

/** Records an initiative known from outside. It waits in the inbox until somebody claims it. */
export function spot(db: Database, input: SpotInput, by: By, when: Moment): Promise<{ slug: string }> {
  return twiceAtMost(db, by, () => spotOnce(db, input, by, when))
}

async function spotOnce(db: Database, input: SpotInput, by: By, when: Moment): Promise<{ slug: string }> {
  const as = granted(may('initiative.spot', capacitiesOf(by.networkRole)))
  await refuseTwin(db, input, by, when)
  const places = await placesOf(db, input)
  const slug = await freeSlug(db, input.title)
  const id = newId()
  await db.commit((tx) => [
    ...begun(
      tx,
      { id, slug, ...input, visibility: 'restricted' },
      { stage: 'emergence', status: 'spotted' },
      when.today,
      { by, as },
      when,
    ),
    ...placed(tx, id, places),
    recorded(tx, by, when.at, { what: 'spotted', subject: { kind: 'initiative', id }, initiativeId: id, as }),
  ])
  return { slug }
}

// Of two people who begin the same title at once, the second finds the address taken and is asked again. The same form is not.
async function twiceAtMost<Done>(db: Reader, by: By, deed: () => Promise<Done>): Promise<Done> {
  try {
    return await deed()
  } catch (error) {
    if (!(error instanceof Duplicate && /slug|account/.test(error.on))) throw error
    await refuseDone(db, by)
    return deed()
  }
}

async function refuseDone(db: Reader, { once }: By) {
  if (once && (await findDone(db, once))) throw new Refusal(409, 'already_done')
}

interface Beginning extends Partial<typeof initiatives.$inferInsert> {
  id: string
  slug: string
  title: string
  visibility: (typeof initiatives.$inferInsert)['visibility']
}

function begun(
  tx: Writer,
  sheet: Beginning,
  at: Position,
  on: string,
  { by, as }: { by: By; as: Capacity },
  when: Moment,
) {
  const { id, slug, title, need = '', visibility, source = '', sourceUrl, consent } = sheet
  return [
    tx.insert(initiatives).values({
      id,
      slug,
      title,
      need,
      visibility,
      source,
      sourceUrl: sourceUrl ?? '',
      ...(consent ? { consent } : {}),
      parentId: sheet.parentId ?? null,
      ...at,
      stageSince: on,
      statusSince: on,
      searchText: folded(title, need),
      createdAt: when.at,
      changedAt: when.at,
    }),
    tx.insert(moves).values({
      id: newId(),
      initiativeId: id,
      event: 'start',
      toStage: at.stage,
      toStatus: at.status,
      effectiveOn: on,
      recordedAt: when.at,
      sequence: 1,
      byAccountId: by.accountId,
      capacity: as,
      provenance: 'entered',
    }),
  ]
}

// Two forms for the same idea are the commonest mistake of a shared list: ask before, not after.
async function refuseTwin(
  db: Reader,
  input: { title: string; isAnother?: boolean | undefined },
  by: By,
  { today }: Moment,
) {
  if (input.isAnother) return
  const twins = await similarTo(db, by, today, input.title)
  if (!twins.some(({ likeness }) => likeness === 1)) return
  await refuseDone(db, by)
  throw new InvalidInput([{ field: 'title', key: 'already_started' }])
}

async function carrierOf(db: Reader, actorId: string, by: By) {
  const person = by.accountId ? await findPersonOf(db, by.accountId) : undefined
  if (actorId === '' || actorId === person?.id) {
    if (person) return { actorId: person.id, isOwn: true }
    const id = newId()
    const slug = await slugFor(db, by.name)
    return {
      actorId: id,
      isOwn: true,
      added: { id, slug, kind: 'person' as const, name: by.name, accountId: by.accountId },
    }
  }
  const isOwn = by.actorIds.includes(actorId)
  if (!isOwn && !isCoordinator(by)) throw new NotAllowed(['coordinator'])
  const [known] = await db.select({ id: actors.id }).from(actors).where(eq(actors.id, actorId))
  if (!known) throw new InvalidInput([{ field: 'carrier', key: 'unknown_actor' }])
  return { actorId, isOwn }
}

const reserved = new Set(['new', 'suggestions'])

/** A free address for a title. A merged initiative keeps its own: an old link never leads to something else. */
async function freeSlug(db: Reader, title: string): Promise<string> {
  const wanted = slugOf(title)
  const alike = like(initiatives.slug, `${wanted}%`)
  const taken = new Set(
    (await db.select({ slug: initiatives.slug }).from(initiatives).where(alike)).map(({ slug }) => slug),
  )
  for (let n = 1; ; n++) {
    const slug = n === 1 ? wanted : `${wanted}-${n}`
    if (!taken.has(slug) && !reserved.has(slug)) return slug
  }
}
