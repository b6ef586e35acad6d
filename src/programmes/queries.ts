import { and, asc, desc, eq, getTableColumns, like, type SQL, sql } from 'drizzle-orm'
import type { Viewer } from '../domain/viewer.ts'
import type { Initiative } from '../initiatives/queries.ts'
import { initiatives } from '../initiatives/tables.ts'
import { visibleTo } from '../initiatives/visible.ts'
import type { Reader } from '../platform/db/database.ts'
import { type Eyes, prepared, preparedFor, seenBy } from '../platform/db/prepared.ts'
import { type Blank, blank, literal } from '../platform/db/sql.ts'
import { NotFound } from '../platform/http/refusal.ts'
import { editions, enrolments, programmes } from './tables.ts'

export type Programme = typeof programmes.$inferSelect
export type Edition = typeof editions.$inferSelect

/** For queries that select from `programmes`: those this reader may see, with all their editions. Undefined for whoever is signed in. */
function programmesVisibleTo({ networkRole }: Pick<Eyes, 'networkRole'>): SQL | undefined {
  return networkRole ? undefined : eq(programmes.visibility, literal('public'))
}

/** A programme and its editions, latest first. */
export interface ProgrammeSeen {
  programme: Programme
  editions: Edition[]
}

/** Programmes by name, each with its editions. */
export async function programmesSeen(db: Reader, viewer: Viewer): Promise<ProgrammeSeen[]> {
  const rows = await db
    .select({ programme: getTableColumns(programmes), edition: getTableColumns(editions) })
    .from(programmes)
    .leftJoin(editions, eq(editions.programmeId, programmes.id))
    .where(programmesVisibleTo(viewer))
    .orderBy(asc(programmes.name), asc(programmes.id), desc(editions.startsOn), desc(editions.id))
  return [...Map.groupBy(rows, ({ programme }) => programme.id).values()].map((some) => ({
    programme: some[0]!.programme,
    editions: some.flatMap(({ edition }) => edition ?? []),
  }))
}

/** Throws NotFound, also for what is not for this reader. */
export async function programmeOrRefuse(db: Reader, viewer: Viewer, slug: string): Promise<ProgrammeSeen> {
  const rows = await db
    .select({ programme: getTableColumns(programmes), edition: getTableColumns(editions) })
    .from(programmes)
    .leftJoin(editions, eq(editions.programmeId, programmes.id))
    .where(and(eq(programmes.slug, slug), programmesVisibleTo(viewer)))
    .orderBy(desc(editions.startsOn), desc(editions.id))
  const programme = rows[0]?.programme
  if (!programme) throw new NotFound()
  return { programme, editions: rows.flatMap(({ edition }) => edition ?? []) }
}

/** An edition with its programme. Throws NotFound, also for what is not for this reader. */
export async function editionOrRefuse(db: Reader, viewer: Viewer, slug: string) {
  const row = await findWithProgramme(db, viewer, slug)
  if (!row) throw new NotFound()
  return row
}

export async function findEdition(db: Reader, viewer: Viewer, slug: string): Promise<Edition | undefined> {
  return (await findWithProgramme(db, viewer, slug))?.edition
}

async function findWithProgramme(db: Reader, viewer: Viewer, slug: string) {
  const [row] = await bySlug(db, viewer).execute({ slug })
  return row
}

const bySlug = preparedFor((db, eyes) =>
  db
    .select({ programme: getTableColumns(programmes), edition: getTableColumns(editions) })
    .from(editions)
    .innerJoin(programmes, eq(programmes.id, editions.programmeId))
    .where(and(eq(editions.slug, blank('slug')), programmesVisibleTo(eyes))),
)

/** An initiative that takes part in an edition. */
export interface Team {
  enrolment: { id: string; since: string }
  initiative: Initiative
}

/** The teams of an edition that this reader may see, by title. */
export async function teamsOf(db: Reader, viewer: Viewer, today: string, editionId: string): Promise<Team[]> {
  return teams(db, viewer).execute({ editionId, ...seenBy(viewer, today) })
}

const teams = preparedFor((db, eyes, today) =>
  db
    .select({
      enrolment: { id: enrolments.id, since: enrolments.since },
      initiative: getTableColumns(initiatives),
    })
    .from(enrolments)
    .innerJoin(initiatives, eq(initiatives.id, enrolments.initiativeId))
    .where(and(eq(enrolments.editionId, blank('editionId')), visibleTo(db, eyes, today)))
    .orderBy(asc(initiatives.searchText), asc(initiatives.id)),
)

/** The editions that an initiative takes part in and that this reader may see, latest first. Whoever sees the initiative is asked for elsewhere. */
export function editionsOf(db: Reader, viewer: Viewer, initiativeId: string) {
  return joined(db, viewer).execute({ initiativeId, ...seenBy(viewer) })
}

const joined = preparedFor((db, eyes) =>
  db
    .select({
      slug: editions.slug,
      name: editions.name,
      programme: programmes.name,
      theme: editions.theme,
      since: enrolments.since,
    })
    .from(enrolments)
    .innerJoin(editions, eq(editions.id, enrolments.editionId))
    .innerJoin(programmes, eq(programmes.id, editions.programmeId))
    .where(and(eq(enrolments.initiativeId, blank('initiativeId')), programmesVisibleTo(eyes)))
    .orderBy(desc(editions.startsOn), asc(editions.id)),
)

/** Every edition that a reader may ask for, to be chosen from: the latest first. */
export function editionChoices(db: Reader, viewer: Viewer) {
  return db
    .select({ slug: editions.slug, name: editions.name, programme: programmes.name })
    .from(editions)
    .innerJoin(programmes, eq(programmes.id, editions.programmeId))
    .where(programmesVisibleTo(viewer))
    .orderBy(desc(editions.startsOn), asc(editions.name))
}

/**
 * For a query that selects from `initiatives`: those that take part in an edition. Which editions somebody may ask for
 * is said by `editionChoices`.
 */
export function enrolledIn(editionSlug: string | Blank): SQL {
  return sql`${initiatives.id} in (select ${enrolments.initiativeId} from ${enrolments}
    join ${editions} on ${eq(editions.id, enrolments.editionId)} where ${editions.slug} = ${editionSlug})`
}

/** Addresses that begin like this one, of programmes and of editions. */
export async function takenSlugs(db: Reader, wanted: string): Promise<{ programmes: string[]; editions: string[] }> {
  const [ofProgrammes, ofEditions] = await Promise.all([
    db
      .select({ slug: programmes.slug })
      .from(programmes)
      .where(like(programmes.slug, `${wanted}%`)),
    db
      .select({ slug: editions.slug })
      .from(editions)
      .where(like(editions.slug, `${wanted}%`)),
  ])
  return { programmes: ofProgrammes.map(({ slug }) => slug), editions: ofEditions.map(({ slug }) => slug) }
}

/** An enrolment of this edition. */
export async function findEnrolment(db: Reader, editionId: string, id: string) {
  const [row] = await byId(db).execute({ editionId, id })
  return row
}

const byId = prepared((db) =>
  db
    .select()
    .from(enrolments)
    .where(and(eq(enrolments.id, blank('id')), eq(enrolments.editionId, blank('editionId')))),
)
