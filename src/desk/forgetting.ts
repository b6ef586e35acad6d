import { lt } from 'drizzle-orm'
import { type Forgetting, forgettingOf } from '../platform/db/forgetting.ts'
import { deskVisits } from './tables.ts'

/** Up to when somebody had seen their desk: after so long it is read anew. */
export const oldVisits: Forgetting = forgettingOf({
  table: deskVisits,
  key: deskVisits.accountId,
  isOver: (before) => lt(deskVisits.seenUntil, before),
})
