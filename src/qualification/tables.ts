import type { Found, GridCriterion, GridKind, QualificationOutcome } from '../domain/qualification.ts'
import type { Capacity } from '../domain/permissions.ts'
import { initiatives } from '../initiatives/tables.ts'
import { boolean, day, index, instant, integer, json, table, text, uniqueIndex } from '../platform/db/dialect.ts'

/** A grid as one version of it stands; a change makes a new version, and what was assessed keeps its own. */
export const grids = table(
  'grids',
  {
    id: text('id').primaryKey(),
    /** The same for all versions of one grid. */
    slug: text('slug').notNull(),
    number: integer('number').notNull(),
    kind: text('kind').$type<GridKind>().notNull(),
    nameFr: text('name_fr').notNull(),
    nameEn: text('name_en').notNull().default(''),
    criteria: json('criteria').$type<GridCriterion[]>().notNull(),
    byAccountId: text('by_account_id'),
    createdAt: instant('created_at').notNull(),
    archivedAt: instant('archived_at'),
  },
  (t) => [uniqueIndex('grids_number').on(t.slug, t.number)],
)

/** What one person finds. */
export const gridAssessments = table(
  'grid_assessments',
  {
    id: text('id').primaryKey(),
    initiativeId: text('initiative_id')
      .notNull()
      .references(() => initiatives.id, { onDelete: 'cascade' }),
    gridId: text('grid_id')
      .notNull()
      .references(() => grids.id),
    byAccountId: text('by_account_id').notNull(),
    capacity: text('capacity').$type<Capacity>().notNull(),
    /** By the code of the criterion. */
    scores: json('scores').$type<Found>().notNull(),
    isSubmitted: boolean('is_submitted').notNull().default(false),
    version: integer('version').notNull().default(1),
    changedAt: instant('changed_at').notNull(),
  },
  (t) => [uniqueIndex('grid_assessments_once').on(t.initiativeId, t.gridId, t.byAccountId)],
)

/** What was said about it between those who assess. */
export const gridRemarks = table(
  'grid_remarks',
  {
    id: text('id').primaryKey(),
    initiativeId: text('initiative_id')
      .notNull()
      .references(() => initiatives.id, { onDelete: 'cascade' }),
    gridId: text('grid_id')
      .notNull()
      .references(() => grids.id),
    words: text('words').notNull(),
    byAccountId: text('by_account_id').notNull(),
    capacity: text('capacity').$type<Capacity>().notNull(),
    writtenAt: instant('written_at').notNull(),
  },
  (t) => [index('grid_remarks_initiative').on(t.initiativeId, t.gridId, t.writtenAt)],
)

/** What a person decided, and why. Never edited: the last one stands. */
export const gridDecisions = table(
  'grid_decisions',
  {
    id: text('id').primaryKey(),
    initiativeId: text('initiative_id')
      .notNull()
      .references(() => initiatives.id, { onDelete: 'cascade' }),
    gridId: text('grid_id')
      .notNull()
      .references(() => grids.id),
    outcome: text('outcome').$type<QualificationOutcome>().notNull(),
    reason: text('reason').notNull(),
    decidedOn: day('decided_on').notNull(),
    isPublic: boolean('is_public').notNull(),
    /** Means of the scores as they were, by the code of the criterion, and how many assessed. */
    summary: json('summary').$type<{ assessed: number; means: Record<string, number> }>().notNull(),
    byAccountId: text('by_account_id'),
    capacity: text('capacity').$type<Capacity>().notNull(),
    recordedAt: instant('recorded_at').notNull(),
  },
  (t) => [index('grid_decisions_initiative').on(t.initiativeId, t.gridId, t.recordedAt)],
)
