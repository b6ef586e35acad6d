import { and, eq } from 'drizzle-orm'
import { recorded } from '../activity/recorded.ts'
import type { By } from '../domain/viewer.ts'
import { findMet } from '../initiatives/queries.ts'
import { allowed } from '../network/access.ts'
import type { Moment } from '../platform/clock.ts'
import { type Database, Duplicate, exactlyOne } from '../platform/db/database.ts'
import { outdated } from '../platform/http/conflict.ts'
import { InvalidInput, NotFound } from '../platform/http/refusal.ts'
import { newId } from '../platform/id.ts'
import { slugOf } from '../platform/slug.ts'
import { envelopeOf, envelopeText } from './envelope.ts'
import { editionOrRefuse, findEnrolment, programmeOrRefuse, takenSlugs } from './queries.ts'
import type { EditionEditForm, EditionForm, EnrolForm, ProgrammeEditForm, ProgrammeForm } from './schema.ts'
import { editions, enrolments, programmes } from './tables.ts'

/** Returns the end of its address, which stays when its name changes. */
export async function addProgramme(db: Database, input: ProgrammeForm, by: By, { at }: Moment): Promise<string> {
  const as = allowed('programme.edit', by)
  const slug = free(slugOf(input.name), (await takenSlugs(db, slugOf(input.name))).programmes)
  const id = newId()
  await db.commit((tx) => [
    tx.insert(programmes).values({ ...input, id, slug, createdAt: at }),
    recorded(tx, by, at, { what: 'programme_added', subject: programme(id), particulars: { name: input.name }, as }),
  ])
  return slug
}

/** Throws Stale when somebody saved first. */
export async function editProgramme(db: Database, slug: string, input: ProgrammeEditForm, by: By, { at }: Moment) {
  const as = allowed('programme.edit', by)
  const { programme: current } = await programmeOrRefuse(db, by, slug)
  const { version, ...changes } = input
  const stale = () => outdated(changes, current, current.version)
  if (version !== current.version) throw stale()
  await db.commit((tx) => [
    exactlyOne(
      tx
        .update(programmes)
        .set({ ...changes, version: version + 1 })
        .where(and(eq(programmes.id, current.id), eq(programmes.version, version)))
        .returning({ id: programmes.id }),
      stale,
    ),
    recorded(tx, by, at, { what: 'programme_edited', subject: programme(current.id), particulars: changes, as }),
  ])
}

/** Its address begins with that of its programme. */
export async function addEdition(
  db: Database,
  programmeSlug: string,
  input: EditionForm,
  by: By,
  { at }: Moment,
): Promise<string> {
  const as = allowed('programme.edit', by)
  const { programme: its } = await programmeOrRefuse(db, by, programmeSlug)
  const wanted = slugOf(`${its.name} ${input.name}`)
  const slug = free(wanted, (await takenSlugs(db, wanted)).editions)
  const id = newId()
  const row = rowOf(input)
  await db.commit((tx) => [
    tx.insert(editions).values({ ...row, id, programmeId: its.id, slug, createdAt: at }),
    recorded(tx, by, at, { what: 'edition_added', subject: edition(id), particulars: { ...row }, as }),
  ])
  return slug
}

/** Throws Stale when somebody saved first. */
export async function editEdition(db: Database, slug: string, input: EditionEditForm, by: By, { at }: Moment) {
  const as = allowed('programme.edit', by)
  const { edition: current } = await editionOrRefuse(db, by, slug)
  const { version, ...typed } = input
  const changes = rowOf(typed)
  const said = { envelope: envelopeText(current), currency: current.currency ?? typed.currency, endsOn: '' }
  const stale = () => outdated({ endsOn: '', ...typed }, { ...current, ...said, ...ended(current) }, current.version)
  if (version !== current.version) throw stale()
  await db.commit((tx) => [
    exactlyOne(
      tx
        .update(editions)
        .set({ ...changes, version: version + 1 })
        .where(and(eq(editions.id, current.id), eq(editions.version, version)))
        .returning({ id: editions.id }),
      stale,
    ),
    recorded(tx, by, at, { what: 'edition_edited', subject: edition(current.id), particulars: changes, as }),
  ])
}

const ended = ({ endsOn }: { endsOn: string | null }) => (endsOn ? { endsOn } : {})

function rowOf({ envelope, currency, endsOn, ...typed }: EditionForm) {
  return { ...typed, endsOn: endsOn ?? null, ...envelopeOf(envelope, currency) }
}

/** An initiative becomes one of the teams of an edition. Throws InvalidInput when it is one already. */
export async function enrol(db: Database, slug: string, input: EnrolForm, by: By, { at, today }: Moment) {
  const as = allowed('programme.edit', by)
  const { edition: its } = await editionOrRefuse(db, by, slug)
  const typed = input.initiative.split(/[?#]/)[0]!.split('/initiatives/').at(-1)!.split('/')[0]!
  const met = await findMet(db, by, today, typed)
  if (!met) throw new InvalidInput([{ field: 'initiative', key: 'unknown_initiative' }])
  const initiativeId = met.initiative.id
  const id = newId()
  try {
    await db.commit((tx) => [
      tx.insert(enrolments).values({ id, editionId: its.id, initiativeId, since: input.since, createdAt: at }),
      recorded(tx, by, at, {
        what: 'enrolled',
        subject: { kind: 'enrolment', id },
        initiativeId,
        particulars: { edition: its.id, since: input.since },
        as,
      }),
    ])
  } catch (error) {
    if (error instanceof Duplicate && /enrolments/.test(error.on)) {
      throw new InvalidInput([{ field: 'initiative', key: 'already_enrolled' }])
    }
    throw error
  }
}

export async function withdrawEnrolment(db: Database, slug: string, id: string, by: By, { at }: Moment) {
  const as = allowed('programme.edit', by)
  const { edition: its } = await editionOrRefuse(db, by, slug)
  const known = await findEnrolment(db, its.id, id)
  if (!known) throw new NotFound()
  await db.commit((tx) => [
    exactlyOne(
      tx.delete(enrolments).where(eq(enrolments.id, id)).returning({ id: enrolments.id }),
      () => new NotFound(),
    ),
    recorded(tx, by, at, {
      what: 'enrolment_withdrawn',
      subject: { kind: 'enrolment', id },
      initiativeId: known.initiativeId,
      particulars: { edition: its.id, since: known.since },
      as,
    }),
  ])
}

const programme = (id: string) => ({ kind: 'programme', id })
const edition = (id: string) => ({ kind: 'edition', id })

function free(wanted: string, taken: readonly string[]): string {
  const isTaken = (slug: string) => taken.includes(slug) || slug === 'new'
  let slug = wanted
  for (let n = 2; isTaken(slug); n++) slug = `${wanted}-${n}`
  return slug
}
