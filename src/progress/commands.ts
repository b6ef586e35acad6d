import { and, eq } from 'drizzle-orm'
import { recorded } from '../activity/recorded.ts'
import { after, mayReport, type ProgressEvent } from '../domain/progress.ts'
import type { By } from '../domain/viewer.ts'
import { granted } from '../initiatives/writing.ts'
import type { Moment } from '../platform/clock.ts'
import { type Database, exactlyOne, type Writer } from '../platform/db/database.ts'
import { InvalidInput, Refusal, Stale } from '../platform/http/refusal.ts'
import { newId } from '../platform/id.ts'
import type { Side } from './addressees.ts'
import { type About, letters, readersOf, type Sender } from './letters.ts'
import { findReportOrRefuse, type MetReport, type Report } from './queries.ts'
import type { DraftInput } from './schema.ts'
import { progressRemarks, progressReports } from './tables.ts'

/** What Sillon knows for a report, by the id of the question. */
export type Prefill = (met: MetReport) => Promise<Record<string, string>>

/** Keeps what was written so far. */
export async function writeDraft(db: Database, id: string, input: DraftInput, by: By, when: Moment): Promise<void> {
  const met = await findReportOrRefuse(db, by, when.today, id)
  const { as, state } = decided(met, 'write', input.version)
  const { template, answers } = written(met, input)
  await db.commit((tx) => [
    changed(tx, met.report, { state, template, answers }),
    recorded(tx, by, when.at, { what: 'progress_drafted', subject: { kind: 'progress_report', id }, as }),
  ])
}

/** Sends it to the funder. From now on it stays as it is, with what Sillon knew on that day. */
export async function submitReport(
  db: Database,
  id: string,
  input: DraftInput,
  prefill: Prefill,
  by: By,
  when: Moment,
  sender: Sender,
): Promise<void> {
  const met = await findReportOrRefuse(db, by, when.today, id)
  const { as, state } = decided(met, 'submit', input.version)
  const { template, answers } = written(met, input)
  const prefilled = await prefill({ ...met, report: { ...met.report, template } })
  const missing = template.filter(({ id, isRequired }) => isRequired && !answers[id] && !prefilled[id])
  if (missing.length > 0) throw new InvalidInput(missing.map(({ id }) => ({ field: `answer-${id}`, key: 'required' })))
  const readers = await readersOf(db, met, ['funder'], when.today, by.accountId)
  await db.commit((tx) => [
    changed(tx, met.report, {
      state,
      template,
      answers,
      prefilled,
      submittedAt: when.at,
      submittedById: by.accountId,
    }),
    recorded(tx, by, when.at, { what: 'progress_submitted', subject: { kind: 'progress_report', id }, as }),
    ...letters(tx, 'submitted', met, readers, sender, { at: when.at, turn: met.report.version }),
  ])
}

/** The funder asks, a carrier answers: kept with the report, and told to the other side. */
export async function remark(
  db: Database,
  id: string,
  kind: 'question' | 'answer',
  { version, words }: { version: number; words: string },
  by: By,
  when: Moment,
  sender: Sender,
): Promise<void> {
  const met = await findReportOrRefuse(db, by, when.today, id)
  const { as, state } = decided(met, kind === 'question' ? 'ask' : 'answer', version)
  unlessStale(met.report, version)
  const [about, side]: [About, Side] = kind === 'question' ? ['questioned', 'carriers'] : ['answered', 'funder']
  const readers = await readersOf(db, met, [side], when.today, by.accountId)
  const row = { id: newId(), progressReportId: id, kind, words, byAccountId: by.accountId, capacity: as }
  await db.commit((tx) => [
    changed(tx, met.report, { state }),
    tx.insert(progressRemarks).values({ ...row, writtenAt: when.at }),
    recorded(tx, by, when.at, { what: `progress_${about}`, subject: { kind: 'progress_report', id }, as }),
    ...letters(tx, about, met, readers, sender, { at: when.at, turn: version, words }),
  ])
}

export async function acceptReport(
  db: Database,
  id: string,
  { version }: { version: number },
  by: By,
  when: Moment,
  sender: Sender,
): Promise<void> {
  await settle(db, id, 'accept', { version }, by, when, sender)
}

/** There will be no report on this period, and both sides read why. */
export async function skipReport(
  db: Database,
  id: string,
  input: { version: number; reason: string },
  by: By,
  when: Moment,
  sender: Sender,
): Promise<void> {
  await settle(db, id, 'skip', input, by, when, sender)
}

async function settle(
  db: Database,
  id: string,
  event: 'accept' | 'skip',
  { version, reason = '' }: { version: number; reason?: string },
  by: By,
  when: Moment,
  sender: Sender,
): Promise<void> {
  const met = await findReportOrRefuse(db, by, when.today, id)
  const { as, state } = decided(met, event, version)
  unlessStale(met.report, version)
  const about = event === 'accept' ? 'accepted' : 'skipped'
  const sides: Side[] = event === 'accept' ? ['carriers'] : ['carriers', 'funder']
  const readers = await readersOf(db, met, sides, when.today, by.accountId)
  await db.commit((tx) => [
    changed(tx, met.report, { state, skipReason: reason, settledAt: when.at, settledById: by.accountId }),
    recorded(tx, by, when.at, { what: `progress_${about}`, subject: { kind: 'progress_report', id }, as }),
    ...letters(tx, about, met, readers, sender, { at: when.at, turn: version, words: reason }),
  ])
}

function decided({ report, isOwn, capacities }: MetReport, event: ProgressEvent, version: number) {
  const as = granted(mayReport(event, isOwn, capacities))
  const state = after(report.state, event)
  // Somebody settled it while this was being written: the page says so, beside what was typed.
  if (!state) unlessStale(report, version)
  if (!state) throw new Refusal(409, 'progress_settled')
  return { as, state }
}

function unlessStale(report: Report, version: number): void {
  if (report.version !== version) throw new Stale([], report.version)
}

// The template is that of the plan until somebody begins to write; afterwards the report keeps its own.
function written({ report, plan }: MetReport, { version, answers: typed }: DraftInput) {
  const template = templateOf({ report, plan })
  const answers = Object.fromEntries(template.map(({ id }) => [id, typed[id] ?? report.answers[id] ?? '']))
  if (report.version !== version) {
    const differences = template
      .map(({ id }) => ({ field: `answer-${id}`, mine: answers[id]!, theirs: report.answers[id] ?? '' }))
      .filter(({ mine, theirs }) => mine !== theirs)
    throw new Stale(differences, report.version)
  }
  return { template, answers }
}

export function templateOf({ report, plan }: Pick<MetReport, 'report' | 'plan'>) {
  return report.state === 'due' ? plan.template : report.template
}

function changed(tx: Writer, { id, version }: Report, set: Partial<Report>) {
  return exactlyOne(
    tx
      .update(progressReports)
      .set({ ...set, version: version + 1 })
      .where(and(eq(progressReports.id, id), eq(progressReports.version, version)))
      .returning({ id: progressReports.id }),
    () => new Stale([], version + 1),
  )
}
