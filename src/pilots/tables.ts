import type { BenefitKind, PilotState, ValueKind } from '../domain/pilots.ts'
import type { Capacity } from '../domain/permissions.ts'
import type { Visibility } from '../domain/visibility.ts'
import { initiatives } from '../initiatives/tables.ts'
import { territories } from '../network/tables.ts'
import { boolean, day, index, instant, integer, primaryKey, table, text, uniqueIndex } from '../platform/db/dialect.ts'

/** The solution as it stood from a day on: what pilots test, and what adjustments lead to. */
export const solutionVersions = table(
  'solution_versions',
  {
    id: text('id').primaryKey(),
    initiativeId: text('initiative_id')
      .notNull()
      .references(() => initiatives.id, { onDelete: 'cascade' }),
    /** 1, 2, 3 … */
    number: integer('number').notNull(),
    name: text('name').notNull(),
    /** What it is, or what changed since the one before. */
    description: text('description').notNull().default(''),
    since: day('since').notNull(),
    byAccountId: text('by_account_id'),
    recordedAt: instant('recorded_at').notNull(),
  },
  (t) => [uniqueIndex('solution_versions_number').on(t.initiativeId, t.number)],
)

export const pilots = table(
  'pilots',
  {
    id: text('id').primaryKey(),
    initiativeId: text('initiative_id')
      .notNull()
      .references(() => initiatives.id, { onDelete: 'cascade' }),
    /** 1, 2, 3 … */
    number: integer('number').notNull(),
    title: text('title').notNull(),
    state: text('state').$type<PilotState>().notNull(),
    solutionVersionId: text('solution_version_id').references(() => solutionVersions.id),
    /** As planned; as it was, once it is over. */
    startsOn: day('starts_on').notNull(),
    endsOn: day('ends_on').notNull(),
    place: text('place').notNull().default(''),
    territoryId: text('territory_id').references(() => territories.id, { onDelete: 'set null' }),
    /** Who answers for it: an organisation or a function, in words. */
    responsible: text('responsible').notNull().default(''),
    /** How ethics are cared for, and what those who take part consent to. */
    ethics: text('ethics').notNull().default(''),
    consent: text('consent').notNull().default(''),
    /** What came out, and what went wrong or did harm: asked for when it is finished. */
    findings: text('findings').notNull().default(''),
    negativeEffects: text('negative_effects').notNull().default(''),
    giveUpReason: text('give_up_reason').notNull().default(''),
    visibility: text('visibility').$type<Visibility>().notNull(),
    byAccountId: text('by_account_id'),
    capacity: text('capacity').$type<Capacity>().notNull(),
    version: integer('version').notNull().default(1),
    createdAt: instant('created_at').notNull(),
    changedAt: instant('changed_at').notNull(),
  },
  (t) => [uniqueIndex('pilots_number').on(t.initiativeId, t.number)],
)

export const indicators = table(
  'indicators',
  {
    id: text('id').primaryKey(),
    initiativeId: text('initiative_id')
      .notNull()
      .references(() => initiatives.id, { onDelete: 'cascade' }),
    name: text('name').notNull(),
    unit: text('unit').notNull().default(''),
    benefits: text('benefits').$type<BenefitKind>().notNull(),
    /** Whether more is better. */
    isMoreBetter: boolean('is_more_better').notNull().default(true),
    visibility: text('visibility').$type<Visibility>().notNull(),
    byAccountId: text('by_account_id'),
    version: integer('version').notNull().default(1),
    createdAt: instant('created_at').notNull(),
    withdrawnAt: instant('withdrawn_at'),
  },
  (t) => [index('indicators_initiative').on(t.initiativeId)],
)

export const pilotIndicators = table(
  'pilot_indicators',
  {
    pilotId: text('pilot_id')
      .notNull()
      .references(() => pilots.id, { onDelete: 'cascade' }),
    indicatorId: text('indicator_id')
      .notNull()
      .references(() => indicators.id, { onDelete: 'cascade' }),
  },
  (t) => [primaryKey({ columns: [t.pilotId, t.indicatorId] }), index('pilot_indicators_indicator').on(t.indicatorId)],
)

/** Baseline, target, results over time. Added and superseded, never edited. */
export const indicatorValues = table(
  'indicator_values',
  {
    id: text('id').primaryKey(),
    indicatorId: text('indicator_id')
      .notNull()
      .references(() => indicators.id, { onDelete: 'cascade' }),
    kind: text('kind').$type<ValueKind>().notNull(),
    /** A decimal, as `12.5`. */
    value: text('value').notNull(),
    effectiveOn: day('effective_on').notNull(),
    pilotId: text('pilot_id'),
    source: text('source').notNull().default(''),
    documentId: text('document_id'),
    supersedesId: text('supersedes_id'),
    /** Taken back: stands in place of the one it supersedes and says nothing. */
    isVoid: boolean('is_void').notNull().default(false),
    byAccountId: text('by_account_id'),
    capacity: text('capacity').$type<Capacity>().notNull(),
    recordedAt: instant('recorded_at').notNull(),
  },
  (t) => [
    index('indicator_values_indicator').on(t.indicatorId, t.kind, t.effectiveOn),
    uniqueIndex('indicator_values_supersedes').on(t.supersedesId),
  ],
)
