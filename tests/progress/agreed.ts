import type { Frequency } from '../../src/domain/progress.ts'
import type { Visibility } from '../../src/domain/visibility.ts'
import { fundingRows, fundings } from '../../src/funding/tables.ts'
import { newId } from '../../src/platform/id.ts'
import { setPlan } from '../../src/progress/planning.ts'
import { progressPlans, progressReports } from '../../src/progress/tables.ts'
import { eq } from 'drizzle-orm'
import type { House } from '../house.ts'
import { at } from '../initiatives/forms.ts'
import type { Settled, Town } from '../town.ts'

/** A funding of an initiative, with what was disbursed on a day. */
export async function funded(
  house: House,
  { id: initiativeId }: Pick<Settled, 'id'>,
  funderId: string,
  {
    visibility = 'restricted',
    disbursed = [],
  }: { visibility?: Visibility; disbursed?: [day: string, cents: number][] } = {},
): Promise<string> {
  const id = newId()
  const common = { visibility, capacity: 'coordinator' } as const
  const row = { id, funderId, initiativeId, kind: 'cash', currency: 'CAD', purpose: 'Démarrage', ...common } as const
  await house.db.commit((tx) => [
    tx.insert(fundings).values({ ...row, createdAt: house.now, changedAt: house.now }),
    ...disbursed.map(([effectiveOn, cents], sequence) =>
      tx.insert(fundingRows).values({
        id: newId(),
        fundingId: id,
        status: 'disbursed',
        effectiveOn,
        cents,
        ...common,
        recordedAt: house.now,
        sequence,
      }),
    ),
  ])
  return id
}

const question = (asks: string, answeredBy: 'words' | 'moves' | 'documents' | 'money' = 'words') => ({
  asks,
  answeredBy,
  isRequired: answeredBy === 'words',
})

/** Quarterly since January, each due thirty days after: on 2 March 2026 one is open, of the last quarter of 2025. */
export async function planned(
  house: House,
  town: Town,
  fundingId: string,
  {
    frequency = 'quarterly',
    startsOn = '2025-10-01',
    delayDays = 75,
  }: { frequency?: Frequency; startsOn?: string; delayDays?: number } = {},
): Promise<string> {
  const terms = { version: 0, frequency, startsOn, endsOn: undefined, delayDays, fiscalStart: '04-01' }
  const template = [question('Quoi de neuf ?'), question('Qu’est-ce qui a bougé ?', 'moves')]
  await setPlan(house.db, fundingId, { ...terms, template }, town.coordinator.by, at(house))
  const [plan] = await house.db.select().from(progressPlans).where(eq(progressPlans.fundingId, fundingId))
  return plan!.id
}

/** A funding, its plan, and the one report that is open. */
export async function reporting(house: House, town: Town, one: Settled, funderId = town.funder.actorId) {
  const fundingId = await funded(house, one, funderId)
  const planId = await planned(house, town, fundingId)
  const [report] = await house.db.select().from(progressReports).where(eq(progressReports.planId, planId))
  return { fundingId, planId, reportId: report!.id, questions: report!.template.map(({ id }) => id) }
}

export async function reportRow(house: House, id: string) {
  const [row] = await house.db.select().from(progressReports).where(eq(progressReports.id, id))
  return row!
}
