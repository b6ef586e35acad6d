import { actors } from '../actors/tables.ts'
import type { CriterionCode } from '../domain/gates.ts'
import type { Consent, EmergenceWay, InnovationType, Maturity } from '../domain/innovation.ts'
import type { EndingKind, MoveEvent, Stage, Status } from '../domain/lifecycle.ts'
import type { Capacity } from '../domain/permissions.ts'
import type { InvitationState, Role, Sector, TakerKind } from '../domain/roles.ts'
import type { Visibility } from '../domain/visibility.ts'
import { territories, themes } from '../network/tables.ts'
import {
  boolean,
  day,
  index,
  instant,
  integer,
  json,
  primaryKey,
  table,
  text,
  uniqueIndex,
} from '../platform/db/dialect.ts'

export const initiatives = table(
  'initiatives',
  {
    id: text('id').primaryKey(),
    slug: text('slug').notNull(),
    title: text('title').notNull(),
    /** The social need, in one sentence. */
    need: text('need').notNull().default(''),
    /** The wanted change. */
    change: text('change').notNull().default(''),
    /** The collective benefit. */
    benefit: text('benefit').notNull().default(''),
    population: text('population').notNull().default(''),
    description: text('description').notNull().default(''),
    innovationType: text('innovation_type').$type<InnovationType>(),
    emergenceWay: text('emergence_way').$type<EmergenceWay>(),
    maturity: text('maturity').$type<Maturity>(),
    visibility: text('visibility').$type<Visibility>().notNull(),
    /** Roles that read it at level `restricted` besides carriers, as `,funder,taker,`: one form that both databases can search. */
    namedRoles: text('named_roles').notNull().default(','),
    /** Where the idea comes from, in words. */
    origin: text('origin').notNull().default(''),
    /** How a spotted one came to be known. */
    source: text('source').notNull().default(''),
    sourceUrl: text('source_url').notNull().default(''),
    consent: text('consent').$type<Consent>().notNull().default('unknown'),
    parentId: text('parent_id'),
    mergedIntoId: text('merged_into_id'),

    stage: text('stage').$type<Stage>().notNull(),
    status: text('status').$type<Status>().notNull(),
    stageSince: day('stage_since').notNull(),
    statusSince: day('status_since').notNull(),
    endingKind: text('ending_kind').$type<EndingKind>(),
    /** When an initiative on hold is looked at again. */
    reviewOn: day('review_on'),

    externalSource: text('external_source'),
    externalId: text('external_id'),
    importId: text('import_id'),
    searchText: text('search_text').notNull(),
    version: integer('version').notNull().default(1),
    createdAt: instant('created_at').notNull(),
    changedAt: instant('changed_at').notNull(),
  },
  (t) => [
    uniqueIndex('initiatives_slug').on(t.slug),
    uniqueIndex('initiatives_external').on(t.externalSource, t.externalId),
    index('initiatives_recent').on(t.status, t.stage, t.changedAt, t.id),
    index('initiatives_age').on(t.status, t.stage, t.stageSince, t.id),
    index('initiatives_import').on(t.importId),
  ],
)

/** Addresses an initiative had before: they redirect for ever. */
export const formerSlugs = table('former_slugs', {
  slug: text('slug').primaryKey(),
  initiativeId: text('initiative_id')
    .notNull()
    .references(() => initiatives.id, { onDelete: 'cascade' }),
})

export const existingSolutions = table(
  'existing_solutions',
  {
    id: text('id').primaryKey(),
    initiativeId: text('initiative_id')
      .notNull()
      .references(() => initiatives.id, { onDelete: 'cascade' }),
    name: text('name').notNull(),
    /** Why it does not answer the need; without it the solution does not count for E2. */
    limitation: text('limitation').notNull(),
    position: integer('position').notNull(),
  },
  (t) => [index('existing_solutions_initiative').on(t.initiativeId)],
)

export const initiativeLinks = table(
  'initiative_links',
  {
    id: text('id').primaryKey(),
    initiativeId: text('initiative_id')
      .notNull()
      .references(() => initiatives.id, { onDelete: 'cascade' }),
    label: text('label').notNull(),
    url: text('url').notNull(),
    position: integer('position').notNull(),
  },
  (t) => [index('initiative_links_initiative').on(t.initiativeId)],
)

export const initiativeThemes = table(
  'initiative_themes',
  {
    initiativeId: text('initiative_id')
      .notNull()
      .references(() => initiatives.id, { onDelete: 'cascade' }),
    themeId: text('theme_id')
      .notNull()
      .references(() => themes.id, { onDelete: 'cascade' }),
  },
  (t) => [primaryKey({ columns: [t.initiativeId, t.themeId] }), index('initiative_themes_theme').on(t.themeId)],
)

export const initiativeTerritories = table(
  'initiative_territories',
  {
    initiativeId: text('initiative_id')
      .notNull()
      .references(() => initiatives.id, { onDelete: 'cascade' }),
    territoryId: text('territory_id')
      .notNull()
      .references(() => territories.id, { onDelete: 'cascade' }),
  },
  (t) => [
    primaryKey({ columns: [t.initiativeId, t.territoryId] }),
    index('initiative_territories_territory').on(t.territoryId),
  ],
)

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
    attestedOn: day('attested_on').notNull(),
    byAccountId: text('by_account_id'),
    capacity: text('capacity').$type<Capacity>().notNull(),
    recordedAt: instant('recorded_at').notNull(),
    withdrawnAt: instant('withdrawn_at'),
  },
  (t) => [index('attestations_initiative').on(t.initiativeId)],
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
    /** Who accepted for an actor that has no account: an account id. */
    acceptedForById: text('accepted_for_by_id'),
    since: day('since').notNull(),
    until: day('until'),
    note: text('note').notNull().default(''),
    importId: text('import_id'),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [
    index('participations_initiative').on(t.initiativeId, t.role),
    index('participations_actor').on(t.actorId, t.state),
    index('participations_import').on(t.importId),
  ],
)
