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

/** What documents, contributions, money, pilots and adoptions prove to the gates without anybody stating it. No row: nothing. */
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
  /** Pilots planned whole: days, place, who answers, an indicator with its baseline (M4). */
  pilotsPlanned: integer('pilots_planned').notNull().default(0),
  /** Pilots that are over, with their findings (R1). */
  pilotsFinished: integer('pilots_finished').notNull().default(0),
  /** What adopting users said (R2). */
  feedbackAdopters: integer('feedback_adopters').notNull().default(0),
  /** What beneficiaries said (R2). */
  feedbackBeneficiaries: integer('feedback_beneficiaries').notNull().default(0),
  /** Adjustments, decided or done, that answer some feedback (R3). */
  adjustmentsTraced: integer('adjustments_traced').notNull().default(0),
  /** Indicators with a baseline and a result (R4). */
  indicatorsCompared: integer('indicators_compared').notNull().default(0),
  /** Results of indicators of a collective benefit (A6). */
  collectiveResults: integer('collective_results').notNull().default(0),
  /** Finished pilots that say what went wrong (R4). */
  negativeEffects: integer('negative_effects').notNull().default(0),
  /** Takers who intend to adopt, or do (R5). */
  adoptionIntents: integer('adoption_intents').notNull().default(0),
  /** Takers who try or use it. */
  adoptionTrials: integer('adoption_trials').notNull().default(0),
  /** Organisations that integrated it (A1). */
  adoptionsIntegrated: integer('adoptions_integrated').notNull().default(0),
  /** Since when beneficiaries use it, of those who still do: YYYY-MM-DD (A2). */
  beneficiaryUseSince: text('beneficiary_use_since'),
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
