import { and, eq, inArray } from 'drizzle-orm'
import { recorded } from '../activity/recorded.ts'
import { daysAfter } from '../domain/calendar.ts'
import { mayTendFunding } from '../domain/permissions.ts'
import { periodsOf } from '../domain/progress.ts'
import type { By } from '../domain/viewer.ts'
import { granted } from '../initiatives/writing.ts'
import type { Moment } from '../platform/clock.ts'
import { type Database, Duplicate, exactlyOne, type Writer } from '../platform/db/database.ts'
import { outdated } from '../platform/http/conflict.ts'
import { InvalidInput, Stale } from '../platform/http/refusal.ts'
import { newId } from '../platform/id.ts'
import { openReports } from './opening.ts'
import { findPlanOrRefuse, type Plan, type Report, reportsOfPlan } from './queries.ts'
import type { PlanInput } from './schema.ts'
import { progressPlans, progressReports, type TemplateQuestion } from './tables.ts'

/** Five years: what is older is no plan, and each period since would be asked for. */
const OLDEST_DAYS = 5 * 366

/**
 * Says when the carriers of a funded initiative report, and on what. What was begun, sent or skipped stays as it was; what
 * waits follows the new plan.
 */
export async function setPlan(
  db: Database,
  fundingId: string,
  { version, template, ...input }: PlanInput,
  by: By,
  when: Moment,
): Promise<void> {
  const { plan, funding, isOwn, capacities } = await findPlanOrRefuse(db, by, when.today, fundingId)
  const as = granted(mayTendFunding(isOwn, capacities))
  if (version !== (plan?.version ?? 0)) throw staleWith(plan, input)
  if (input.startsOn < daysAfter(when.today, -OLDEST_DAYS)) {
    throw new InvalidInput([{ field: 'startsOn', key: 'too_long_ago' }])
  }
  const id = plan?.id ?? newId()
  const terms = { ...input, endsOn: input.endsOn ?? null, template: withIds(template, plan) }
  const replaced = plan ? noLongerDue(await reportsOfPlan(db, id), terms, when.today) : []
  const write = (tx: Writer) =>
    plan
      ? exactlyOne(
          tx
            .update(progressPlans)
            .set({ ...terms, version: version + 1, changedAt: when.at })
            .where(and(eq(progressPlans.id, id), eq(progressPlans.version, version)))
            .returning({ id: progressPlans.id }),
          () => new Stale([], version + 1),
        )
      : tx
          .insert(progressPlans)
          .values({ id, fundingId, ...terms, byAccountId: by.accountId, createdAt: when.at, changedAt: when.at })
  try {
    await db.commit((tx) => [
      write(tx),
      tx.delete(progressReports).where(and(inArray(progressReports.id, replaced), eq(progressReports.state, 'due'))),
      recorded(tx, by, when.at, {
        what: 'progress_planned',
        subject: { kind: 'progress_plan', id },
        as,
        particulars: { funding: funding.id, frequency: terms.frequency },
      }),
    ])
  } catch (error) {
    // Somebody made the plan at the same time.
    if (error instanceof Duplicate && error.on.includes('progress_plans')) throw new Stale([], 1)
    throw error
  }
  await openReports(db, when, id)
}

// A question that stays keeps its id, so that what was written to it stays with it.
function withIds(template: readonly (Omit<TemplateQuestion, 'id'> & { id?: string })[], plan: Plan | null) {
  const known = new Set(plan?.template.map(({ id }) => id))
  return template.map((question) => {
    const isKnown = question.id !== undefined && known.delete(question.id)
    return { ...question, id: isKnown ? question.id! : newId() }
  })
}

/** Reports that nobody has begun and that the schedule no longer has, after the last one that was begun. */
function noLongerDue(reports: readonly Report[], terms: Parameters<typeof periodsOf>[0], today: string): string[] {
  const begun = reports.filter(({ state }) => state !== 'due').map(({ periodUntil }) => periodUntil)
  const last = begun.toSorted().at(-1) ?? ''
  const kept = new Set(periodsOf(terms, today).map(({ from, until, dueOn }) => `${from} ${until} ${dueOn}`))
  return reports
    .filter(({ state, periodFrom }) => state === 'due' && periodFrom > last)
    .filter(({ periodFrom, periodUntil, dueOn }) => !kept.has(`${periodFrom} ${periodUntil} ${dueOn}`))
    .map(({ id }) => id)
}

function staleWith(plan: Plan | null, input: Omit<PlanInput, 'version' | 'template'>): Stale {
  if (!plan) return new Stale([], 0)
  const { frequency, startsOn, endsOn, delayDays, fiscalStart, version } = plan
  return outdated(
    { ...input, endsOn: input.endsOn ?? '' },
    { frequency, startsOn, endsOn, delayDays, fiscalStart },
    version,
  )
}
