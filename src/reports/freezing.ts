import { desc, eq } from 'drizzle-orm'
import { recorded } from '../activity/recorded.ts'
import type { Content, ReportQuery } from '../domain/report.ts'
import type { By } from '../domain/viewer.ts'
import { computed } from '../figures/computing.ts'
import type { Given, Part } from '../figures/parts.ts'
import type { Moment } from '../platform/clock.ts'
import { exactlyOne, type Reader, type Step, type Writer } from '../platform/db/database.ts'
import { InvalidInput, Stale } from '../platform/http/refusal.ts'
import { newId } from '../platform/id.ts'
import { changed, tended } from './commands.ts'
import { frozen } from './frozen.ts'
import type { Report } from './queries.ts'
import { eyesOf } from './sight.ts'
import { reportVersions } from './tables.ts'

type Bench = Parameters<typeof computed>[0]

export interface Publishing {
  /** What changed since the version before; asked for from the second on. */
  changes: string
  /** Another question than the draft's own: a scheduled sending rolls its dates on. */
  query?: ReportQuery
  /** What stands with it in the same commit. */
  also?: (tx: Writer, version: { id: string; number: number }) => readonly Step[]
}

/**
 * Publishes a report as it is computed at this instant: its content, definitions and versions of gates are kept as text
 * with their hash, and never change. Returns the number of the version. Throws NotAllowed, InvalidInput, Stale.
 */
export async function publish(
  bench: Bench,
  report: Report,
  { changes, query = report.query, also = () => [] }: Publishing,
  by: By,
  when: Moment,
): Promise<number> {
  const as = tended(report, by)
  const last = await lastNumber(bench.db, report.id)
  if (last > 0 && changes === '') throw new InvalidInput([{ field: 'changes', key: 'required' }])
  const { at, today } = when
  const content = await computed(bench, { eyes: eyesOf(report), query, today, at, isForGood: true })
  const number = last + 1
  const id = newId()
  await bench.db.commit((tx) => [
    changed(tx, report, {}, when.at),
    exactlyOne(
      tx
        .insert(reportVersions)
        .values({
          id,
          reportId: report.id,
          number,
          title: report.title,
          sight: report.sight,
          actorId: report.actorId,
          asOf: content.query.asOf,
          knownAt: new Date(content.knownAt),
          changes,
          ...frozen(content),
          byAccountId: by.accountId,
          publishedAt: when.at,
        })
        .onConflictDoNothing()
        .returning({ id: reportVersions.id }),
      () => new Stale(),
    ),
    recorded(tx, by, when.at, {
      what: 'report_published',
      subject: { kind: 'report', id: report.id },
      as,
      particulars: { version: number, asOf: content.query.asOf, knownAt: content.knownAt },
    }),
    ...also(tx, { id, number }),
  ])
  return number
}

/** A report as it is computed now, or with another question. */
export function contentOf(
  bench: Bench,
  report: Asked,
  { at, today }: Moment,
  query: ReportQuery = report.query,
): Promise<Content> {
  return computed(bench, { eyes: eyesOf(report), query, today, at })
}

type Asked = Pick<Report, 'sight' | 'actorId' | 'query'>

/** What a page shows of it, or the initiatives of one slice: handed over many times faster than all of it. */
export function partOfContent<P extends Part>(
  bench: Bench,
  report: Asked,
  { at, today }: Moment,
  part: P,
): Promise<Given<P>> {
  return computed(bench, { eyes: eyesOf(report), query: report.query, today, at }, part)
}

async function lastNumber(db: Reader, reportId: string): Promise<number> {
  const [last] = await db
    .select({ number: reportVersions.number })
    .from(reportVersions)
    .where(eq(reportVersions.reportId, reportId))
    .orderBy(desc(reportVersions.number))
    .limit(1)
  return last?.number ?? 0
}
