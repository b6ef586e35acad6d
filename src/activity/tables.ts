import { index, instant, sequence, table, text, uniqueIndex } from '../platform/db/dialect.ts'

/**
 * The journal: what was done, by whom, to what. Append-only (triggers refuse the rest) and hash-chained:
 * a trigger links each row to the one before. It points at things by id without foreign keys, since it outlives them.
 */
export const journal = table(
  'journal',
  {
    seq: sequence('seq'),
    at: instant('at').notNull(),
    byAccountId: text('by_account_id'),
    capacity: text('capacity'),
    what: text('what').notNull(),
    subjectKind: text('subject_kind').notNull(),
    subjectId: text('subject_id').notNull(),
    initiativeId: text('initiative_id'),
    /** JSON as it was hashed; a database's own JSON type would reorder it. */
    particulars: text('particulars').notNull(),
    /** The idempotency key of the form that caused it: the same form posted twice cannot write twice. */
    once: text('once'),
    digest: text('digest').notNull(),
    previous: text('previous').notNull().default(''),
    hash: text('hash').notNull().default(''),
  },
  (t) => [
    uniqueIndex('journal_once').on(t.once),
    index('journal_initiative').on(t.initiativeId, t.seq),
    index('journal_subject').on(t.subjectKind, t.subjectId),
  ],
)
