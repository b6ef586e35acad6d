import { accounts } from '../accounts/tables.ts'
import { actors } from '../actors/tables.ts'
import type { Capacity } from '../domain/permissions.ts'
import type { ReportQuery, ReportSight } from '../domain/report.ts'
import { boolean, day, index, instant, integer, json, table, text, uniqueIndex } from '../platform/db/dialect.ts'

/** A report as its author writes it: live, computed each time it is looked at. */
export const reports = table(
  'reports',
  {
    id: text('id').primaryKey(),
    slug: text('slug').notNull(),
    title: text('title').notNull(),
    sight: text('sight').$type<ReportSight>().notNull(),
    /** Whose eyes it is computed with, when its sight is `actor`. */
    actorId: text('actor_id').references(() => actors.id),
    query: json('query').$type<ReportQuery>().notNull(),
    byAccountId: text('by_account_id').references(() => accounts.id, { onDelete: 'set null' }),
    version: integer('version').notNull().default(1),
    createdAt: instant('created_at').notNull(),
    changedAt: instant('changed_at').notNull(),
    archivedAt: instant('archived_at'),
  },
  (t) => [
    uniqueIndex('reports_slug').on(t.slug),
    index('reports_actor').on(t.actorId),
    index('reports_author').on(t.byAccountId),
  ],
)

/** A report as it was published: frozen. Triggers refuse to change it. */
export const reportVersions = table(
  'report_versions',
  {
    id: text('id').primaryKey(),
    reportId: text('report_id')
      .notNull()
      .references(() => reports.id, { onDelete: 'cascade' }),
    /** 1, 2, 3 … */
    number: integer('number').notNull(),
    title: text('title').notNull(),
    sight: text('sight').$type<ReportSight>().notNull(),
    actorId: text('actor_id'),
    asOf: day('as_of').notNull(),
    knownAt: instant('known_at').notNull(),
    /** What changed since the version before, in the author's words. */
    changes: text('changes').notNull().default(''),
    /** `Frozen` as JSON, byte for byte what `hash` is of: text, because jsonb would reorder it. */
    content: text('content').notNull(),
    /** SHA-256 of `content` in UTF-8, in hexadecimal. */
    hash: text('hash').notNull(),
    byAccountId: text('by_account_id'),
    publishedAt: instant('published_at').notNull(),
  },
  (t) => [
    uniqueIndex('report_versions_number').on(t.reportId, t.number),
    index('report_versions_published').on(t.publishedAt),
  ],
)

/** Somebody read a version, or accepted it, for an actor. */
export const reportReadings = table(
  'report_readings',
  {
    id: text('id').primaryKey(),
    versionId: text('version_id')
      .notNull()
      .references(() => reportVersions.id, { onDelete: 'cascade' }),
    kind: text('kind').$type<'acknowledged' | 'accepted'>().notNull(),
    /** For whom: an organisation they speak for, or themselves. */
    actorId: text('actor_id').references(() => actors.id),
    byAccountId: text('by_account_id').notNull(),
    note: text('note').notNull().default(''),
    readAt: instant('read_at').notNull(),
  },
  (t) => [uniqueIndex('report_readings_once').on(t.versionId, t.byAccountId, t.kind)],
)

/** A question on a report, on a figure of it, or on an initiative in it; kept with the report. */
export const reportQuestions = table(
  'report_questions',
  {
    id: text('id').primaryKey(),
    reportId: text('report_id')
      .notNull()
      .references(() => reports.id, { onDelete: 'cascade' }),
    /** The version in which it was read; null for one that is still live. */
    versionId: text('version_id').references(() => reportVersions.id, { onDelete: 'cascade' }),
    /** The figure or slice it is about; '' when it is about something else. */
    about: text('about').notNull().default(''),
    initiativeId: text('initiative_id'),
    words: text('words').notNull(),
    byAccountId: text('by_account_id').notNull(),
    actorId: text('actor_id').references(() => actors.id),
    askedAt: instant('asked_at').notNull(),
  },
  (t) => [
    index('report_questions_report').on(t.reportId, t.askedAt),
    index('report_questions_initiative').on(t.initiativeId),
  ],
)

export const reportAnswers = table(
  'report_answers',
  {
    id: text('id').primaryKey(),
    questionId: text('question_id')
      .notNull()
      .references(() => reportQuestions.id, { onDelete: 'cascade' }),
    words: text('words').notNull(),
    byAccountId: text('by_account_id').notNull(),
    capacity: text('capacity').$type<Capacity>().notNull(),
    answeredAt: instant('answered_at').notNull(),
  },
  (t) => [index('report_answers_question').on(t.questionId, t.answeredAt)],
)

/** A read-only way to a published version, for somebody without an account. The token itself is kept nowhere. */
export const reportLinks = table(
  'report_links',
  {
    id: text('id').primaryKey(),
    versionId: text('version_id')
      .notNull()
      .references(() => reportVersions.id, { onDelete: 'cascade' }),
    /** SHA-256 of the token, in hexadecimal. */
    tokenHash: text('token_hash').notNull(),
    /** For whom it was made, in words. */
    label: text('label').notNull(),
    byAccountId: text('by_account_id'),
    createdAt: instant('created_at').notNull(),
    expiresAt: instant('expires_at').notNull(),
    revokedAt: instant('revoked_at'),
    openings: integer('openings').notNull().default(0),
    lastOpenedAt: instant('last_opened_at'),
  },
  (t) => [uniqueIndex('report_links_token').on(t.tokenHash), index('report_links_version').on(t.versionId)],
)

/** A report that is published anew and sent by mail, at set times. */
export const reportMailings = table(
  'report_mailings',
  {
    id: text('id').primaryKey(),
    reportId: text('report_id')
      .notNull()
      .references(() => reports.id, { onDelete: 'cascade' }),
    frequency: text('frequency').$type<'monthly' | 'quarterly' | 'yearly' | 'once'>().notNull(),
    nextOn: day('next_on').notNull(),
    recipients: json('recipients').$type<{ address: string; locale: string }[]>().notNull(),
    /** Why they receive it: for the register of communications. */
    purpose: text('purpose').notNull(),
    isOver: boolean('is_over').notNull().default(false),
    byAccountId: text('by_account_id').notNull(),
    version: integer('version').notNull().default(1),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [index('report_mailings_next').on(t.isOver, t.nextOn), index('report_mailings_report').on(t.reportId)],
)

/** A sending that was begun: once for each mailing and day, however often the job runs. */
export const reportSendings = table(
  'report_sendings',
  {
    id: text('id').primaryKey(),
    mailingId: text('mailing_id')
      .notNull()
      .references(() => reportMailings.id, { onDelete: 'cascade' }),
    dueOn: day('due_on').notNull(),
    versionId: text('version_id').references(() => reportVersions.id, { onDelete: 'set null' }),
    sentAt: instant('sent_at').notNull(),
  },
  (t) => [uniqueIndex('report_sendings_once').on(t.mailingId, t.dueOn)],
)
