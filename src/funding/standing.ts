import { type SQL, sql } from 'drizzle-orm'
import { fundingRows } from './tables.ts'

/** Rows in place of which no other stands: what `standingRows` of the domain says, in SQL. */
export const notSuperseded: SQL = sql`not exists (select 1 from ${fundingRows} as corrections where corrections.supersedes_id = ${fundingRows.id})`
