import { index, instant, integer, json, table, text } from '../db/dialect.ts'

/** Work to do after a commit, written by that commit. Done jobs stay a while for those who asked for them. */
export const jobs = table(
  'jobs',
  {
    id: text('id').primaryKey(),
    kind: text('kind').notNull(),
    payload: json('payload').$type<unknown>().notNull(),
    runAt: instant('run_at').notNull(),
    attempts: integer('attempts').notNull().default(0),
    takenUntil: instant('taken_until'),
    doneAt: instant('done_at'),
    deadAt: instant('dead_at'),
    error: text('error'),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [index('jobs_waiting').on(t.doneAt, t.deadAt, t.runAt)],
)
