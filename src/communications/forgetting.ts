import { lt } from 'drizzle-orm'
import { type Forgetting, forgettingOf } from '../platform/db/forgetting.ts'
import { communications } from './tables.ts'

/** Rows of the register, with the addresses it names, counted from when something left. */
export const oldCommunications: Forgetting = forgettingOf({
  table: communications,
  key: communications.id,
  isOver: (before) => lt(communications.at, before),
})
