import { and, asc, eq, inArray, isNull, lte, sum } from 'drizzle-orm'
import { instalmentState, type InstalmentState } from '../domain/money.ts'
import type { Viewer } from '../domain/viewer.ts'
import { initiatives } from '../initiatives/tables.ts'
import type { Reader } from '../platform/db/database.ts'
import { notSuperseded } from './standing.ts'
import { fundingInstalments, fundingRows, fundings } from './tables.ts'
import { fundingsVisibleTo } from './visible.ts'

export interface Due {
  id: string
  fundingId: string
  initiativeId: string
  slug: string
  title: string
  funderId: string
  purpose: string
  currency: (typeof fundings.$inferSelect)['currency']
  dueOn: string
  cents: number
  paidCents: number
  condition: string
  state: InstalmentState
}

/**
 * Payments to be made until a day that are not paid yet, on initiatives that the reader may see: of the fundings of
 * these funders, or of any. In two statements.
 */
export async function instalmentsDue(
  db: Reader,
  viewer: Viewer,
  today: string,
  until: string,
  funderIds?: readonly string[],
): Promise<Due[]> {
  if (funderIds?.length === 0) return []
  const { id, fundingId, dueOn, cents, condition } = fundingInstalments
  const found = await db
    .select({
      id,
      fundingId,
      dueOn,
      cents,
      condition,
      initiativeId: initiatives.id,
      slug: initiatives.slug,
      title: initiatives.title,
      funderId: fundings.funderId,
      purpose: fundings.purpose,
      currency: fundings.currency,
    })
    .from(fundingInstalments)
    .innerJoin(fundings, eq(fundings.id, fundingInstalments.fundingId))
    .innerJoin(initiatives, eq(initiatives.id, fundings.initiativeId))
    .where(
      and(
        isNull(fundingInstalments.withdrawnAt),
        lte(dueOn, until),
        funderIds ? inArray(fundings.funderId, [...funderIds]) : undefined,
        fundingsVisibleTo(db, viewer, today),
      ),
    )
    .orderBy(asc(dueOn), asc(id))
  const paid = await paidFor(
    db,
    found.map((one) => one.id),
  )
  return found
    .map((one) => {
      const paidCents = paid.get(one.id) ?? 0
      return { ...one, paidCents, state: instalmentState(one, paidCents, today) }
    })
    .filter(({ state }) => state !== 'paid')
}

/** What was disbursed for each of these payments, in cents. */
async function paidFor(db: Reader, instalmentIds: readonly string[]): Promise<Map<string, number>> {
  if (instalmentIds.length === 0) return new Map()
  const rows = await db
    .select({ id: fundingRows.instalmentId, cents: sum(fundingRows.cents) })
    .from(fundingRows)
    .where(
      and(inArray(fundingRows.instalmentId, [...instalmentIds]), eq(fundingRows.status, 'disbursed'), notSuperseded),
    )
    .groupBy(fundingRows.instalmentId)
  return new Map(rows.map(({ id, cents }) => [id!, Number(cents ?? 0)]))
}
