import { lt } from 'drizzle-orm'
import { type Forgetting, forgettingOf } from '../db/forgetting.ts'
import { jobs } from './tables.ts'

/** Work that is done. What it was given is emptied at once, but for whoever asked for it. */
export const doneJobs: Forgetting = forgettingOf({
  table: jobs,
  key: jobs.id,
  isOver: (before) => lt(jobs.doneAt, before),
})

/** Work that was given up, with what it was given: a letter, an address. */
export const deadJobs: Forgetting = forgettingOf({
  table: jobs,
  key: jobs.id,
  isOver: (before) => lt(jobs.deadAt, before),
})
