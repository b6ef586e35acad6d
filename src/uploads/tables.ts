import { accounts } from '../accounts/tables.ts'
import { bigint, index, instant, table, text } from '../platform/db/dialect.ts'

/**
 * Files that somebody has sent whole and that no document holds yet. Those that nobody takes up are forgotten after a
 * day. What is still being sent is a file of the upload folder, and no row.
 */
export const uploads = table(
  'uploads',
  {
    id: text('id').primaryKey(),
    accountId: text('account_id')
      .notNull()
      .references(() => accounts.id, { onDelete: 'cascade' }),
    /** Its name in the store: the SHA-256 of its bytes, in hexadecimal. */
    file: text('file').notNull(),
    /** What it was called where it came from, cleaned. A label, never a path. */
    fileName: text('file_name').notNull(),
    size: bigint('size').notNull(),
    receivedAt: instant('received_at').notNull(),
  },
  (t) => [index('uploads_account').on(t.accountId), index('uploads_received').on(t.receivedAt)],
)
