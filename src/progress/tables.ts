import type { Capacity } from '../domain/permissions.ts'
import type { AnswerKind, Frequency, ProgressState } from '../domain/progress.ts'
import { fundings } from '../funding/tables.ts'
import { day, index, instant, integer, json, table, text, uniqueIndex } from '../platform/db/dialect.ts'

/** A question of the template: answered in words, or prefilled from what Sillon knows. */
export interface TemplateQuestion {
  id: string
  asks: string
  /** `words`: free text; the others are prefilled and may be commented. */
  answeredBy: AnswerKind
  isRequired: boolean
}

/** When, and with which questions, the carriers of a funded initiative report to its funder. */
export const progressPlans = table(
  'progress_plans',
  {
    id: text('id').primaryKey(),
    fundingId: text('funding_id')
      .notNull()
      .references(() => fundings.id, { onDelete: 'cascade' }),
    frequency: text('frequency').$type<Frequency>().notNull(),
    /** The first day of the first period. */
    startsOn: day('starts_on').notNull(),
    /** No period begins after this day. */
    endsOn: day('ends_on'),
    /** Days after the end of a period in which its report is due. */
    delayDays: integer('delay_days').notNull(),
    /** MM-DD: the first day of the fiscal year, for frequency `fiscal`. */
    fiscalStart: text('fiscal_start').notNull().default('04-01'),
    template: json('template').$type<TemplateQuestion[]>().notNull(),
    byAccountId: text('by_account_id'),
    version: integer('version').notNull().default(1),
    createdAt: instant('created_at').notNull(),
    changedAt: instant('changed_at').notNull(),
  },
  (t) => [uniqueIndex('progress_plans_funding').on(t.fundingId)],
)

/** The report on one period: made once, however often the job runs. */
export const progressReports = table(
  'progress_reports',
  {
    id: text('id').primaryKey(),
    planId: text('plan_id')
      .notNull()
      .references(() => progressPlans.id, { onDelete: 'cascade' }),
    periodFrom: day('period_from').notNull(),
    periodUntil: day('period_until').notNull(),
    dueOn: day('due_on').notNull(),
    state: text('state').$type<ProgressState>().notNull(),
    /** The template as it was when the draft was begun. */
    template: json('template').$type<TemplateQuestion[]>().notNull(),
    /** By the id of the question. */
    answers: json('answers').$type<Record<string, string>>().notNull(),
    /** What Sillon knew when it was submitted, by the id of the question. */
    prefilled: json('prefilled').$type<Record<string, string>>().notNull(),
    skipReason: text('skip_reason').notNull().default(''),
    submittedAt: instant('submitted_at'),
    submittedById: text('submitted_by_id'),
    settledAt: instant('settled_at'),
    settledById: text('settled_by_id'),
    version: integer('version').notNull().default(1),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [
    uniqueIndex('progress_reports_period').on(t.planId, t.periodFrom),
    index('progress_reports_due').on(t.state, t.dueOn),
  ],
)

/** What was asked about it and answered. */
export const progressRemarks = table(
  'progress_remarks',
  {
    id: text('id').primaryKey(),
    progressReportId: text('progress_report_id')
      .notNull()
      .references(() => progressReports.id, { onDelete: 'cascade' }),
    kind: text('kind').$type<'question' | 'answer'>().notNull(),
    words: text('words').notNull(),
    byAccountId: text('by_account_id'),
    capacity: text('capacity').$type<Capacity>().notNull(),
    writtenAt: instant('written_at').notNull(),
  },
  (t) => [index('progress_remarks_report').on(t.progressReportId, t.writtenAt)],
)

/** A reminder that was queued: once for each report and number of days. */
export const progressReminders = table(
  'progress_reminders',
  {
    id: text('id').primaryKey(),
    progressReportId: text('progress_report_id')
      .notNull()
      .references(() => progressReports.id, { onDelete: 'cascade' }),
    days: integer('days').notNull(),
    queuedAt: instant('queued_at').notNull(),
  },
  (t) => [uniqueIndex('progress_reminders_once').on(t.progressReportId, t.days)],
)
