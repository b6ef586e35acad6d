import { and, eq } from 'drizzle-orm'
import { recorded } from '../activity/recorded.ts'
import type { By } from '../domain/viewer.ts'
import { isChosen, type RetentionKind } from '../domain/retention.ts'
import { allowed } from '../network/access.ts'
import { type Database, exactlyOne, type Reader, type Writer } from '../platform/db/database.ts'
import { outdated } from '../platform/http/conflict.ts'
import { InvalidInput, NotFound } from '../platform/http/refusal.ts'
import { type Period, retentionPeriods } from './retention.ts'
import { retentions } from './tables.ts'

/** A kind whose period an administrator may choose. Throws NotFound. */
export async function findChosen(db: Reader, kind: RetentionKind): Promise<Period> {
  const period = (await retentionPeriods(db)).find((one) => one.kind === kind)
  if (!period || !isChosen(kind)) throw new NotFound()
  return period
}

/** For how many days a kind is kept from now on; what is over by it goes with the next purge. Throws Stale. */
export async function changePeriod(
  db: Database,
  kind: RetentionKind,
  { days, version }: { days: number; version: number },
  by: By,
  now: Date,
): Promise<void> {
  const as = allowed('privacy.manage', by)
  const current = await findChosen(db, kind)
  const { least, most } = current
  if (days < least || days > most) {
    throw new InvalidInput([{ field: 'days', key: 'days_out_of_bounds', params: { least, most } }])
  }
  const stale = (theirs: Period) => outdated({ days }, { days: theirs.days }, theirs.version)
  if (version !== current.version) throw stale(current)
  const row = { days, version: version + 1, changedAt: now, byAccountId: by.accountId }
  try {
    await db.commit((tx) => [
      exactlyOne(written(tx, kind, version, row), () => new LostRace()),
      recorded(tx, by, now, {
        what: 'retention_changed',
        subject: { kind: 'retention', id: kind },
        particulars: { from: current.days, days },
        as,
      }),
    ])
  } catch (error) {
    if (!(error instanceof LostRace)) throw error
    throw stale(await findChosen(db, kind))
  }
}

class LostRace extends Error {}

type Row = Omit<typeof retentions.$inferInsert, 'kind'>

function written(tx: Writer, kind: RetentionKind, version: number, row: Row) {
  const returned = { kind: retentions.kind }
  if (version === 0) {
    return tx
      .insert(retentions)
      .values({ kind, ...row })
      .onConflictDoNothing()
      .returning(returned)
  }
  const isAsRead = and(eq(retentions.kind, kind), eq(retentions.version, version))
  return tx.update(retentions).set(row).where(isAsRead).returning(returned)
}
