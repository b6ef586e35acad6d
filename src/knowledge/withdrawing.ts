import { type Capacity, may, type Permission } from '../domain/permissions.ts'
import type { Viewer } from '../domain/viewer.ts'
import type { Contribution } from './queries.ts'

/** Carriers and coordinators take back any contribution, others their own, in the capacity they recorded it in. */
export function mayWithdraw(
  { byAccountId, capacity }: Pick<Contribution, 'byAccountId' | 'capacity'>,
  { accountId }: Viewer,
  capacities: readonly Capacity[],
): Permission {
  const isOwn = accountId !== null && byAccountId === accountId
  return isOwn ? { allowed: true, as: capacity } : may('knowledge.withdraw', capacities)
}
