import type { Thresholds } from '../domain/ages.ts'
import type { CriterionCode, GateMode } from '../domain/gates.ts'
import type { TerritoryKind } from '../domain/innovation.ts'
import type { Stage } from '../domain/lifecycle.ts'
import { boolean, index, instant, integer, json, table, text, uniqueIndex } from '../platform/db/dialect.ts'

/** The network itself: one row, id `network`. */
export const network = table('network', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  /** What visitors read above the board. */
  introduction: text('introduction').notNull().default(''),
  /** IANA name; decides which day it is. */
  timeZone: text('time_zone').notNull(),
  locale: text('locale').notNull(),
  thresholds: json('thresholds').$type<Thresholds>().notNull(),
  privacyOfficer: text('privacy_officer').notNull().default(''),
  isDemo: boolean('is_demo').notNull().default(false),
  version: integer('version').notNull().default(1),
})

/** A gate as the network set it, version after version. The highest number is in force. */
export const gateVersions = table(
  'gate_versions',
  {
    id: text('id').primaryKey(),
    stage: text('stage').$type<Stage>().notNull(),
    number: integer('number').notNull(),
    mode: text('mode').$type<GateMode>().notNull(),
    criteria: json('criteria').$type<{ code: CriterionCode; on: boolean; fr?: string; en?: string }[]>().notNull(),
    createdAt: instant('created_at').notNull(),
    byAccountId: text('by_account_id'),
  },
  (t) => [uniqueIndex('gate_versions_number').on(t.stage, t.number)],
)

export const themes = table(
  'themes',
  {
    id: text('id').primaryKey(),
    slug: text('slug').notNull(),
    fr: text('fr').notNull(),
    en: text('en'),
    archivedAt: instant('archived_at'),
    importId: text('import_id'),
  },
  (t) => [uniqueIndex('themes_slug').on(t.slug)],
)

/** Country, region, MRC or intercommunalité, municipality, quartier. A municipality may hang directly under its region. */
export const territories = table(
  'territories',
  {
    id: text('id').primaryKey(),
    code: text('code').notNull(),
    kind: text('kind').$type<TerritoryKind>().notNull(),
    name: text('name').notNull(),
    parentId: text('parent_id'),
    /** Codes from the root, `/QC/15/761/`: everything inside a place begins with its path. */
    path: text('path').notNull(),
    searchText: text('search_text').notNull(),
  },
  (t) => [
    uniqueIndex('territories_code').on(t.code),
    index('territories_path').on(t.path),
    index('territories_parent').on(t.parentId),
  ],
)
