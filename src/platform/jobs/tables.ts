import { index, instant, integer, json, table, text } from '../db/dialect.ts'

export const lanes = ['short', 'long'] as const
export type Lane = (typeof lanes)[number]

/** Work to do after a commit, written by that commit. Done jobs stay a while for those who asked for them. */
export const jobs = table(
  'jobs',
  {
    id: text('id').primaryKey(),
    kind: text('kind').notNull(),
    /** Long work never keeps a letter waiting: each process does one job of each lane at a time. */
    lane: text('lane').$type<Lane>().notNull().default('short'),
    payload: json('payload').$type<unknown>().notNull(),
    runAt: instant('run_at').notNull(),
    attempts: integer('attempts').notNull().default(0),
    takenUntil: instant('taken_until'),
    doneAt: instant('done_at'),
    deadAt: instant('dead_at'),
    error: text('error'),
    /** Who asked for it, and may follow it: an account id. Null for what the house does by itself. */
    requestedById: text('requested_by_id'),
    /** How far it came, in units of its own: rows, files … Null until it is known. */
    progressDone: integer('progress_done'),
    progressTotal: integer('progress_total'),
    /** What came of it, for the page of whoever asked. */
    outcome: json('outcome').$type<unknown>(),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [
    index('jobs_waiting').on(t.doneAt, t.deadAt, t.lane, t.runAt),
    index('jobs_kind').on(t.kind, t.doneAt),
    index('jobs_requested').on(t.requestedById, t.createdAt),
  ],
)
