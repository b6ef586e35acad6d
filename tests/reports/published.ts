import { eq } from 'drizzle-orm'
import type { ReportSight } from '../../src/domain/report.ts'
import { newId } from '../../src/platform/id.ts'
import { publish } from '../../src/reports/freezing.ts'
import { reports } from '../../src/reports/tables.ts'
import type { House } from '../house.ts'
import { at } from '../initiatives/forms.ts'
import type { Townsperson } from '../town.ts'

/** A report of today, published once by its author, as those see it whom it is for. Returns the end of its address. */
export async function published(
  house: House,
  author: Townsperson,
  { sight, actorId = null, title = 'Bilan' }: { sight: ReportSight; actorId?: string | null; title?: string },
): Promise<string> {
  const id = newId()
  const slug = `bilan-${id.slice(-6)}`
  await house.db.commit((tx) => [
    tx.insert(reports).values({
      id,
      slug,
      title,
      sight,
      actorId,
      query: {
        filter: {},
        period: { from: '2025-04-01', until: '2026-03-02' },
        asOf: '2026-03-02',
        fiscalStart: '04-01',
        leverage: 'total_on_own',
        blocks: [{ section: 'summary' }, { section: 'stock' }, { section: 'annex' }],
      },
      byAccountId: author.accountId,
      createdAt: house.now,
      changedAt: house.now,
    }),
  ])
  const [report] = await house.db.select().from(reports).where(eq(reports.id, id))
  await publish(house.bench, report!, { changes: '' }, author.by, at(house))
  return slug
}
