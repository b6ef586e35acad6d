import { and, eq, isNotNull } from 'drizzle-orm'
import type { MoneyFact, RateFact } from '../domain/figures/facts.ts'
import { exchangeRates, fundingRows, fundings } from '../funding/tables.ts'
import { fundingRowsVisibleTo } from '../funding/visible.ts'
import { initiatives } from '../initiatives/tables.ts'
import type { Reader } from '../platform/db/database.ts'
import { type Asked, type Found, only } from './facts-asked.ts'

/** The rows of the ledger that these eyes may see, each with the instant at which another took its place. */
export async function moneyOf(db: Reader, byId: Found, { eyes, today, few }: Asked): Promise<void> {
  const rows = await db
    .select({
      id: fundingRows.id,
      initiativeId: fundings.initiativeId,
      fundingId: fundings.id,
      funderId: fundings.funderId,
      kind: fundings.kind,
      currency: fundings.currency,
      status: fundingRows.status,
      on: fundingRows.effectiveOn,
      cents: fundingRows.cents,
      recordedAt: fundingRows.recordedAt,
    })
    .from(fundingRows)
    .innerJoin(fundings, eq(fundings.id, fundingRows.fundingId))
    .innerJoin(initiatives, eq(initiatives.id, fundings.initiativeId))
    .where(and(fundingRowsVisibleTo(db, eyes, today), eq(initiatives.isExcluded, false), only(few)))
    .orderBy(fundingRows.id)
  if (rows.length === 0) return
  // A row that these eyes do not see may stand in the place of one that they do: it is void all the same.
  const taken = await db
    .select({ id: fundingRows.supersedesId, at: fundingRows.recordedAt })
    .from(fundingRows)
    .where(isNotNull(fundingRows.supersedesId))
  const voidAt = new Map(taken.map(({ id, at }) => [id, at.getTime()]))
  for (const { id, initiativeId, recordedAt, ...row } of rows) {
    const fact: MoneyFact = {
      ...row,
      recordedAt: recordedAt.getTime(),
      voidAt: voidAt.get(id) ?? null,
      isOwn: eyes.actorIds.includes(row.funderId),
    }
    byId.get(initiativeId!)?.money.push(fact)
  }
}

export async function ratesKnown(db: Reader): Promise<RateFact[]> {
  const rows = await db.select().from(exchangeRates).orderBy(exchangeRates.effectiveOn, exchangeRates.id)
  return rows.map(({ from, to, rate, effectiveOn, recordedAt, source }) => ({
    from,
    to,
    rate,
    on: effectiveOn,
    recordedAt: recordedAt.getTime(),
    source,
  }))
}
