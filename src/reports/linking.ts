import { and, desc, eq, gt, isNull, lte, sql } from 'drizzle-orm'
import { hashOf, newToken } from '../accounts/secrets.ts'
import { stillHere } from '../actors/standing.ts'
import { recorded } from '../activity/recorded.ts'
import { communicated } from '../communications/steps.ts'
import { DAY_MS } from '../domain/calendar.ts'
import type { By, Viewer } from '../domain/viewer.ts'
import type { Moment } from '../platform/clock.ts'
import { type Database, exactlyOne, type Reader, type Writer } from '../platform/db/database.ts'
import { InvalidInput, NotFound } from '../platform/http/refusal.ts'
import { newId } from '../platform/id.ts'
import { tended, tends } from './commands.ts'
import { findDraft, findVersion, type Report } from './queries.ts'
import type { LinkInput } from './schema-sharing.ts'
import { mayRead, type Seen } from './sight.ts'
import { reportLinks, reports, reportVersions } from './tables.ts'

type ReportLink = typeof reportLinks.$inferSelect

/** A way to a published version for somebody without an account. Returns its token: only its hash is kept. */
export async function shareVersion(
  db: Database,
  slug: string,
  { number, label, days }: LinkInput,
  by: By,
  when: Moment,
): Promise<string> {
  const report = await findDraft(db, by, slug)
  const as = tended(report, by)
  const { version } = await findVersion(db, by, slug, number)
  if (!mayLeave(version)) throw new InvalidInput([{ field: 'number', key: 'report_stays_inside' }])
  const token = newToken()
  const id = newId()
  await db.commit((tx) => [
    linked(tx, { id, versionId: version.id, token, label, days, byAccountId: by.accountId }, when.at),
    communicated(tx, by, when.at, {
      what: 'report_link',
      format: 'link',
      filter: `report=${slug}&version=${number}`,
      recipients: label,
      holdsPersons: true,
      as,
    }),
    recorded(tx, by, when.at, {
      what: 'report_shared',
      subject: { kind: 'report', id: report.id },
      as,
      particulars: { link: id, days, version: number },
    }),
  ])
  return token
}

/** What only coordinators see is handed to nobody by a link. */
export const mayLeave = ({ sight }: Pick<typeof reportVersions.$inferSelect, 'sight'>) => sight !== 'coordination'

interface Link {
  id: string
  versionId: string
  token: string
  label: string
  days: number
  byAccountId: string | null
}

/** A step: a link that opens for so many days. */
export function linked(tx: Writer, { token, days, ...link }: Link, at: Date) {
  const expiresAt = new Date(at.getTime() + days * DAY_MS)
  return tx.insert(reportLinks).values({ ...link, tokenHash: hashOf(token), createdAt: at, expiresAt })
}

/** From now on it opens nothing. */
export async function revokeReportLink(db: Database, slug: string, id: string, by: By, when: Moment): Promise<void> {
  const report = await findDraft(db, by, slug)
  const as = tended(report, by)
  const isItsOwn = sql`${reportLinks.versionId} in (select id from report_versions where report_id = ${report.id})`
  const stands = and(eq(reportLinks.id, id), isNull(reportLinks.revokedAt), isItsOwn)
  await db.commit((tx) => [
    exactlyOne(
      tx.update(reportLinks).set({ revokedAt: when.at }).where(stands).returning({ id: reportLinks.id }),
      () => new NotFound(),
    ),
    recorded(tx, by, when.at, { what: 'report_link_revoked', subject: { kind: 'report', id: report.id }, as }),
  ])
}

/** A step: links made until an instant open nothing from now on. Returns those that would have. */
export function linksClosed(tx: Writer, until: Date, at: Date) {
  return tx
    .update(reportLinks)
    .set({ revokedAt: at })
    .where(and(isNull(reportLinks.revokedAt), gt(reportLinks.expiresAt, at), lte(reportLinks.createdAt, until)))
    .returning({ id: reportLinks.id })
}

/** That somebody opened it: told beside the link, and no deed of anybody's. */
export async function noteReportOpening(db: Database, id: string, at: Date): Promise<void> {
  await db.commit((tx) => [
    tx
      .update(reportLinks)
      .set({ openings: sql`${reportLinks.openings} + 1`, lastOpenedAt: at })
      .where(eq(reportLinks.id, id)),
  ])
}

/** The link of a token with what it leads to, and how it stands. */
export async function findLink(db: Reader, token: string, { at, today }: Moment) {
  const [found] = await db
    .select({ link: reportLinks, version: reportVersions, report: reports })
    .from(reportLinks)
    .innerJoin(reportVersions, eq(reportVersions.id, reportLinks.versionId))
    .innerJoin(reports, eq(reports.id, reportVersions.reportId))
    .where(eq(reportLinks.tokenHash, hashOf(token)))
  if (!found) return undefined
  const makers = await stillHere(db, [found.link.byAccountId], today)
  return { ...found, state: stateOf(found, at, makers) }
}

/** How a link stands, and so why it opens nothing. It lives by whoever made it, as long as they may share the version. */
export function stateOf(
  { link, version, report }: { link: ReportLink; version: Seen; report: Pick<Report, 'byAccountId'> & Seen },
  now: Date,
  makers: ReadonlyMap<string | null, Viewer>,
): 'open' | 'revoked' | 'expired' | 'without_maker' {
  if (link.revokedAt) return 'revoked'
  if (link.expiresAt <= now) return 'expired'
  const maker = makers.get(link.byAccountId)
  const mayShare = maker && mayRead(version, maker) && mayRead(report, maker) && tends(report, maker).allowed
  return mayShare ? 'open' : 'without_maker'
}

/** Every link to the versions of a report, latest first. */
export function linksTo(db: Reader, reportId: string) {
  return db
    .select({ link: reportLinks, version: seen })
    .from(reportLinks)
    .innerJoin(reportVersions, eq(reportVersions.id, reportLinks.versionId))
    .where(eq(reportVersions.reportId, reportId))
    .orderBy(desc(reportLinks.createdAt), desc(reportLinks.id))
    .limit(MOST)
}

const MOST = 200
const { number, sight, actorId } = reportVersions
const seen = { number, sight, actorId }
