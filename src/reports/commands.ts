import { and, eq } from 'drizzle-orm'
import { recorded } from '../activity/recorded.ts'
import { type Capacity, capacitiesOf, may, mayTendReport, type Permission } from '../domain/permissions.ts'
import type { Block, ReportQuery } from '../domain/report.ts'
import { type By, isCoordinator, type Viewer } from '../domain/viewer.ts'
import { granted } from '../initiatives/writing.ts'
import type { Moment } from '../platform/clock.ts'
import { type Database, exactlyOne, type Reader, type Writer } from '../platform/db/database.ts'
import { InvalidInput, Stale } from '../platform/http/refusal.ts'
import { newId } from '../platform/id.ts'
import { slugOf } from '../platform/slug.ts'
import { actorsReportedFor, capacitiesAnywhere, findDraft, type Report } from './queries.ts'
import { actorIn, queryOf } from './question.ts'
import type { NewReportInput, ReportInput } from './schema.ts'
import type { Seen } from './sight.ts'
import { reports } from './tables.ts'
import { begunWith } from './templates.ts'

/** Begins a draft. Returns the end of its address. Throws NotAllowed, InvalidInput. */
export async function beginReport(db: Database, input: NewReportInput, by: By, when: Moment): Promise<string> {
  const as = granted(may('report.make', await capacitiesAnywhere(db, by, when.today)))
  const seen = await seenIn(db, input, by)
  const id = newId()
  const slug = `${slugOf(input.title).slice(0, 60)}-${id.slice(-6)}`
  await db.commit((tx) => [
    tx.insert(reports).values({
      id,
      slug,
      title: input.title,
      ...seen,
      query: begunWith(input, when.today),
      byAccountId: by.accountId,
      createdAt: when.at,
      changedAt: when.at,
    }),
    recorded(tx, by, when.at, { what: 'report_begun', subject: { kind: 'report', id }, as, particulars: { ...seen } }),
  ])
  return slug
}

/** Changes what a draft asks. Throws NotFound, NotAllowed, Stale, InvalidInput. */
export async function editReport(
  db: Database,
  slug: string,
  input: ReportInput,
  by: By,
  when: Moment,
  timeZone: string,
): Promise<void> {
  const report = await findDraft(db, by, slug)
  const as = tended(report, by)
  if (report.version !== input.version) throw staleWith(report, input)
  const [seen, query] = await Promise.all([
    seenIn(db, input, by, report),
    queryOf(db, by, input, { today: when.today, timeZone }),
  ])
  await db.commit((tx) => [
    changed(tx, report, { title: input.title, ...seen, query: { ...query, blocks: report.query.blocks } }, when.at),
    recorded(tx, by, when.at, {
      what: 'report_edited',
      subject: { kind: 'report', id: report.id },
      as,
      particulars: { ...seen },
    }),
  ])
}

/** Puts sections and texts in another order, adds or takes away. `arrange` gets the blocks as they stand. */
export async function arrangeReport(
  db: Database,
  slug: string,
  version: number,
  arrange: (blocks: readonly Block[]) => readonly Block[],
  by: By,
  when: Moment,
): Promise<void> {
  const report = await findDraft(db, by, slug)
  const as = tended(report, by)
  if (report.version !== version) throw new Stale([], report.version)
  const query: ReportQuery = { ...report.query, blocks: arrange(report.query.blocks) }
  await db.commit((tx) => [
    changed(tx, report, { query }, when.at),
    recorded(tx, by, when.at, { what: 'report_edited', subject: { kind: 'report', id: report.id }, as }),
  ])
}

/** Takes a report out of the lists. Whoever has its address, a link or a version of it still reads it. */
export async function archiveReport(db: Database, slug: string, version: number, by: By, when: Moment): Promise<void> {
  const report = await findDraft(db, by, slug)
  const as = tended(report, by)
  if (report.version !== version) throw new Stale([], report.version)
  await db.commit((tx) => [
    changed(tx, report, { archivedAt: report.archivedAt ? null : when.at }, when.at),
    recorded(tx, by, when.at, {
      what: report.archivedAt ? 'report_taken_back' : 'report_archived',
      subject: { kind: 'report', id: report.id },
      as,
    }),
  ])
}

/** The capacity in which somebody tends a report. Throws NotAllowed. */
export function tended(report: Pick<Report, 'byAccountId'>, viewer: Viewer): Capacity {
  return granted(tends(report, viewer))
}

/** Whether somebody may tend a report: change it, publish it, share it. */
export function tends({ byAccountId }: Pick<Report, 'byAccountId'>, viewer: Viewer): Permission {
  const isOwn = viewer.accountId !== null && byAccountId === viewer.accountId
  return mayTendReport(isOwn, capacitiesOf(viewer.networkRole))
}

export function changed(tx: Writer, { id, version }: Report, set: Partial<Report>, at: Date) {
  return exactlyOne(
    tx
      .update(reports)
      .set({ ...set, version: version + 1, changedAt: at })
      .where(and(eq(reports.id, id), eq(reports.version, version)))
      .returning({ id: reports.id }),
    () => new Stale(),
  )
}

/**
 * With whose eyes: coordinators choose; others make reports for those they act for, so that nobody publishes what only
 * they may see to people who may not.
 */
async function seenIn(
  db: Reader,
  { sight, actor }: Pick<ReportInput, 'sight' | 'actor'>,
  by: By,
  present?: Seen,
): Promise<Seen> {
  if (sight !== 'actor') {
    if (!isCoordinator(by) && sight !== present?.sight) {
      throw new InvalidInput([{ field: 'sight', key: 'sight_reserved' }])
    }
    return { sight, actorId: null }
  }
  const { id } = await actorIn(db, by, actor)
  const isTheirs = (await actorsReportedFor(db, by)).some((one) => one.id === id)
  if (!isCoordinator(by) && !isTheirs) throw new InvalidInput([{ field: 'actor', key: 'actor_not_yours' }])
  return { sight, actorId: id }
}

function staleWith({ title, version }: Report, input: ReportInput): Stale {
  return new Stale(title === input.title ? [] : [{ field: 'title', mine: input.title, theirs: title }], version)
}
