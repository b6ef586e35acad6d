import { and, asc, desc, eq, lte } from 'drizzle-orm'
import { recorded } from '../activity/recorded.ts'
import type { By } from '../domain/viewer.ts'
import { dayIn, type Moment } from '../platform/clock.ts'
import { type Database, Duplicate, exactlyOne, type Reader } from '../platform/db/database.ts'
import { InvalidInput, NotFound } from '../platform/http/refusal.ts'
import { newId } from '../platform/id.ts'
import { queued } from '../platform/jobs/queued.ts'
import { findNetwork } from '../network/queries.ts'
import { tended } from './commands.ts'
import { mayLeave } from './linking.ts'
import { findDraft } from './queries.ts'
import type { MailingInput } from './schema-sharing.ts'
import { reportMailings, reportSendings, reportVersions } from './tables.ts'

export type Mailing = typeof reportMailings.$inferSelect

/** A report that is published anew and sent, at set times. */
export async function setMailing(db: Database, slug: string, input: MailingInput, by: By, when: Moment): Promise<void> {
  const report = await findDraft(db, by, slug)
  const as = tended(report, by)
  if (!mayLeave(report)) throw new InvalidInput([{ field: 'frequency', key: 'report_stays_inside' }])
  if (input.nextOn <= when.today) throw new InvalidInput([{ field: 'nextOn', key: 'not_in_the_future' }])
  const { locale } = await findNetwork(db)
  const { french, english, ...rest } = input
  const byAccountId = by.accountId
  if (!byAccountId) throw new NotFound()
  const recipients = [
    ...french.map((address) => ({ address, locale: locale === 'fr-FR' ? 'fr-FR' : 'fr-CA' })),
    ...english.map((address) => ({ address, locale: 'en' })),
  ]
  const row = { id: newId(), reportId: report.id, byAccountId, createdAt: when.at, recipients, ...rest }
  await db.commit((tx) => [
    tx.insert(reportMailings).values(row),
    recorded(tx, by, when.at, {
      what: 'report_mailing_set',
      subject: { kind: 'report', id: report.id },
      as,
      particulars: { frequency: input.frequency, nextOn: input.nextOn, recipients: recipients.length },
    }),
  ])
}

/** From now on nothing leaves by it. */
export async function stopMailing(db: Database, slug: string, id: string, by: By, when: Moment): Promise<void> {
  const report = await findDraft(db, by, slug)
  const as = tended(report, by)
  const isIt = and(eq(reportMailings.id, id), eq(reportMailings.reportId, report.id), eq(reportMailings.isOver, false))
  await db.commit((tx) => [
    exactlyOne(
      tx.update(reportMailings).set({ isOver: true }).where(isIt).returning({ id: reportMailings.id }),
      () => new NotFound(),
    ),
    recorded(tx, by, when.at, { what: 'report_mailing_stopped', subject: { kind: 'report', id: report.id }, as }),
  ])
}

/** Without waiting for its day; once a day. Returns whether it was queued now. */
export async function sendNow(db: Database, slug: string, id: string, by: By, when: Moment): Promise<boolean> {
  const report = await findDraft(db, by, slug)
  tended(report, by)
  const mailing = (await mailingsOf(db, report.id)).find((one) => one.id === id && !one.isOver)
  if (!mailing) throw new NotFound()
  return due(db, mailing.id, when.today, when.at, by.accountId)
}

/** Queues whatever has come due. However often it is asked, and in however many processes, each day is queued once. */
export async function queueMailings(db: Database, now: Date): Promise<void> {
  const { timeZone } = await findNetwork(db)
  const isDue = and(eq(reportMailings.isOver, false), lte(reportMailings.nextOn, dayIn(timeZone, now)))
  for (const { id, nextOn } of await db.select().from(reportMailings).where(isDue)) await due(db, id, nextOn, now)
}

async function due(db: Database, mailing: string, dueOn: string, now: Date, requestedById?: string | null) {
  try {
    const id = `report-${mailing}-${dueOn}`
    await db.commit((tx) => [queued(tx, 'report.send', { mailing, dueOn }, now, { id, lane: 'long', requestedById })])
    return true
  } catch (error) {
    if (error instanceof Duplicate) return false
    throw error
  }
}

export function mailingsOf(db: Reader, reportId: string): Promise<Mailing[]> {
  return db
    .select()
    .from(reportMailings)
    .where(eq(reportMailings.reportId, reportId))
    .orderBy(asc(reportMailings.isOver), asc(reportMailings.nextOn), asc(reportMailings.id))
}

/** What was sent of a report, latest first. */
export function sendingsOf(db: Reader, reportId: string) {
  return db
    .select({ mailingId: reportSendings.mailingId, sentAt: reportSendings.sentAt, number: reportVersions.number })
    .from(reportSendings)
    .innerJoin(reportMailings, eq(reportMailings.id, reportSendings.mailingId))
    .leftJoin(reportVersions, eq(reportVersions.id, reportSendings.versionId))
    .where(eq(reportMailings.reportId, reportId))
    .orderBy(desc(reportSendings.sentAt))
    .limit(50)
}
