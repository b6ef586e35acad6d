import { judgeRow, type MoneyStatus, type RowFault } from '../domain/money.ts'
import type { Capacity } from '../domain/permissions.ts'
import type { By } from '../domain/viewer.ts'
import { visibilities, type Visibility } from '../domain/visibility.ts'
import type { Moment } from '../platform/clock.ts'
import type { Writer } from '../platform/db/database.ts'
import { InvalidInput } from '../platform/http/refusal.ts'
import { newId } from '../platform/id.ts'
import type { Funding, FundingRow } from './queries.ts'
import { fundingRows } from './tables.ts'

/** A row as somebody would have it in the ledger. */
export interface RowWanted {
  status: MoneyStatus
  cents: number
  effectiveOn: string
  note: string
  reason: string
  visibility: Visibility
  amendsId?: string | null
  supersedesId?: string | null
  instalmentId?: string | null
  document?: string | null
}

/** Where in the form it is said: nobody types cents, nor which row is meant. */
const fieldOf = new Map<RowFault['key'], string>([
  ['amount_not_positive', 'amount'],
  ['amount_zero', 'amount'],
  ['amended_below_zero', 'amount'],
  ['returned_beyond_disbursed', 'amount'],
  ['row_gone', 'amount'],
  ['in_the_future', 'effectiveOn'],
  ['disbursed_beyond_confirmed', 'reason'],
])

/** The step that adds a row, once the ledger's laws were asked. Throws InvalidInput, at the field. */
export function rowAdded(
  rows: readonly FundingRow[],
  { document = null, amendsId = null, supersedesId = null, instalmentId = null, ...row }: RowWanted,
  funding: Pick<Funding, 'id' | 'visibility'>,
  { by, when, as }: { by: By; when: Moment; as: Capacity },
) {
  const fault = judgeRow(rows, { ...row, amendsId, supersedesId }, when.today)
  if (fault) throw new InvalidInput([{ field: fieldOf.get(fault.key) ?? fault.field, key: fault.key }])
  if (visibilities.indexOf(row.visibility) < visibilities.indexOf(funding.visibility)) {
    throw new InvalidInput([{ field: 'rowVisibility', key: 'wider_than_funding' }])
  }
  const sequence = rows.reduce((last, one) => Math.max(last, one.sequence), 0) + 1
  return {
    // Two who add at once both read the same last number: the unique index stops the second.
    insert: (tx: Writer) =>
      tx.insert(fundingRows).values({
        id: newId(),
        fundingId: funding.id,
        ...row,
        amendsId,
        supersedesId,
        instalmentId,
        documentId: document,
        byAccountId: by.accountId,
        capacity: as,
        recordedAt: when.at,
        sequence,
      }),
  }
}
