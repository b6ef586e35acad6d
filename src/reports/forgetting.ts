import { and, eq, gte, lt, ne, notInArray, or } from 'drizzle-orm'
import { type Forgetting, forgettingOf } from '../platform/db/forgetting.ts'
import { reportLinks, reportMailings, reportSendings } from './tables.ts'

/** Links that were revoked or expired, with for whom they were made: often the address they were sent to. */
export const closedLinks: Forgetting = forgettingOf({
  table: reportLinks,
  key: reportLinks.id,
  isOver: (before) => or(lt(reportLinks.revokedAt, before), lt(reportLinks.expiresAt, before)),
})

/** To whom a mailing that is over went, counted from its last letter; that it was sent, and how often, stays. */
export const recipientsOfEnded: Forgetting = forgettingOf({
  table: reportMailings,
  key: reportMailings.id,
  isOver: (before, db) =>
    and(
      eq(reportMailings.isOver, true),
      lt(reportMailings.createdAt, before),
      ne(reportMailings.recipients, []),
      notInArray(
        reportMailings.id,
        db.select({ id: reportSendings.mailingId }).from(reportSendings).where(gte(reportSendings.sentAt, before)),
      ),
    ),
  forget: (tx, which) =>
    tx.update(reportMailings).set({ recipients: [] }).where(which).returning({ id: reportMailings.id }),
})
