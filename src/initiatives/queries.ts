import { and, asc, desc, eq, inArray, ne, or } from 'drizzle-orm'
import { actors } from '../actors/tables.ts'
import type { Passage } from '../domain/history.ts'
import { type Capacity, capacitiesOf } from '../domain/permissions.ts'
import { type Role, roles } from '../domain/roles.ts'
import type { Viewer } from '../domain/viewer.ts'
import { maySee } from '../domain/visibility.ts'
import { territories, themes } from '../network/tables.ts'
import type { Reader } from '../platform/db/database.ts'
import { NotFound } from '../platform/http/refusal.ts'
import {
  attestations,
  existingSolutions,
  expectedMoves,
  initiativeLinks,
  initiatives,
  initiativeTerritories,
  initiativeThemes,
  moves,
  participations,
} from './tables.ts'
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
  const [initiative] = await db
    .select()
    .from(initiatives)
    .where(and(eq(initiatives.slug, slug), visibleTo(db, viewer, today)))
  if (!initiative) throw new NotFound()
  return { initiative, capacities: await capacitiesOn(db, viewer, today, initiative.id) }
}

/** Strongest first. A visitor has no roles to ask the database about. */
export async function capacitiesOn(
  db: Reader,
  viewer: Viewer,
  today: string,
  initiativeId: string,
): Promise<Capacity[]> {
  if (viewer.actorIds.length === 0) return capacitiesOf(viewer.networkRole)
  const held = await db
    .select({ role: participations.role, isLead: participations.isLead })
    .from(participations)
    .where(
      and(
        eq(participations.initiativeId, initiativeId),
        inArray(participations.actorId, [...viewer.actorIds]),
        isHeldOn(today),
      ),
    )
  return capacitiesOf(viewer.networkRole, held)
}

/** Where a merged initiative or a permanent id leads, if the reader may see it. A merged one keeps its address for ever. */
export async function findPresentSlug(
  db: Reader,
  viewer: Viewer,
  today: string,
  was: { slug: string } | { id: string },
) {
  const id = 'id' in was ? was.id : await idOf(db, was.slug)
  if (!id) return undefined
  const [row] = await db
    .select({ id: initiatives.id, into: initiatives.mergedIntoId })
    .from(initiatives)
    .where(eq(initiatives.id, id))
  const [present] = await db
    .select({ slug: initiatives.slug })
    .from(initiatives)
    .where(and(eq(initiatives.id, row?.into ?? id), visibleTo(db, viewer, today)))
  return present?.slug
}

async function idOf(db: Reader, slug: string): Promise<string | undefined> {
  const [found] = await db.select({ id: initiatives.id }).from(initiatives).where(eq(initiatives.slug, slug))
  return found?.id
}

/** Every move of an initiative, corrections included, in the order they were entered. */
export function movesOf(db: Reader, initiativeId: string): Promise<MoveRow[]> {
  return db
    .select()
    .from(moves)
    .where(eq(moves.initiativeId, initiativeId))
    .orderBy(asc(moves.recordedAt), asc(moves.id))
}

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
  return db
    .select()
    .from(expectedMoves)
    .where(eq(expectedMoves.initiativeId, initiativeId))
    .orderBy(asc(expectedMoves.expectedOn))
}

export function attestationsOf(db: Reader, initiativeId: string): Promise<Attestation[]> {
  return db
    .select()
    .from(attestations)
    .where(eq(attestations.initiativeId, initiativeId))
    .orderBy(asc(attestations.recordedAt))
}

export interface ParticipationRow extends Participation {
  actor: Pick<typeof actors.$inferSelect, 'id' | 'slug' | 'name' | 'kind' | 'visibility' | 'accountId'>
}

export async function participationsOf(db: Reader, initiativeId: string): Promise<ParticipationRow[]> {
  const rows = await db
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
    .where(eq(participations.initiativeId, initiativeId))
    .orderBy(desc(participations.isLead), asc(participations.since), asc(participations.id))
  return rows.map(({ participation, actor }) => ({ ...participation, actor }))
}

/** One link, with the title of the initiative and the name of the actor: who may read it is for the caller to say. */
export async function findParticipation(db: Reader, id: string) {
  const [row] = await db
    .select({ held: participations, slug: initiatives.slug, title: initiatives.title, actorName: actors.name })
    .from(participations)
    .innerJoin(initiatives, eq(initiatives.id, participations.initiativeId))
    .innerJoin(actors, eq(actors.id, participations.actorId))
    .where(eq(participations.id, id))
  return row
}

/** What a sheet holds besides its own row. */
export async function sheetOf(db: Reader, initiativeId: string) {
  const [itsThemes, itsTerritories, solutions, links] = await Promise.all([
    db
      .select({ id: themes.id, slug: themes.slug, fr: themes.fr, en: themes.en })
      .from(initiativeThemes)
      .innerJoin(themes, eq(themes.id, initiativeThemes.themeId))
      .where(eq(initiativeThemes.initiativeId, initiativeId))
      .orderBy(asc(themes.fr)),
    db
      .select({ id: territories.id, code: territories.code, name: territories.name, kind: territories.kind })
      .from(initiativeTerritories)
      .innerJoin(territories, eq(territories.id, initiativeTerritories.territoryId))
      .where(eq(initiativeTerritories.initiativeId, initiativeId))
      .orderBy(asc(territories.name)),
    db
      .select()
      .from(existingSolutions)
      .where(eq(existingSolutions.initiativeId, initiativeId))
      .orderBy(asc(existingSolutions.position)),
    db
      .select()
      .from(initiativeLinks)
      .where(eq(initiativeLinks.initiativeId, initiativeId))
      .orderBy(asc(initiativeLinks.position)),
  ])
  return { themes: itsThemes, territories: itsTerritories, solutions, links }
}

/** The parent and the offspring that the reader may see. */
export async function lineageOf(db: Reader, viewer: Viewer, today: string, { id, parentId }: Initiative) {
  const rows = await db
    .select({ id: initiatives.id, slug: initiatives.slug, title: initiatives.title, parentId: initiatives.parentId })
    .from(initiatives)
    .where(
      and(
        or(eq(initiatives.parentId, id), parentId ? eq(initiatives.id, parentId) : undefined),
        visibleTo(db, viewer, today),
      ),
    )
  return { parent: rows.find((row) => row.id === parentId), offspring: rows.filter((row) => row.parentId === id) }
}

/** Initiatives that were merged into this one, each as far as its own level lets somebody with these capacities read. */
export async function mergedInto(db: Reader, initiativeId: string, capacities: readonly Capacity[]) {
  const { id, title, visibility, namedRoles } = initiatives
  const rows = await db
    .select({ id, title, visibility, namedRoles })
    .from(initiatives)
    .where(eq(initiatives.mergedIntoId, initiativeId))
    .orderBy(asc(initiatives.changedAt), asc(id))
  return rows.filter((row) => maySee(row.visibility, capacities, rolesNamedBy(row)))
}

/** The roles that read it at level `restricted`, besides carriers. */
export function rolesNamedBy({ namedRoles }: Pick<Initiative, 'namedRoles'>): Role[] {
  return roles.filter((role) => namedRoles.includes(`,${role},`))
}
