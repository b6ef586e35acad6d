import { and, asc, desc, eq, ne, sql } from 'drizzle-orm'
import { actors } from '../actors/tables.ts'
import type { Passage } from '../domain/history.ts'
import { type Capacity, capacitiesOf } from '../domain/permissions.ts'
import { type Role, roles } from '../domain/roles.ts'
import type { Viewer } from '../domain/viewer.ts'
import type { Reader } from '../platform/db/database.ts'
import { prepared, preparedFor, seenBy } from '../platform/db/prepared.ts'
import { blank, oneOf } from '../platform/db/sql.ts'
import { NotFound } from '../platform/http/refusal.ts'
import { historyLists, lineageLists, sheetLists } from './lists.ts'
import { attestations, expectedMoves, initiatives, moves, participations } from './tables.ts'
import { isHeldOn, visibleTo } from './visible.ts'

export type Initiative = typeof initiatives.$inferSelect
export type MoveRow = typeof moves.$inferSelect
export type Participation = typeof participations.$inferSelect
export type Attestation = typeof attestations.$inferSelect

/** An initiative as one reader meets it: the row, and in which capacities they stand before it. */
export interface Met {
  initiative: Initiative
  capacities: Capacity[]
}

/** Throws NotFound for what does not exist and for what this reader may not see: the two cannot be told apart. */
export async function findOrRefuse(db: Reader, viewer: Viewer, today: string, slug: string): Promise<Met> {
  const met = await findMet(db, viewer, today, slug)
  if (!met) throw new NotFound()
  return met
}

/** Undefined for what does not exist, for what this reader may not see, and for what was merged. */
export async function findMet(db: Reader, viewer: Viewer, today: string, slug: string): Promise<Met | undefined> {
  const initiative = await findSeen(db, viewer, today, slug)
  return initiative && { initiative, capacities: await capacitiesOn(db, viewer, today, initiative.id) }
}

/** The row alone, for who asks for the rest with other things. */
export async function findSeen(db: Reader, viewer: Viewer, today: string, slug: string) {
  const [initiative] = await bySlug(db, viewer).execute({ slug, ...seenBy(viewer, today) })
  return initiative
}

const bySlug = preparedFor((db, eyes, today) =>
  db
    .select()
    .from(initiatives)
    .where(and(eq(initiatives.slug, blank('slug')), visibleTo(db, eyes, today))),
)

/** Strongest first. A visitor has no roles to ask the database about. */
export async function capacitiesOn(
  db: Reader,
  viewer: Viewer,
  today: string,
  initiativeId: string,
): Promise<Capacity[]> {
  if (viewer.actorIds.length === 0) return capacitiesOf(viewer.networkRole)
  const held = await heldOn(db).execute({ initiativeId, ...seenBy(viewer, today) })
  return capacitiesOf(viewer.networkRole, held)
}

const heldOn = prepared((db) =>
  db
    .select({ role: participations.role, isLead: participations.isLead })
    .from(participations)
    .where(
      and(
        eq(participations.initiativeId, blank('initiativeId')),
        oneOf(participations.actorId, blank('actorIds')),
        isHeldOn(blank('today')),
      ),
    ),
)

/** Every move of an initiative, corrections included, in the order they were entered. */
export function movesOf(db: Reader, initiativeId: string): Promise<MoveRow[]> {
  return allMoves(db).execute({ initiativeId })
}

const allMoves = prepared((db) =>
  db
    .select()
    .from(moves)
    .where(eq(moves.initiativeId, blank('initiativeId')))
    .orderBy(asc(moves.recordedAt), asc(moves.id)),
)

/** What was learned each time it ended: a part of what an initiative is found by. */
export async function lessonsOf(db: Reader, initiativeId: string): Promise<string[]> {
  const rows = await db
    .select({ lessons: moves.lessons })
    .from(moves)
    .where(and(eq(moves.initiativeId, initiativeId), ne(moves.lessons, '')))
  return rows.map(({ lessons }) => lessons)
}

/** A row of moves as the domain reads history. */
export function passage(row: MoveRow): Passage & { row: MoveRow } {
  const from = row.fromStage && row.fromStatus ? { stage: row.fromStage, status: row.fromStatus } : null
  const { id, event, effectiveOn, sequence, supersedesId } = row
  return { id, event, from, to: { stage: row.toStage, status: row.toStatus }, effectiveOn, sequence, supersedesId, row }
}

