import { and, eq, gt, isNull } from 'drizzle-orm'
import { hashOf, newToken } from '../accounts/secrets.ts'
import { stillHere } from '../actors/standing.ts'
import { communicated } from '../communications/steps.ts'
import type { By } from '../domain/viewer.ts'
import { findNetwork } from '../network/queries.ts'
import { dayIn } from '../platform/clock.ts'
import { type Database, Duplicate, type Writer } from '../platform/db/database.ts'
import type { Floor } from '../platform/http/floor.ts'
import { NotAllowed, NotFound } from '../platform/http/refusal.ts'
import { formatFor } from '../platform/i18n/format.ts'
import { translate } from '../platform/i18n/i18n.ts'
import { isLocale, type Locale } from '../platform/i18n/locales.ts'
import { newId } from '../platform/id.ts'
import { queued } from '../platform/jobs/queued.ts'
import type { Handler } from '../platform/jobs/worker.ts'
import type { Mailer } from '../platform/mail/mail.ts'
import { tended } from './commands.ts'
import { publish } from './freezing.ts'
import { linked, mayLeave } from './linking.ts'
import type { Mailing } from './mailings.ts'
import { findDraft, type Report } from './queries.ts'
import { nextAfter, rolledTo } from './rolling.ts'
import { reportLinks, reportMailings, reports, reportSendings, reportVersions } from './tables.ts'

type Bench = Pick<Floor, 'db' | 'clock' | 'log' | 'url'>

/** For how long the link of a letter opens. */
const LINK_DAYS = 60

/**
 * Publishes a report for the period that just ended and sends it. The version, that it was sent, the letters, the links,
 * the rows of the register and the next day stand in one commit: run again, or by two processes, it is done once.
 */
export function sendMailing(bench: Bench): Handler {
  const { db, log } = bench
  return async ({ mailing: id, dueOn }: { mailing: string; dueOn: string }, now) => {
    const found = await findMailing(db, id, dueOn)
    if (!found || found.mailing.isOver || found.sentId) return
    const { mailing } = found
    const { timeZone, locale } = await findNetwork(db)
    const today = dayIn(timeZone, now)
    const by = (await stillHere(db, [mailing.byAccountId], today)).get(mailing.byAccountId)
    const report = by && (await tendedStill(db, found.report, by))
    if (!report) {
      await db.commit((tx) => [tx.update(reportMailings).set({ isOver: true }).where(eq(reportMailings.id, id))])
      log.warn({ mailing: id }, 'a mailing ended: whoever set it may not send the report any more')
      return
    }
    const query = rolledTo(report.query, mailing.frequency, dueOn)
    const language: Locale = isLocale(locale) ? locale : 'fr-CA'
    const format = formatFor(language, timeZone)
    const [from, until] = [format.day(query.period.from), format.day(query.period.until)]
    const changes = translate(language)('sharing.mailing.changes', { from, until })
    const also = (tx: Writer, version: { id: string; number: number }) =>
      posting(
        tx,
        { mailing, report, dueOn, by, version, next: nextAfter(mailing.nextOn, mailing.frequency, today) },
        now,
      )
    await publish(bench, report, { changes, query, also }, by, { at: now, today }).catch((error: unknown) => {
      // Another process was quicker.
      if (!(error instanceof Duplicate)) throw error
    })
  }
}

interface Posting {
  mailing: Mailing
  report: Report
  dueOn: string
  by: By
  version: { id: string; number: number }
  next: string | undefined
}

function posting(tx: Writer, { mailing, report, dueOn, by, version, next }: Posting, now: Date) {
  const sendingId = newId()
  // A mailing that was sent before its day keeps its day.
  const isEarly = mailing.nextOn > dueOn
  const after = next && !isEarly ? { nextOn: next } : { isOver: !next }
  const letters = mailing.recipients.map((recipient, n) => ({ ...recipient, linkId: newId(), n }))
  return [
    tx
      .insert(reportSendings)
      .values({ id: sendingId, mailingId: mailing.id, dueOn, versionId: version.id, sentAt: now }),
    tx.update(reportMailings).set(after).where(eq(reportMailings.id, mailing.id)),
    communicated(tx, by, now, {
      what: 'report_mail',
      format: 'mail',
      filter: `report=${report.slug}&version=${version.number}`,
      purpose: mailing.purpose,
      recipients: mailing.recipients.map(({ address }) => address).join(', '),
      holdsPersons: true,
      rows: mailing.recipients.length,
    }),
    // Nobody knows the token yet: one is drawn when the letter leaves, so that the queue holds no way in.
    ...letters.map(({ linkId, address }) =>
      linked(
        tx,
        {
          id: linkId,
          versionId: version.id,
          token: newToken(),
          label: address,
          days: LINK_DAYS,
          byAccountId: mailing.byAccountId,
        },
        now,
      ),
    ),
    ...letters.map(({ linkId, address, locale, n }) =>
      queued(tx, 'report.mail', { linkId, address, locale }, now, { id: `${sendingId}-${n}` }),
    ),
  ]
}

/** A letter with a link of its own. */
export function mailReport({ db, mailer, url }: { db: Database; mailer: Mailer; url: string }): Handler {
  return async ({ linkId, address, locale }: { linkId: string; address: string; locale: string }, now) => {
    const token = newToken()
    const stands = and(eq(reportLinks.id, linkId), isNull(reportLinks.revokedAt), gt(reportLinks.expiresAt, now))
    const [[link]] = await db.commit((tx) => [
      tx
        .update(reportLinks)
        .set({ tokenHash: hashOf(token) })
        .where(stands)
        .returning({ versionId: reportLinks.versionId, expiresAt: reportLinks.expiresAt }),
    ])
    if (!link) return
    const [version] = await db.select().from(reportVersions).where(eq(reportVersions.id, link.versionId))
    if (!version) return
    const { timeZone, name } = await findNetwork(db)
    const language: Locale = isLocale(locale) ? locale : 'fr-CA'
    const [t, format] = [translate(language), formatFor(language, timeZone)]
    const said = {
      title: version.title,
      network: name,
      asOf: format.day(version.asOf),
      link: `${url}/r/${token}`,
      until: format.dayOf(link.expiresAt),
    }
    await mailer.send({ to: address, subject: t('sharing.letter.subject', said), text: t('sharing.letter.text', said) })
  }
}

async function findMailing(db: Database, id: string, dueOn: string) {
  const [found] = await db
    .select({ mailing: reportMailings, report: reports, sentId: reportSendings.id })
    .from(reportMailings)
    .innerJoin(reports, eq(reports.id, reportMailings.reportId))
    .leftJoin(reportSendings, and(eq(reportSendings.mailingId, reportMailings.id), eq(reportSendings.dueOn, dueOn)))
    .where(eq(reportMailings.id, id))
  return found
}

async function tendedStill(db: Database, { slug }: Report, by: By): Promise<Report | undefined> {
  try {
    const report = await findDraft(db, by, slug)
    tended(report, by)
    return mayLeave(report) && !report.archivedAt ? report : undefined
  } catch (error) {
    if (error instanceof NotFound || error instanceof NotAllowed) return undefined
    throw error
  }
}
