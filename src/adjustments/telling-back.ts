import { and, eq, inArray, isNull, ne, sql } from 'drizzle-orm'
import { visitor } from '../domain/viewer.ts'
import { feedbackContacts, feedbacks } from '../feedback/tables.ts'
import { findNetwork } from '../network/queries.ts'
import { findPilot } from '../pilots/queries.ts'
import { pilots } from '../pilots/tables.ts'
import { dayIn } from '../platform/clock.ts'
import type { Database, Reader, Step, Writer } from '../platform/db/database.ts'
import { translate } from '../platform/i18n/i18n.ts'
import { jobs } from '../platform/jobs/tables.ts'
import { job } from '../platform/jobs/queued.ts'
import { Finish, type Handler } from '../platform/jobs/worker.ts'
import type { Mailer } from '../platform/mail/mail.ts'
import { type Adjustment, findAdjustment } from './queries.ts'
import { adjustmentFeedbacks, adjustments } from './tables.ts'

interface Telling {
  adjustmentId: string
  feedbackId: string
}

/**
 * Steps that let those be told who left an address: one job for each of them, of an id of its own, so that two
 * processes never tell the same. No address stands in it. Nothing as long as it is not settled.
 */
export async function tellingOf(
  db: Reader,
  adjustment: Pick<Adjustment, 'id' | 'state'>,
  feedbackIds: readonly string[],
): Promise<(tx: Writer, at: Date) => Step[]> {
  if (adjustment.state === 'decided' || feedbackIds.length === 0) return () => []
  const waiting = await db
    .select({ feedbackId: feedbackContacts.feedbackId })
    .from(feedbackContacts)
    .where(inArray(feedbackContacts.feedbackId, [...feedbackIds]))
  return (tx, at) =>
    waiting.map(({ feedbackId }) => {
      const telling: Telling = { adjustmentId: adjustment.id, feedbackId }
      const id = `told-${adjustment.id}-${feedbackId}`
      const again = { payload: telling, doneAt: null, deadAt: null, attempts: 0, runAt: at }
      return tx
        .insert(jobs)
        .values(job('adjustment.tell', telling, at, { id }))
        .onConflictDoUpdate({ target: jobs.id, set: again })
    })
}

/**
 * Tells whoever left an address what became of what they said, once. They read as a visitor does: the words of an
 * adjustment that is not public are not told, only whether it was done. The address goes with the last thing to tell.
 */
export function tellBack({ db, mailer, url }: { db: Database; mailer: Mailer; url: string }): Handler {
  return async ({ adjustmentId, feedbackId }: Telling, now) => {
    const found = await toTell(db, adjustmentId, feedbackId)
    if (!found) return undefined
    const { adjustment, contact, pilotId, pilotTitle } = found
    const { timeZone } = await findNetwork(db)
    const today = dayIn(timeZone, now)
    const seen = await findAdjustment(db, visitor, today, adjustmentId)
    const isPilotSeen = (await findPilot(db, visitor, today, pilotId)) !== undefined
    const t = translate(contact.language === 'en' ? 'en' : 'fr-CA')
    const { state, what, reason } = adjustment
    const words = seen
      ? t('adjustments.letter.words', { what, reason: reason && t('adjustments.letter.reason', { reason }) })
      : t('adjustments.letter.unseen')
    const letter = {
      to: contact.address,
      subject: t(`adjustments.letter.subject.${state}`),
      text: t('adjustments.letter.text', {
        pilot: isPilotSeen
          ? t('adjustments.letter.about', { title: pilotTitle })
          : t('adjustments.letter.about_unseen'),
        outcome: t(`adjustments.letter.outcome.${state}`),
        words,
        link: isPilotSeen ? `${url}/pilots/${pilotId}` : url,
      }),
    }
    // What a mail server answers names the address: it is neither kept with the job nor logged.
    const failed = await mailer.send(letter).then(() => undefined, String)
    if (failed !== undefined) throw new Error(failed.replaceAll(contact.address, '…'))
    return new Finish((tx) => [
      tx
        .update(adjustmentFeedbacks)
        .set({ toldAt: now })
        .where(and(eq(adjustmentFeedbacks.adjustmentId, adjustmentId), eq(adjustmentFeedbacks.feedbackId, feedbackId))),
      forgotten(tx, feedbackId),
    ])
  }
}

async function toTell(db: Reader, adjustmentId: string, feedbackId: string) {
  const [row] = await db
    .select({ adjustment: adjustments, contact: feedbackContacts, pilotId: pilots.id, pilotTitle: pilots.title })
    .from(adjustmentFeedbacks)
    .innerJoin(adjustments, eq(adjustments.id, adjustmentFeedbacks.adjustmentId))
    .innerJoin(feedbackContacts, eq(feedbackContacts.feedbackId, adjustmentFeedbacks.feedbackId))
    .innerJoin(feedbacks, eq(feedbacks.id, adjustmentFeedbacks.feedbackId))
    .innerJoin(pilots, eq(pilots.id, feedbacks.pilotId))
    .where(
      and(
        eq(adjustmentFeedbacks.adjustmentId, adjustmentId),
        eq(adjustmentFeedbacks.feedbackId, feedbackId),
        isNull(adjustmentFeedbacks.toldAt),
        isNull(feedbacks.withdrawnAt),
        ne(adjustments.state, 'decided'),
      ),
    )
  return row
}

// An address is kept while something that answers it is not settled, or was not told yet.
function forgotten(tx: Writer, feedbackId: string) {
  const waits = sql`exists (select 1 from adjustment_feedbacks l join adjustments a on a.id = l.adjustment_id
    where l.feedback_id = ${feedbackContacts.feedbackId} and (a.state = 'decided' or l.told_at is null))`
  return tx.delete(feedbackContacts).where(and(eq(feedbackContacts.feedbackId, feedbackId), sql`not ${waits}`))
}