export function expectedMovesOf(db: Reader, initiativeId: string) {
  return allExpected(db).execute({ initiativeId })
}

const allExpected = prepared((db) =>
  db
    .select()
    .from(expectedMoves)
    .where(eq(expectedMoves.initiativeId, blank('initiativeId')))
    .orderBy(asc(expectedMoves.expectedOn)),
)

/** The moves of an initiative and those that are expected, in one statement; each in its order. */
export async function courseOf(db: Reader, initiativeId: string) {
  const [course] = await courses(db).execute({ initiativeId })
  return course ?? { history: [], expected: [] }
}

const courses = prepared((db) => {
  const { history, expected } = historyLists(blank('initiativeId'))
  return db.select({ history, expected }).from(sql`(select 1) as once`)
})

export function attestationsOf(db: Reader, initiativeId: string): Promise<Attestation[]> {
  return allAttestations(db).execute({ initiativeId })
}

const allAttestations = prepared((db) =>
  db
    .select()
    .from(attestations)
    .where(eq(attestations.initiativeId, blank('initiativeId')))
    .orderBy(asc(attestations.recordedAt)),
)

export interface ParticipationRow extends Participation {
  actor: Pick<typeof actors.$inferSelect, 'id' | 'slug' | 'name' | 'kind' | 'visibility' | 'accountId'>
}

export async function participationsOf(db: Reader, initiativeId: string): Promise<ParticipationRow[]> {
  const rows = await allParticipations(db).execute({ initiativeId })
  return rows.map(({ participation, actor }) => ({ ...participation, actor }))
}

const allParticipations = prepared((db) =>
  db
    .select({
      participation: participations,
      actor: {
        id: actors.id,
        slug: actors.slug,
        name: actors.name,
        kind: actors.kind,
        visibility: actors.visibility,
        accountId: actors.accountId,
      },
    })
    .from(participations)
    .innerJoin(actors, eq(actors.id, participations.actorId))
    .where(eq(participations.initiativeId, blank('initiativeId')))
    .orderBy(desc(participations.isLead), asc(participations.since), asc(participations.id)),
)

/** One link, with the title of the initiative and the name of the actor: who may read it is for the caller to say. */
export async function findParticipation(db: Reader, id: string) {
  const [row] = await db
    .select({
      held: participations,
      slug: initiatives.slug,
      title: initiatives.title,
      actorName: actors.name,
      actorVisibility: actors.visibility,
    })
    .from(participations)
    .innerJoin(initiatives, eq(initiatives.id, participations.initiativeId))
    .innerJoin(actors, eq(actors.id, participations.actorId))
    .where(eq(participations.id, id))
  return row
}

/** What a sheet holds besides its own row. */
export async function sheetOf(db: Reader, initiativeId: string) {
  const [sheet] = await lists(db).execute({ initiativeId })
  return sheet ?? { themes: [], territories: [], solutions: [], links: [] }
}

const lists = prepared((db) => {
  const initiativeId = blank('initiativeId')
  return db.select(sheetLists(initiativeId)).from(initiatives).where(eq(initiatives.id, initiativeId))
})

/** Everything that the page of an initiative is made of and that other tables hold, in one statement. */
export async function wholeOf(db: Reader, viewer: Viewer, today: string, initiativeId: string) {
  const [whole] = await wholes(db, viewer).execute({ initiativeId, ...seenBy(viewer, today) })
  if (!whole) throw new NotFound()
  return whole
}

export type Whole = Awaited<ReturnType<typeof wholeOf>>

const wholes = preparedFor((db, eyes, today) => {
  const id = blank('initiativeId')
  return db
    .select({ ...sheetLists(id), ...historyLists(id), ...lineageLists(db, eyes, today, id) })
    .from(initiatives)
    .where(eq(initiatives.id, id))
})

/** The roles that read it at level `restricted`, besides carriers. */
export function rolesNamedBy({ namedRoles }: Pick<Initiative, 'namedRoles'>): Role[] {
  return roles.filter((role) => namedRoles.includes(`,${role},`))
}
