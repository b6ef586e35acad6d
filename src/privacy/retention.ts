import { desc, eq, inArray, lt, max, sum } from 'drizzle-orm'
import { accounts } from '../accounts/tables.ts'
import { DAY_MS } from '../domain/calendar.ts'
import { type Fate, isChosen, type RetentionKind, retentionKinds, retentionOf } from '../domain/retention.ts'
import type { Reader } from '../platform/db/database.ts'
import { purges, retentions } from './tables.ts'

/** A kind of what is kept of people, and for how long here, in days. */
export interface Period {
  kind: RetentionKind
  fate: Fate
  days: number
  least: number
  most: number
  /** 0 while nobody has chosen it. */
  version: number
  changedAt: Date | undefined
  /** Who chose it; undefined while nobody has, or when they have no account any more. */
  changedBy: string | undefined
}

/** How long each kind is kept here, in the order in which it is told: what the public page of privacy says too. */
export async function retentionPeriods(db: Reader): Promise<Period[]> {
  const rows = await db
    .select({ set: retentions, name: accounts.name })
    .from(retentions)
    .leftJoin(accounts, eq(accounts.id, retentions.byAccountId))
  return retentionKinds.map((kind) => {
    const { fate, days, least, most } = retentionOf[kind]
    const row = isChosen(kind) ? rows.find(({ set }) => set.kind === kind) : undefined
    return {
      kind,
      fate,
      // A bound that was moved since holds for what was chosen before.
      days: Math.min(most, Math.max(least, row?.set.days ?? days)),
      least,
      most,
      version: row?.set.version ?? 0,
      changedAt: row?.set.changedAt,
      changedBy: row?.name ?? undefined,
    }
  })
}

/** What was over before this is not kept any more. */
export function limitOf({ days }: Pick<Period, 'days'>, now: Date): Date {
  return new Date(now.getTime() - days * DAY_MS)
}

export type Purge = typeof purges.$inferSelect

export const PURGES_SHOWN = 50

/** The purge log, latest first; `before` is the id of the last row of the page before. Ids follow the time. */
export function purgeLog(db: Reader, before: string | undefined, limit = PURGES_SHOWN + 1): Promise<Purge[]> {
  return db
    .select()
    .from(purges)
    .where(before ? lt(purges.id, before) : undefined)
    .orderBy(desc(purges.id))
    .limit(limit)
}

const CHUNK = 1000

/** All of it, a page at a time. */
export async function* purgePages(db: Reader): AsyncGenerator<Purge[]> {
  for (let before: string | undefined; ; ) {
    const rows = await purgeLog(db, before, CHUNK)
    if (rows.length > 0) yield rows
    if (rows.length < CHUNK) return
    before = rows.at(-1)!.id
  }
}

/** When something of each kind last went, and how much then. */
export async function lastPurges(db: Reader): Promise<Map<string, { at: Date; rows: number }>> {
  const latest = db
    .select({ at: max(purges.at) })
    .from(purges)
    .groupBy(purges.kind)
  const found = await db
    .select({ kind: purges.kind, at: purges.at, rows: sum(purges.rows).mapWith(Number) })
    .from(purges)
    .where(inArray(purges.at, latest))
    .groupBy(purges.kind, purges.at)
  const last = new Map<string, { at: Date; rows: number }>()
  for (const { kind, at, rows } of found) {
    const known = last.get(kind)
    if (!known || known.at < at) last.set(kind, { at, rows })
  }
  return last
}
