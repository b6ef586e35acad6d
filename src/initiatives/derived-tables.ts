import type { Stage, Status } from '../domain/lifecycle.ts'
import type { Visibility } from '../domain/visibility.ts'
import { integer, primaryKey, sequence, table, text, uniqueIndex } from '../platform/db/dialect.ts'
import { initiatives } from './sheet-tables.ts'

// Kept by triggers of the database (db/custom/derived.*.sql), so that no commit can forget them: read here, written nowhere.

/** How many initiatives stand in a stage and status, by level and by the year since which they are in the stage. */
export const initiativeCounts = table(
  'initiative_counts',
  {
    status: text('status').$type<Status>().notNull(),
    stage: text('stage').$type<Stage>().notNull(),
    visibility: text('visibility').$type<Visibility>().notNull(),
    /** YYYY of `stage_since`. */
    year: text('year').notNull(),
    many: integer('many').notNull(),
  },
  (t) => [primaryKey({ columns: [t.status, t.stage, t.visibility, t.year] })],
)

/** What documents, contributions and money prove to the gates without anybody stating it. No row: nothing. */
export const initiativeProofs = table('initiative_proofs', {
  initiativeId: text('initiative_id')
    .primaryKey()
    .references(() => initiatives.id, { onDelete: 'cascade' }),
  /** Agreements and letters of support (M2). */
  agreements: integer('agreements').notNull().default(0),
  /** Guides that everybody may read, under a licence that lets them be used (A5). */
  guides: integer('guides').notNull().default(0),
  /** Different kinds of knowledge that were brought (M1). */
  knowledgeKinds: integer('knowledge_kinds').notNull().default(0),
  /** Different funders who confirmed or disbursed something to it (M5, A4). */
  fundingSources: integer('funding_sources').notNull().default(0),
})

/**
 * The words by which an initiative is found, folded, by who may know them. Full text is built upon it: FTS5
 * (`initiative_words`) or a `tsvector` column (`vector`), which drizzle does not know of.
 */
export const initiativeSearch = table(
  'initiative_search',
  {
    number: sequence('number'),
    initiativeId: text('initiative_id')
      .notNull()
      .references(() => initiatives.id, { onDelete: 'cascade' }),
    /** Title, need, description, population, lessons. */
    own: text('own').notNull().default(''),
    /** Names of the territories. */
    places: text('places').notNull().default(''),
    /** Names of actors with an accepted role: those that visitors may see, those for the network, and the rest. */
    publicNames: text('public_names').notNull().default(''),
    networkNames: text('network_names').notNull().default(''),
    hiddenNames: text('hidden_names').notNull().default(''),
  },
  (t) => [uniqueIndex('initiative_search_initiative').on(t.initiativeId)],
)
