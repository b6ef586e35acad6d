import { sql } from 'drizzle-orm'
import { actors } from '../actors/tables.ts'
import type { Currency, FundingKind, MoneyStatus } from '../domain/money.ts'
import type { Capacity } from '../domain/permissions.ts'
import type { Visibility } from '../domain/visibility.ts'
import { initiatives } from '../initiatives/tables.ts'
import { bigint, day, index, instant, integer, table, text, uniqueIndex } from '../platform/db/dialect.ts'
import { editions } from '../programmes/tables.ts'

/** A funder funds an initiative or an edition, in one currency, in cash or in kind: one ledger, one agreement at most. */
export const fundings = table(
  'fundings',
  {
    id: text('id').primaryKey(),
    funderId: text('funder_id')
      .notNull()
      .references(() => actors.id),
    /** One of the two. */
    initiativeId: text('initiative_id').references(() => initiatives.id, { onDelete: 'cascade' }),
    editionId: text('edition_id').references(() => editions.id, { onDelete: 'cascade' }),
    kind: text('kind').$type<FundingKind>().notNull(),
    currency: text('currency').$type<Currency>().notNull(),
    /** What it is for, in words. */
    purpose: text('purpose').notNull(),
    agreementReference: text('agreement_reference').notNull().default(''),
    conditions: text('conditions').notNull().default(''),
    /** Who may know that it is there. Its rows have levels of their own, never wider. */
    visibility: text('visibility').$type<Visibility>().notNull(),
    byAccountId: text('by_account_id'),
    capacity: text('capacity').$type<Capacity>().notNull(),
    version: integer('version').notNull().default(1),
    createdAt: instant('created_at').notNull(),
    changedAt: instant('changed_at').notNull(),
  },
  (t) => [
    index('fundings_initiative').on(t.initiativeId),
    index('fundings_edition').on(t.editionId),
    index('fundings_funder').on(t.funderId),
  ],
)

/** What the ledger says. Triggers refuse to change or remove a row as long as its funding is there. */
export const fundingRows = table(
  'funding_rows',
  {
    id: text('id').primaryKey(),
    fundingId: text('funding_id')
      .notNull()
      .references(() => fundings.id, { onDelete: 'cascade' }),
    status: text('status').$type<MoneyStatus>().notNull(),
    /** The day it happened, never to come: what is agreed for later stands in the schedule. */
    effectiveOn: day('effective_on').notNull(),
    /** Signed: an amendment may take away. Zero only on a row that annuls the one it supersedes. */
    cents: bigint('cents').notNull(),
    note: text('note').notNull().default(''),
    /** Why, where the house asks: an amendment, a correction, more disbursed than was confirmed. */
    reason: text('reason').notNull().default(''),
    /** An amendment adds to this row, of the same status. */
    amendsId: text('amends_id'),
    /** A correction stands in place of this row. */
    supersedesId: text('supersedes_id'),
    /** The payment of the schedule that this one honours. */
    instalmentId: text('instalment_id'),
    /** The supporting document. */
    documentId: text('document_id'),
    visibility: text('visibility').$type<Visibility>().notNull(),
    byAccountId: text('by_account_id'),
    capacity: text('capacity').$type<Capacity>().notNull(),
    /** The instant it was entered. */
    recordedAt: instant('recorded_at').notNull(),
    /** Place in the order of entry, within its funding. */
    sequence: integer('sequence').notNull(),
  },
  (t) => [
    uniqueIndex('funding_rows_sequence').on(t.fundingId, t.sequence),
    uniqueIndex('funding_rows_supersedes').on(t.supersedesId),
    index('funding_rows_document').on(t.documentId).where(sql`${t.documentId} is not null`),
  ],
)

/** A payment that was agreed upon. Withdrawn, never edited. */
export const fundingInstalments = table(
  'funding_instalments',
  {
    id: text('id').primaryKey(),
    fundingId: text('funding_id')
      .notNull()
      .references(() => fundings.id, { onDelete: 'cascade' }),
    dueOn: day('due_on').notNull(),
    cents: bigint('cents').notNull(),
    /** What must be there before it is paid, in words. */
    condition: text('condition').notNull().default(''),
    byAccountId: text('by_account_id'),
    recordedAt: instant('recorded_at').notNull(),
    withdrawnAt: instant('withdrawn_at'),
  },
  (t) => [index('funding_instalments_funding').on(t.fundingId, t.dueOn)],
)

/** One `from` is worth `rate` of `to`, from a day on. Added, never edited. */
export const exchangeRates = table(
  'exchange_rates',
  {
    id: text('id').primaryKey(),
    from: text('from_currency').$type<Currency>().notNull(),
    to: text('to_currency').$type<Currency>().notNull(),
    /** A decimal, as it was published: `1.4682`. */
    rate: text('rate').notNull(),
    effectiveOn: day('effective_on').notNull(),
    source: text('source').notNull(),
    byAccountId: text('by_account_id'),
    recordedAt: instant('recorded_at').notNull(),
  },
  (t) => [index('exchange_rates_pair').on(t.from, t.to, t.effectiveOn)],
)
