import { desc, eq, or, type SQL, sql } from 'drizzle-orm'
import { type Purpose, purposes, textVersionOf } from '../domain/consents.ts'
import type { Reader, Writer } from '../platform/db/database.ts'
import { newId } from '../platform/id.ts'
import { consents } from './tables.ts'

export type Consent = typeof consents.$inferSelect

/** Of whom: an account, the person who signs in with it, or both. */
export interface Consenting {
  accountId?: string | null | undefined
  actorId?: string | null | undefined
}

/** What holds of each purpose: the latest word on it; nothing where nobody was asked. Ids follow the time. */
export async function consentsOf(db: Reader, whom: Consenting): Promise<Partial<Record<Purpose, Consent>>> {
  const rows = await db.select().from(consents).where(isOf(whom)).orderBy(desc(consents.id))
  const holding: Partial<Record<Purpose, Consent>> = {}
  for (const purpose of purposes) {
    const latest = rows.find((row) => row.purpose === purpose)
    if (latest) holding[purpose] = latest
  }
  return holding
}

/** Whether consent to a purpose was given, and not withdrawn since. */
export async function hasConsented(db: Reader, whom: Consenting, purpose: Purpose): Promise<boolean> {
  return (await consentsOf(db, whom))[purpose]?.isGiven ?? false
}

function isOf({ accountId, actorId }: Consenting): SQL | undefined {
  const either = or(
    accountId ? eq(consents.accountId, accountId) : undefined,
    actorId ? eq(consents.actorId, actorId) : undefined,
  )
  return either ?? sql`false`
}

export interface Consented extends Consenting {
  purpose: Purpose
  isGiven: boolean
  /** The day it was given or withdrawn. */
  givenOn: string
  /** How it was given, when somebody else writes it down. */
  how?: string | undefined
  byAccountId: string | null
}

/** A step for someone else's commit: what somebody agreed to, by the text that is shown now, or takes back. */
export function consented(tx: Writer, { accountId = null, actorId = null, how = '', ...said }: Consented, now: Date) {
  const textVersion = textVersionOf[said.purpose]
  return tx.insert(consents).values({ id: newId(), accountId, actorId, how, textVersion, ...said, recordedAt: now })
}
