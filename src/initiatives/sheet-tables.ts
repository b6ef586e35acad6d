import { sql } from 'drizzle-orm'
import type { Consent, EmergenceWay, InnovationType, Maturity } from '../domain/innovation.ts'
import type { EndingKind, Stage, Status } from '../domain/lifecycle.ts'
import type { Visibility } from '../domain/visibility.ts'
import { territories, themes } from '../network/tables.ts'
import { boolean, day, index, instant, integer, primaryKey, table, text, uniqueIndex } from '../platform/db/dialect.ts'
import { titleKeyOf } from './title-order.ts'

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
    /** Kept out of every report (a trial, a double that waits): decided by coordinators. */
    isExcluded: boolean('is_excluded').notNull().default(false),
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
    // What the board and its lists are read in order by. Equal up to where the order begins, so that no planner doubts.
    index('initiatives_recent').on(t.mergedIntoId, t.status, t.stage, t.changedAt, t.id),
    index('initiatives_titles').on(t.mergedIntoId, t.status, t.stage, titleKeyOf(t.title), t.id),
    // Counts, medians and oldest-first read this one alone: what a reader may see is in it too.
    index('initiatives_standing').on(t.mergedIntoId, t.status, t.stage, t.stageSince, t.id, t.visibility, t.namedRoles),
    index('initiatives_import').on(t.importId),
    // Few have a parent or were merged: only those few are in these, so that they are found however many there are.
    index('initiatives_merged').on(t.mergedIntoId).where(sql`${t.mergedIntoId} is not null`),
    index('initiatives_parent').on(t.parentId).where(sql`${t.parentId} is not null`),
  ],
)

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
