import { boolean, day, index, instant, integer, json, table, text, uniqueIndex } from '../platform/db/dialect.ts'

/** How long a kind of personal data is kept, where the network chose otherwise than the house does. */
export const retentions = table('retentions', {
  /** A kind of `domain/retention`. */
  kind: text('kind').primaryKey(),
  days: integer('days').notNull(),
  version: integer('version').notNull().default(1),
  changedAt: instant('changed_at').notNull(),
  byAccountId: text('by_account_id'),
})

/** The purge log: what was destroyed because its time was over. Added to, never edited; it says how many, never whom. */
export const purges = table(
  'purges',
  {
    id: text('id').primaryKey(),
    at: instant('at').notNull(),
    kind: text('kind').notNull(),
    rows: integer('rows').notNull(),
    /** What was older than this went. */
    before: instant('before').notNull(),
  },
  (t) => [index('purges_at').on(t.at)],
)

/** Who was erased, by an id that no longer leads to anybody, and what that took. */
export const erasures = table(
  'erasures',
  {
    id: text('id').primaryKey(),
    at: instant('at').notNull(),
    subjectKind: text('subject_kind').$type<'account' | 'actor'>().notNull(),
    subjectId: text('subject_id').notNull(),
    /** Whoever was erased at their own request by nobody else is null here. */
    byAccountId: text('by_account_id'),
    /** The day it was asked for, when an administrator did it. */
    askedOn: day('asked_on'),
    /** Rows touched, by table. */
    counts: json('counts').$type<Record<string, number>>().notNull(),
  },
  (t) => [index('erasures_subject').on(t.subjectId)],
)

/**
 * The register of confidentiality incidents, with what the law asks for (Québec: Règlement sur les incidents de
 * confidentialité, art. 7; RGPD art. 33.5). Texts are '' and days null while nobody knows.
 */
export const incidents = table(
  'incidents',
  {
    id: text('id').primaryKey(),
    number: integer('number').notNull(),
    /** What happened. */
    circumstances: text('circumstances').notNull(),
    /** Which personal data. */
    data: text('data').notNull().default(''),
    happenedFrom: day('happened_from'),
    happenedUntil: day('happened_until'),
    noticedOn: day('noticed_on').notNull(),
    peopleConcerned: integer('people_concerned'),
    isEstimate: boolean('is_estimate').notNull().default(false),
    sensitivity: text('sensitivity').notNull().default(''),
    /** What it could be used for to harm, and what would follow. */
    consequences: text('consequences').notNull().default(''),
    likelihood: text('likelihood').notNull().default(''),
    /** Whether there is a risk of serious injury; null while it is being weighed. */
    isSerious: boolean('is_serious'),
    /** Which authority was told (CAI, CNIL …). */
    authority: text('authority').notNull().default(''),
    authorityToldOn: day('authority_told_on'),
    peopleToldOn: day('people_told_on'),
    /** Why people were not told, or were told by a public notice. */
    tellingNote: text('telling_note').notNull().default(''),
    measures: text('measures').notNull().default(''),
    closedOn: day('closed_on'),
    byAccountId: text('by_account_id'),
    version: integer('version').notNull().default(1),
    createdAt: instant('created_at').notNull(),
    changedAt: instant('changed_at').notNull(),
  },
  (t) => [uniqueIndex('incidents_number').on(t.number)],
)
