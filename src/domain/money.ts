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
