import type { Capacity } from '../domain/permissions.ts'
import type { AdjustmentState } from '../domain/pilots.ts'
import type { Visibility } from '../domain/visibility.ts'
import { feedbacks } from '../feedback/tables.ts'
import { initiatives } from '../initiatives/tables.ts'
import { solutionVersions } from '../pilots/tables.ts'
import { day, index, instant, integer, primaryKey, table, text, uniqueIndex } from '../platform/db/dialect.ts'

/** What is changed, or not, because of what was said. */
export const adjustments = table(
  'adjustments',
  {
    id: text('id').primaryKey(),
    initiativeId: text('initiative_id')
      .notNull()
      .references(() => initiatives.id, { onDelete: 'cascade' }),
    /** 1, 2, 3 … */
    number: integer('number').notNull(),
    what: text('what').notNull(),
    state: text('state').$type<AdjustmentState>().notNull(),
    /** Why it is decided; why it is refused. */
    reason: text('reason').notNull().default(''),
    decidedOn: day('decided_on').notNull(),
    doneOn: day('done_on'),
    /** The version of the solution in which it is done. */
    solutionVersionId: text('solution_version_id').references(() => solutionVersions.id),
    visibility: text('visibility').$type<Visibility>().notNull(),
    byAccountId: text('by_account_id'),
    capacity: text('capacity').$type<Capacity>().notNull(),
    version: integer('version').notNull().default(1),
    createdAt: instant('created_at').notNull(),
    changedAt: instant('changed_at').notNull(),
  },
  (t) => [uniqueIndex('adjustments_number').on(t.initiativeId, t.number)],
)

export const adjustmentFeedbacks = table(
  'adjustment_feedbacks',
  {
    adjustmentId: text('adjustment_id')
      .notNull()
      .references(() => adjustments.id, { onDelete: 'cascade' }),
    feedbackId: text('feedback_id')
      .notNull()
      .references(() => feedbacks.id, { onDelete: 'cascade' }),
    /** When whoever said it was told what became of it. */
    toldAt: instant('told_at'),
  },
  (t) => [
    primaryKey({ columns: [t.adjustmentId, t.feedbackId] }),
    index('adjustment_feedbacks_feedback').on(t.feedbackId),
  ],
)
