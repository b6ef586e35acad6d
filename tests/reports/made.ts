import { desc, eq } from 'drizzle-orm'
import type { ReportSight } from '../../src/domain/report.ts'
import { sectionCodes } from '../../src/domain/report.ts'
import { reports } from '../../src/reports/tables.ts'
import type { House } from '../house.ts'
import { key } from '../initiatives/forms.ts'
import type { Town } from '../town.ts'

const when = { period: { from: '2025-04-01', until: '2026-02-28' }, asOf: '2026-02-28' }
const before = { period: { from: '2024-04-01', until: '2025-02-28' }, asOf: '2025-12-31' }

/**
 * A report of the coordination that was published once, of all sections, a text between them, and compared. Returns its
 * address and where a first figure leads.
 */
export async function reportOn(house: House, town: Town, sight: ReportSight = 'public') {
  const as = { as: town.coordinator.accountId }
  const fields = { title: 'Bilan annuel', template: 'year', sight, actor: '', fiscalStart: '04-01' }
  await house.post('/reports', { ...fields, once: key() }, as)
  const [begun] = await house.db.select().from(reports).orderBy(desc(reports.id)).limit(1)
  const { id, slug, query } = begun!
  const words = '## En bref\n\nUne année de **passages**, et une [adresse](https://exemple.org).'
  const blocks = [{ words }, ...sectionCodes.map((section) => ({ section }))]
  await house.db.commit((tx) => [
    tx
      .update(reports)
      .set({ query: { ...query, ...when, compare: before, blocks } })
      .where(eq(reports.id, id)),
  ])
  const url = `/reports/${slug}`
  await house.post(`${url}/versions`, { version: '1', once: key() }, as)
  return { url, version: `${url}/versions/1`, behind: `${url}/versions/1/initiatives?slice=stock` }
}
