import { sql } from 'drizzle-orm'
import { actors } from '../actors/tables.ts'
import type { Adequacy, FeedbackWay, Question } from '../domain/feedback.ts'
import type { Capacity } from '../domain/permissions.ts'
import type { TakerKind } from '../domain/roles.ts'
import { pilots } from '../pilots/tables.ts'
import { boolean, day, index, instant, integer, json, table, text, uniqueIndex } from '../platform/db/dialect.ts'

/** What a pilot asks its takers besides the usual questions, and to what they consent. */
export const feedbackForms = table('feedback_forms', {
  pilotId: text('pilot_id')
    .primaryKey()
    .references(() => pilots.id, { onDelete: 'cascade' }),
  questions: json('questions').$type<Question[]>().notNull(),
  introductionFr: text('introduction_fr').notNull().default(''),
  introductionEn: text('introduction_en').notNull().default(''),
  consentFr: text('consent_fr').notNull(),
  consentEn: text('consent_en').notNull(),
  /** 1, 2, 3 …: each feedback keeps the number of the words that were agreed to. */
  consentVersion: integer('consent_version').notNull().default(1),
  isOpen: boolean('is_open').notNull().default(false),
  isOncePerPerson: boolean('is_once_per_person').notNull().default(true),
  version: integer('version').notNull().default(1),
  changedAt: instant('changed_at').notNull(),
})

/** A way to the form for those who have no account: on a poster, in a message, as a QR code. It opens nothing else. */
export const feedbackLinks = table(
  'feedback_links',
  {
    id: text('id').primaryKey(),
    pilotId: text('pilot_id')
      .notNull()
      .references(() => pilots.id, { onDelete: 'cascade' }),
    /** Kept as it is: it is printed again, and gives nobody anything to read. */
    token: text('token').notNull(),
    label: text('label').notNull(),
    /** Of which kind whoever follows it is; null: the form asks. */
    takerKind: text('taker_kind').$type<TakerKind>(),
    /** As many as are taken by it, and as were: counted in the commit that takes them. */
    most: integer('most').notNull(),
    taken: integer('taken').notNull().default(0),
    byAccountId: text('by_account_id'),
    createdAt: instant('created_at').notNull(),
    expiresAt: instant('expires_at').notNull(),
    revokedAt: instant('revoked_at'),
  },
  (t) => [uniqueIndex('feedback_links_token').on(t.token), index('feedback_links_pilot').on(t.pilotId)],
)

/** What one taker said. Never a name: an actor of the network, or nobody in particular. */
export const feedbacks = table(
  'feedbacks',
  {
    id: text('id').primaryKey(),
    pilotId: text('pilot_id')
      .notNull()
      .references(() => pilots.id, { onDelete: 'cascade' }),
    /** 1, 2, 3 … within its pilot: what is written on the sheet of paper. */
    number: integer('number').notNull(),
    takerKind: text('taker_kind').$type<TakerKind>().notNull(),
    way: text('way').$type<FeedbackWay>().notNull(),
    /** The organisation or group that speaks; null where nobody is to be known. */
    actorId: text('actor_id').references(() => actors.id),
    linkId: text('link_id').references(() => feedbackLinks.id, { onDelete: 'set null' }),
    /** By which one person gives one form: a hash that leads back to nobody. */
    personKey: text('person_key'),
    /** The idempotency key of the form, where no journal row keeps it. */
    onceKey: text('once_key'),
    givenOn: day('given_on').notNull(),
    tested: text('tested').notNull().default(''),
    adequacy: integer('adequacy').$type<Adequacy>(),
    helps: text('helps').notNull().default(''),
    hinders: text('hinders').notNull().default(''),
    toChange: text('to_change').notNull().default(''),
    /** By the id of the question. */
    answers: json('answers').$type<Record<string, string | readonly string[]>>().notNull(),
    language: text('language').$type<'fr' | 'en'>().notNull(),
    consentVersion: integer('consent_version'),
    /** Who typed it, for paper and on behalf. */
    enteredById: text('entered_by_id'),
    capacity: text('capacity').$type<Capacity>(),
    receivedAt: instant('received_at').notNull(),
    /** Taken back: counted nowhere. */
    withdrawnAt: instant('withdrawn_at'),
    withdrawnReason: text('withdrawn_reason').notNull().default(''),
  },
  (t) => [
    uniqueIndex('feedbacks_number').on(t.pilotId, t.number),
    uniqueIndex('feedbacks_person')
      .on(t.pilotId, t.personKey)
      .where(sql`${t.personKey} is not null and ${t.withdrawnAt} is null`),
    uniqueIndex('feedbacks_once').on(t.pilotId, t.onceKey),
  ],
)

/** An address that somebody left to be told what became of it. Shown to nobody, forgotten once they were told. */
export const feedbackContacts = table('feedback_contacts', {
  feedbackId: text('feedback_id')
    .primaryKey()
    .references(() => feedbacks.id, { onDelete: 'cascade' }),
  address: text('address').notNull(),
  language: text('language').$type<'fr' | 'en'>().notNull(),
  createdAt: instant('created_at').notNull(),
})
