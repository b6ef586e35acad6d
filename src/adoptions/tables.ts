import { actors } from '../actors/tables.ts'
import type { AdoptionStatus, Fidelity } from '../domain/adoptions.ts'
import type { Capacity } from '../domain/permissions.ts'
import type { TakerKind } from '../domain/roles.ts'
import type { Visibility } from '../domain/visibility.ts'
import { initiatives } from '../initiatives/tables.ts'
import { territories } from '../network/tables.ts'
import { boolean, day, index, instant, integer, table, text, uniqueIndex } from '../platform/db/dialect.ts'

/** A taker makes it theirs, or thinks of it; the columns of its status are those of its last step. */
export const adoptions = table(
  'adoptions',
  {
    id: text('id').primaryKey(),
    initiativeId: text('initiative_id')
      .notNull()
      .references(() => initiatives.id, { onDelete: 'cascade' }),
    /** Null until the carriers say which actor it is (`takerName` was typed by a visitor). */
    takerId: text('taker_id').references(() => actors.id),
    takerName: text('taker_name').notNull().default(''),
    takerKind: text('taker_kind').$type<TakerKind>().notNull(),
    territoryId: text('territory_id').references(() => territories.id, { onDelete: 'set null' }),
    status: text('status').$type<AdoptionStatus>().notNull(),
    /** Since when it has this status. */
    since: day('since').notNull(),
    fidelity: text('fidelity').$type<Fidelity>(),
    /** What was adapted, in words. */
    adapted: text('adapted').notNull().default(''),
    peopleReached: integer('people_reached'),
    visibility: text('visibility').$type<Visibility>().notNull(),
    /** False as long as it waits in the carriers' inbox: counted nowhere, proves nothing. */
    isConfirmed: boolean('is_confirmed').notNull(),
    /** What whoever asked wrote; in the inbox only. */
    message: text('message').notNull().default(''),
    declinedAt: instant('declined_at'),
    byAccountId: text('by_account_id'),
    capacity: text('capacity').$type<Capacity>(),
    version: integer('version').notNull().default(1),
    createdAt: instant('created_at').notNull(),
    changedAt: instant('changed_at').notNull(),
  },
  (t) => [
    index('adoptions_initiative').on(t.initiativeId, t.status),
    index('adoptions_taker').on(t.takerId),
    index('adoptions_territory').on(t.territoryId),
  ],
)

/** History of an adoption: dated, with reasons and evidence; never edited, a correction supersedes. */
export const adoptionSteps = table(
  'adoption_steps',
  {
    id: text('id').primaryKey(),
    adoptionId: text('adoption_id')
      .notNull()
      .references(() => adoptions.id, { onDelete: 'cascade' }),
    status: text('status').$type<AdoptionStatus>().notNull(),
    effectiveOn: day('effective_on').notNull(),
    /** Why they hesitate, go on or give up. */
    reason: text('reason').notNull().default(''),
    /** What shows it, in words or as an address. */
    evidence: text('evidence').notNull().default(''),
    documentId: text('document_id'),
    supersedesId: text('supersedes_id'),
    byAccountId: text('by_account_id'),
    capacity: text('capacity').$type<Capacity>(),
    recordedAt: instant('recorded_at').notNull(),
    /** Place in the order of entry, within its adoption. */
    sequence: integer('sequence').notNull(),
  },
  (t) => [
    uniqueIndex('adoption_steps_sequence').on(t.adoptionId, t.sequence),
    uniqueIndex('adoption_steps_supersedes').on(t.supersedesId),
  ],
)

/** How whoever asked by the public form can be answered. For the carriers and coordinators alone. */
export const adoptionContacts = table('adoption_contacts', {
  adoptionId: text('adoption_id')
    .primaryKey()
    .references(() => adoptions.id, { onDelete: 'cascade' }),
  name: text('name').notNull(),
  address: text('address').notNull(),
  createdAt: instant('created_at').notNull(),
})

/** « L'adopter »: what an initiative in appropriation tells whoever would take it up. */
export const adoptPages = table('adopt_pages', {
  initiativeId: text('initiative_id')
    .primaryKey()
    .references(() => initiatives.id, { onDelete: 'cascade' }),
  isPublished: boolean('is_published').notNull().default(false),
  /** What it takes: people, time, money, place (Markdown). */
  takes: text('takes').notNull().default(''),
  /** The first steps (Markdown). */
  steps: text('steps').notNull().default(''),
  /** Whom to ask, in words: an organisation or a function. */
  ask: text('ask').notNull().default(''),
  version: integer('version').notNull().default(1),
  changedAt: instant('changed_at').notNull(),
})
