import { DAY_MS } from './calendar.ts'
// Money is a ledger, never a field: rows that are added and never edited. Amounts are integer cents.

export const fundingKinds = ['cash', 'in_kind'] as const
export type FundingKind = (typeof fundingKinds)[number]

/** What a row says of an amount. Each has a total of its own; they never mix, and planned never adds to actual. */
export const moneyStatuses = ['requested', 'pledged', 'confirmed', 'disbursed', 'refused', 'returned'] as const
export type MoneyStatus = (typeof moneyStatuses)[number]

/** Currencies of two decimals (ISO 4217). They are never summed with one another. */
export const currencies = ['CAD', 'EUR', 'USD', 'CHF', 'GBP'] as const
export type Currency = (typeof currencies)[number]

/** The usual formulas of leverage: no single one is right, so that the figure always comes with its formula. */
export const leverageFormulas = ['total_on_own', 'others_on_own', 'private_on_public', 'in_kind_on_cash'] as const
export type LeverageFormula = (typeof leverageFormulas)[number]

/** A row of a ledger, as far as totals depend on it. Days are YYYY-MM-DD; cents are signed on amendments alone. */
export interface LedgerRow {
  id: string
  status: MoneyStatus
  effectiveOn: string
  cents: number
  recordedAt: Date
  amendsId: string | null
  supersedesId: string | null
  instalmentId?: string | null
}

/** As of a day, and as known at an instant; what is left out is not asked. */
export interface LedgerView {
  asOf?: string
  knownAt?: Date
}

/** What stands: rows that were known then, that no row known then supersedes, and that had happened. */
export function standingRows<Row extends LedgerRow>(rows: readonly Row[], { asOf, knownAt }: LedgerView = {}): Row[] {
  const known = knownAt ? rows.filter((row) => row.recordedAt <= knownAt) : rows
  const superseded = new Set(known.map(({ supersedesId }) => supersedesId))
  return known.filter(({ id, effectiveOn }) => !superseded.has(id) && (asOf === undefined || effectiveOn <= asOf))
}

export type Totals = Record<MoneyStatus, number>

/** The sum of each status apart, of rows in one currency. */
export function totalsOf(rows: readonly LedgerRow[], view: LedgerView = {}): Totals {
  const totals = Object.fromEntries(moneyStatuses.map((status) => [status, 0])) as Totals
  for (const { status, cents } of standingRows(rows, view)) totals[status] += cents
  return totals
}

/** A row that somebody would add, beside those that are there. */
export type NewRow = Pick<LedgerRow, 'status' | 'effectiveOn' | 'cents'> & {
  amendsId?: string | null
  supersedesId?: string | null
  reason: string
}

/** What a row is refused for, with the field it is about. */
export interface RowFault {
  field: 'cents' | 'effectiveOn' | 'reason' | 'amends' | 'status'
  key:
    | 'in_the_future'
    | 'amount_not_positive'
    | 'amount_zero'
    | 'required'
    | 'amended_below_zero'
    | 'disbursed_beyond_confirmed'
    | 'returned_beyond_disbursed'
    | 'row_gone'
}

/**
 * Whether a row may be added. What it comes to is judged, not the order of entry: more disbursed than confirmed asks
 * why; more returned than disbursed, or an amended amount below zero, is refused.
 */
export function judgeRow(rows: readonly LedgerRow[], row: NewRow, today: string): RowFault | undefined {
  if (row.effectiveOn > today) return { field: 'effectiveOn', key: 'in_the_future' }
  const standing = standingRows(rows)
  const other = row.supersedesId ?? row.amendsId
  if (other && !standing.some(({ id }) => id === other)) return { field: 'amends', key: 'row_gone' }
  if (row.supersedesId) {
    // A correction may annul; only an amendment takes away.
    if (row.cents < 0 && !row.amendsId) return { field: 'cents', key: 'amount_not_positive' }
  } else if (row.amendsId) {
    if (row.cents === 0) return { field: 'cents', key: 'amount_zero' }
  } else if (row.cents <= 0) return { field: 'cents', key: 'amount_not_positive' }
  const explains = row.reason !== ''
  if ((row.amendsId || row.supersedesId) && !explains) return { field: 'reason', key: 'required' }

  const after = standing.filter(({ id }) => id !== row.supersedesId)
  const sum = (status: MoneyStatus) =>
    after.reduce((all, one) => all + (one.status === status ? one.cents : 0), row.status === status ? row.cents : 0)
  if (fallsBelowZero(rows, after, row)) return { field: 'cents', key: 'amended_below_zero' }
  if (sum('returned') > sum('disbursed')) return { field: 'cents', key: 'returned_beyond_disbursed' }
  const isBeyond = sum('disbursed') > sum('confirmed') && (row.status === 'disbursed' || row.status === 'confirmed')
  return isBeyond && !explains ? { field: 'reason', key: 'disbursed_beyond_confirmed' } : undefined
}

/** Whether what a row is about (a row, its corrections and its amendments together) would be less than nothing on any day. */
function fallsBelowZero(rows: readonly LedgerRow[], after: readonly LedgerRow[], row: NewRow): boolean {
  const byId = new Map(rows.map((one) => [one.id, one]))
  const rootOf = (one: Pick<LedgerRow, 'amendsId' | 'supersedesId'> & { id?: string }): string | undefined => {
    const before = byId.get(one.amendsId ?? one.supersedesId ?? '')
    return before ? rootOf(before) : one.id
  }
  const added = { amendsId: row.amendsId ?? null, supersedesId: row.supersedesId ?? null }
  const root = rootOf(added)
  const about = [...after.filter((one) => root !== undefined && rootOf(one) === root), row]
  return about.some(({ effectiveOn: day }) => {
    const until = about.filter(({ effectiveOn }) => effectiveOn <= day)
    return until.reduce((sum, { cents }) => sum + cents, 0) < 0
  })
}

export const instalmentStates = ['paid', 'late', 'due', 'to_come'] as const
export type InstalmentState = (typeof instalmentStates)[number]

/** A payment that was agreed upon, beside what was disbursed for it. It is due in the month before its day. */
export function instalmentState(
  { dueOn, cents }: { dueOn: string; cents: number },
  paidCents: number,
  today: string,
): InstalmentState {
  if (paidCents >= cents) return 'paid'
  if (dueOn < today) return 'late'
  return Date.parse(dueOn) - Date.parse(today) <= DUE_WITHIN_DAYS * DAY_MS ? 'due' : 'to_come'
}

const DUE_WITHIN_DAYS = 30
