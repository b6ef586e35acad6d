import type { Capacity } from '../domain/permissions.ts'
import { mayRecordMoney, mayTendFunding } from '../domain/permissions.ts'
import { instalmentState, moneyStatuses, standingRows, totalsOf } from '../domain/money.ts'
import { isCoordinator, type Viewer } from '../domain/viewer.ts'
import type { Words } from '../platform/http/pages.ts'
import type { FundingMet } from './queries.ts'

/** What a reader may do to a funding: which statuses they may record, and whether its terms are theirs to change. */
export function deedsOn({ isOwn }: Pick<FundingMet, 'isOwn'>, capacities: readonly Capacity[]) {
  const held = isOwn && !capacities.includes('funder') ? [...capacities, 'funder' as const] : capacities
  return {
    statuses: moneyStatuses.filter((status) => mayRecordMoney(status, isOwn, held).allowed),
    mayTend: mayTendFunding(isOwn, held).allowed,
  }
}

/** Whether the schedule of payments is theirs to see: both sides of the funding, and coordinators. */
export function seesSchedule(
  { isOwn }: Pick<FundingMet, 'isOwn'>,
  viewer: Viewer,
  capacities: readonly Capacity[],
): boolean {
  return isOwn || isCoordinator(viewer) || capacities.includes('carrier')
}

/** The totals of one funding in words, of the statuses that have any. */
export function totalsTold({ funding, rows }: FundingMet, { format }: Words) {
  const totals = totalsOf(rows)
  return moneyStatuses
    .filter((status) => totals[status] !== 0)
    .map((status) => ({ status, text: format.money(totals[status], funding.currency) }))
}

/** Sums over several fundings: by status, each currency apart. What is seen of each may be a part of it. */
export function sumsTold(fundings: readonly FundingMet[], { format }: Words) {
  const currencies = [...new Set(fundings.map(({ funding }) => funding.currency))].sort()
  return moneyStatuses.flatMap((status) => {
    const sums = currencies.flatMap((currency) => {
      const cents = fundings
        .filter(({ funding }) => funding.currency === currency)
        .reduce((sum, { rows }) => sum + totalsOf(rows)[status], 0)
      return cents === 0 ? [] : [format.money(cents, currency)]
    })
    return sums.length > 0 ? [{ status, sums }] : []
  })
}

export function scheduleTold({ funding, rows, instalments }: FundingMet, { format }: Words, today: string) {
  const paid = standingRows(rows).filter(({ status, instalmentId }) => status === 'disbursed' && instalmentId)
  return instalments.map((one) => {
    const cents = paid.reduce((sum, row) => sum + (row.instalmentId === one.id ? row.cents : 0), 0)
    return {
      id: one.id,
      dueOn: one.dueOn,
      text: format.money(one.cents, funding.currency),
      paid: cents > 0 ? format.money(cents, funding.currency) : undefined,
      condition: one.condition,
      state: instalmentState(one, cents, today),
    }
  })
}
