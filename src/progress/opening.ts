import { and, between, eq, inArray, isNull, max } from 'drizzle-orm'
import { recorded } from '../activity/recorded.ts'
import { actors } from '../actors/tables.ts'
import { daysAfter } from '../domain/calendar.ts'
import { reminderDays, reminderFor, toOpen } from '../domain/progress.ts'
import { visitor } from '../domain/viewer.ts'
import { fundings } from '../funding/tables.ts'
import { initiatives } from '../initiatives/tables.ts'
import { findNetwork } from '../network/queries.ts'
import { dayIn } from '../platform/clock.ts'
import { type Database, Duplicate, type Step, type Writer } from '../platform/db/database.ts'
import { newId } from '../platform/id.ts'
import { letters, readersOf } from './letters.ts'
import { progressPlans, progressReminders, progressReports } from './tables.ts'

/**
 * For a chore: opens the reports whose time has come, and reminds the carriers of those that are soon due. Whoever does it
 * first has done it: however often it runs, and in two processes at once, each report and reminder is there once.
 */
export async function tendProgress({ db, url }: { db: Database; url: string }, now: Date): Promise<void> {
  const { timeZone, locale } = await findNetwork(db)
  const today = dayIn(timeZone, now)
  await openReports(db, { at: now, today })
  await remind(db, { url, locale, timeZone }, { at: now, today })
}

/** Opens what is to be opened, of every plan or of one. */
export async function openReports(
  db: Database,
  { at, today }: { at: Date; today: string },
  planId?: string,
): Promise<void> {
  const plans = await db
    .select({ plan: progressPlans, openedUntil: max(progressReports.periodUntil) })
    .from(progressPlans)
    .innerJoin(fundings, eq(fundings.id, progressPlans.fundingId))
    .innerJoin(initiatives, eq(initiatives.id, fundings.initiativeId))
    .leftJoin(progressReports, eq(progressReports.planId, progressPlans.id))
    .where(and(isNull(initiatives.mergedIntoId), planId === undefined ? undefined : eq(progressPlans.id, planId)))
    .groupBy(progressPlans.id)
  for (const { plan, openedUntil } of plans) {
    for (const { from, until, dueOn } of toOpen(plan, openedUntil ?? undefined, today)) {
      const id = newId()
      const period = { periodFrom: from, periodUntil: until }
      await unlessDone(db, (tx) => [
        tx.insert(progressReports).values({
          id,
          planId: plan.id,
          ...period,
          dueOn,
          state: 'due',
          template: plan.template,
          answers: {},
          prefilled: {},
          createdAt: at,
        }),
        recorded(tx, visitor, at, {
          what: 'progress_due',
          subject: { kind: 'progress_report', id },
          particulars: period,
        }),
      ])
    }
  }
}

async function remind(
  db: Database,
  sender: { url: string; locale: string; timeZone: string },
  { at, today }: { at: Date; today: string },
): Promise<void> {
  const open = await db
    .select({ report: progressReports, initiative: initiatives, funder: actors, reminded: progressReminders.days })
    .from(progressReports)
    .innerJoin(progressPlans, eq(progressPlans.id, progressReports.planId))
    .innerJoin(fundings, eq(fundings.id, progressPlans.fundingId))
    .innerJoin(initiatives, eq(initiatives.id, fundings.initiativeId))
    .innerJoin(actors, eq(actors.id, fundings.funderId))
    .leftJoin(progressReminders, eq(progressReminders.progressReportId, progressReports.id))
    .where(
      and(
        inArray(progressReports.state, ['due', 'draft']),
        between(progressReports.dueOn, today, daysAfter(today, reminderDays[0])),
        isNull(initiatives.mergedIntoId),
      ),
    )
  for (const rows of Map.groupBy(open, ({ report }) => report.id).values()) {
    const told = rows[0]!
    const { report } = told
    const days = reminderFor(report.dueOn, today)
    if (days === undefined || rows.some(({ reminded }) => reminded === days)) continue
    const readers = await readersOf(db, told, ['carriers'], today)
    await unlessDone(db, (tx) => [
      tx.insert(progressReminders).values({ id: newId(), progressReportId: report.id, days, queuedAt: at }),
      ...letters(tx, 'reminder', told, readers, sender, { at, turn: days }),
    ])
  }
}

async function unlessDone(db: Database, build: (tx: Writer) => readonly Step[]): Promise<void> {
  try {
    await db.commit(build)
  } catch (error) {
    if (!(error instanceof Duplicate)) throw error
  }
}
