import { accounts } from '../accounts/tables.ts'
import { instant, table, text } from '../platform/db/dialect.ts'

/** Up to when somebody has seen what moved in what they fund: they say so themselves. */
export const deskVisits = table('desk_visits', {
  accountId: text('account_id')
    .primaryKey()
    .references(() => accounts.id, { onDelete: 'cascade' }),
  seenUntil: instant('seen_until').notNull(),
})
