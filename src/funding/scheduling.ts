import { and, eq, isNull } from 'drizzle-orm'
import { recorded } from '../activity/recorded.ts'
import { mayTendFunding } from '../domain/permissions.ts'
import type { By } from '../domain/viewer.ts'
import { granted } from '../initiatives/writing.ts'
import type { Moment } from '../platform/clock.ts'
import { type Database, exactlyOne } from '../platform/db/database.ts'
import { InvalidInput, NotFound } from '../platform/http/refusal.ts'
import { newId } from '../platform/id.ts'
import { refuseCurrency, tendedAs } from './commands.ts'
import { findFunding } from './queries.ts'
import type { InstalmentInput } from './schema.ts'
import { fundingInstalments } from './tables.ts'

/** Puts a payment into the schedule. */
export async function addInstalment(db: Database, id: string, input: InstalmentInput, by: By, when: Moment) {
  const found = await findFunding(db, by, when.today, id)
  const as = granted(mayTendFunding(found.isOwn, tendedAs(found)))
  refuseCurrency(input, found.funding.currency)
  if (input.amount.cents <= 0) throw new InvalidInput([{ field: 'amount', key: 'amount_not_positive' }])
  const { dueOn, condition } = input
  await db.commit((tx) => [
    tx.insert(fundingInstalments).values({
      id: newId(),
      fundingId: id,
      dueOn,
      cents: input.amount.cents,
      condition,
      byAccountId: by.accountId,
      recordedAt: when.at,
    }),
    recorded(tx, by, when.at, {
      what: 'instalment_added',
      subject: { kind: 'funding', id },
      as,
      particulars: { dueOn },
    }),
  ])
}

/** Takes a payment out of the schedule; what was paid for it stays paid. */
export async function withdrawInstalment(db: Database, id: string, instalmentId: string, by: By, when: Moment) {
  const found = await findFunding(db, by, when.today, id)
  const as = granted(mayTendFunding(found.isOwn, tendedAs(found)))
  const stands = and(
    eq(fundingInstalments.id, instalmentId),
    eq(fundingInstalments.fundingId, id),
    isNull(fundingInstalments.withdrawnAt),
  )
  await db.commit((tx) => [
    exactlyOne(
      tx
        .update(fundingInstalments)
        .set({ withdrawnAt: when.at })
        .where(stands)
        .returning({ id: fundingInstalments.id }),
      () => new NotFound(),
    ),
    recorded(tx, by, when.at, { what: 'instalment_withdrawn', subject: { kind: 'funding', id }, as }),
  ])
}
