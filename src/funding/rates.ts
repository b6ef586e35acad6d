import { recorded } from '../activity/recorded.ts'
import { capacitiesOf, may } from '../domain/permissions.ts'
import type { By } from '../domain/viewer.ts'
import { granted } from '../initiatives/writing.ts'
import type { Moment } from '../platform/clock.ts'
import type { Database } from '../platform/db/database.ts'
import { InvalidInput } from '../platform/http/refusal.ts'
import { newId } from '../platform/id.ts'
import type { RateInput } from './schema.ts'
import { exchangeRates } from './tables.ts'

/** Says what one currency is worth in another, from a day on. */
export async function setRate(db: Database, input: RateInput, by: By, when: Moment): Promise<void> {
  const as = granted(may('money.rate', capacitiesOf(by.networkRole)))
  if (input.from === input.to) throw new InvalidInput([{ field: 'to', key: 'same_currency' }])
  if (input.effectiveOn > when.today) throw new InvalidInput([{ field: 'effectiveOn', key: 'in_the_future' }])
  const id = newId()
  await db.commit((tx) => [
    tx.insert(exchangeRates).values({ id, ...input, byAccountId: by.accountId, recordedAt: when.at }),
    recorded(tx, by, when.at, { what: 'rate_set', subject: { kind: 'rate', id }, as, particulars: { ...input } }),
  ])
}
