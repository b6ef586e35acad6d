import { and, desc, eq, gt, lt, lte, type SQL } from 'drizzle-orm'
import { accounts } from '../accounts/tables.ts'
import { daysAfter } from '../domain/calendar.ts'
import { endOf } from '../platform/clock.ts'
import type { Reader } from '../platform/db/database.ts'
import type { RegisterQuery } from './schema.ts'
import { communications } from './tables.ts'

export const PAGE = 50
const CHUNK = 1000

type Narrowed = RegisterQuery & { timeZone: string }

function narrowed({ what, from, until, before, timeZone }: Narrowed): SQL | undefined {
  return and(
    what ? eq(communications.what, what) : undefined,
    from ? gt(communications.at, endOf(timeZone, daysAfter(from, -1))) : undefined,
    until ? lte(communications.at, endOf(timeZone, until)) : undefined,
    before ? lt(communications.id, before) : undefined,
  )
}

/** Rows of the register with who took it, latest first: ids follow the time. */
export function registered(db: Reader, query: Narrowed, limit = PAGE + 1) {
  return db
    .select({ row: communications, who: accounts.name })
    .from(communications)
    .leftJoin(accounts, eq(accounts.id, communications.byAccountId))
    .where(narrowed(query))
    .orderBy(desc(communications.id))
    .limit(limit)
}

export type Registered = Awaited<ReturnType<typeof registered>>[number]

/** All of them, a page at a time. */
export async function* registeredPages(db: Reader, query: Narrowed): AsyncGenerator<Registered[]> {
  for (let before = query.before; ; ) {
    const rows = await registered(db, { ...query, before }, CHUNK)
    if (rows.length > 0) yield rows
    if (rows.length < CHUNK) return
    before = rows.at(-1)!.row.id
  }
}

/** What has ever left, as words for the filter. */
export async function kindsRegistered(db: Reader): Promise<string[]> {
  const found = await db.selectDistinct({ what: communications.what }).from(communications)
  return found.map(({ what }) => what).sort()
}
