import { sql } from 'drizzle-orm'
import { actors } from '../actors/tables.ts'
import type { CriterionCode } from '../domain/gates.ts'
import type { EndingKind, MoveEvent, Stage, Status } from '../domain/lifecycle.ts'
import type { Capacity } from '../domain/permissions.ts'
import type { InvitationState, Role, Sector, TakerKind } from '../domain/roles.ts'
import { boolean, day, index, instant, integer, json, table, text, uniqueIndex } from '../platform/db/dialect.ts'
import { initiatives } from './sheet-tables.ts'

/** A criterion as it stood when a move was judged. */
export interface JudgedCriterion {
  code: CriterionCode
  met: boolean
  /** The statement that met it, when it was attested. */
  statement?: string
}

/** Every passage of every initiative; never edited: a correction is a row that supersedes one. */
export const moves = table(
  'moves',
  {
    id: text('id').primaryKey(),
    initiativeId: text('initiative_id')
      .notNull()
      .references(() => initiatives.id, { onDelete: 'cascade' }),
    event: text('event').$type<MoveEvent | 'start'>().notNull(),
    fromStage: text('from_stage').$type<Stage>(),
    fromStatus: text('from_status').$type<Status>(),
    toStage: text('to_stage').$type<Stage>().notNull(),
    toStatus: text('to_status').$type<Status>().notNull(),
    /** The day it happened. */
    effectiveOn: day('effective_on').notNull(),
    /** The instant it was entered. */
    recordedAt: instant('recorded_at').notNull(),
    /** Place in the order of entry; a correction keeps the place of what it corrects. */
    sequence: integer('sequence').notNull(),
    byAccountId: text('by_account_id'),
    capacity: text('capacity').$type<Capacity>(),
    reason: text('reason').notNull().default(''),
    lessons: text('lessons').notNull().default(''),
    endingKind: text('ending_kind').$type<EndingKind>(),
    reviewOn: day('review_on'),
    takenOverById: text('taken_over_by_id').references(() => actors.id),
    /** The version of the gate that judged it; null when no gate did. */
    gateVersion: integer('gate_version'),
    judged: json('judged').$type<JudgedCriterion[]>(),
    /** Why a closed gate was passed. */
    waiver: text('waiver'),
    /** `entered` as it happened, `backfilled` later by hand, `imported` from a file. The last two are judged by no gate. */
    provenance: text('provenance').$type<'entered' | 'backfilled' | 'imported'>().notNull(),
    importId: text('import_id'),
    supersedesId: text('supersedes_id'),
  },
  (t) => [
    index('moves_initiative').on(t.initiativeId, t.effectiveOn, t.sequence),
    uniqueIndex('moves_supersedes').on(t.supersedesId),
    index('moves_import').on(t.importId),
  ],
)

/** What is expected to happen: shown as planned, counted nowhere. */
export const expectedMoves = table(
  'expected_moves',
  {
    id: text('id').primaryKey(),
    initiativeId: text('initiative_id')
      .notNull()
      .references(() => initiatives.id, { onDelete: 'cascade' }),
    event: text('event').$type<MoveEvent>().notNull(),
    toStage: text('to_stage').$type<Stage>().notNull(),
    toStatus: text('to_status').$type<Status>().notNull(),
    expectedOn: day('expected_on').notNull(),
    note: text('note').notNull().default(''),
    byAccountId: text('by_account_id'),
    recordedAt: instant('recorded_at').notNull(),
    importId: text('import_id'),
  },
  (t) => [index('expected_moves_initiative').on(t.initiativeId)],
)

/** Somebody states that a criterion is met, and points to something. Withdrawn, never edited. */
export const attestations = table(
  'attestations',
  {
    id: text('id').primaryKey(),
    initiativeId: text('initiative_id')
      .notNull()
      .references(() => initiatives.id, { onDelete: 'cascade' }),
    code: text('code').$type<CriterionCode>().notNull(),
    statement: text('statement').notNull(),
    /** What it points to: a document named, a link, a figure. */
    proofKind: text('proof_kind').$type<'document' | 'link' | 'figure'>().notNull(),
    proof: text('proof').notNull(),
    /** The version of a document that it points to; stays when a newer one replaces it. */
    documentVersionId: text('document_version_id'),
    attestedOn: day('attested_on').notNull(),
    byAccountId: text('by_account_id'),
    capacity: text('capacity').$type<Capacity>().notNull(),
    recordedAt: instant('recorded_at').notNull(),
    withdrawnAt: instant('withdrawn_at'),
  },
  (t) => [
    index('attestations_initiative').on(t.initiativeId),
    index('attestations_document').on(t.documentVersionId).where(sql`${t.documentVersionId} is not null`),
  ],
)

/** A dated link between an initiative and an actor, in a role. */
export const participations = table(
  'participations',
  {
    id: text('id').primaryKey(),
    initiativeId: text('initiative_id')
      .notNull()
      .references(() => initiatives.id, { onDelete: 'cascade' }),
    actorId: text('actor_id')
      .notNull()
      .references(() => actors.id),
    role: text('role').$type<Role>().notNull(),
    takerKind: text('taker_kind').$type<TakerKind>(),
    isLead: boolean('is_lead').notNull().default(false),
    sector: text('sector').$type<Sector>(),
    state: text('state').$type<InvitationState>().notNull(),
    /** Who accepted in the actor's place: an account id. */
    acceptedForById: text('accepted_for_by_id'),
    since: day('since').notNull(),
    until: day('until'),
    note: text('note').notNull().default(''),
    importId: text('import_id'),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [
    // An actor holds a role once at a time; it may hold it again after it ended.
    uniqueIndex('participations_live')
      .on(t.initiativeId, t.actorId, t.role)
      .where(sql`${t.until} is null and ${t.state} in ('proposed', 'invited', 'accepted')`),
    index('participations_initiative').on(t.initiativeId, t.role),
    index('participations_actor').on(t.actorId, t.state),
    index('participations_import').on(t.importId),
  ],
)
