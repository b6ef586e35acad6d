import * as z from 'zod'
import { recorded } from '../activity/recorded.ts'
import { may } from '../domain/permissions.ts'
import type { By } from '../domain/viewer.ts'
import type { Moment } from '../platform/clock.ts'
import type { Database } from '../platform/db/database.ts'
import { requiredParagraph, version } from '../platform/http/fields.ts'
import { Stale } from '../platform/http/refusal.ts'
import { findOrRefuse } from './queries.ts'
import { change, granted } from './writing.ts'

export const CountingForm = z.object({
  version,
  counts: z.enum(['yes', 'no'], 'not_in_list'),
  reason: requiredParagraph(1000),
})

/** Whether reports, comparisons and open data count an initiative: a trial or a double that waits is kept out, and says why. */
export async function setCounting(
  db: Database,
  slug: string,
  input: z.output<typeof CountingForm>,
  by: By,
  when: Moment,
): Promise<void> {
  const { initiative, capacities } = await findOrRefuse(db, by, when.today, slug)
  const as = granted(may('initiative.exclude', capacities))
  if (initiative.version !== input.version) throw new Stale([], initiative.version)
  const isExcluded = input.counts === 'no'
  await db.commit((tx) => [
    change(tx, initiative, { isExcluded }, when.at),
    recorded(tx, by, when.at, {
      what: isExcluded ? 'excluded' : 'counted_again',
      subject: { kind: 'initiative', id: initiative.id },
      initiativeId: initiative.id,
      as,
      particulars: { reason: input.reason },
    }),
  ])
}
