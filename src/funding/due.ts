import { and, asc, eq, isNull, lte, notExists, sql } from 'drizzle-orm'
import { actors } from '../actors/tables.ts'
import type { Viewer } from '../domain/viewer.ts'
import { initiatives } from '../initiatives/tables.ts'
import type { Reader } from '../platform/db/database.ts'
import { fundingInstalments, fundingRows, fundings } from './tables.ts'
import { fundingsVisibleTo } from './visible.ts'

/** Payments that were agreed upon, that nobody made yet and that are due on a day or before, the first one first. */
export function instalmentsDue(db: Reader, viewer: Viewer, today: string, until: string) {
  const { id, dueOn, cents, condition } = fundingInstalments
  const isPaid = db.select({ one: sql`1` }).from(fundingRows).where(eq(fundingRows.instalmentId, id))
  return db
    .select({
      id,
      dueOn,
      cents,
      condition,
      fundingId: fundings.id,
      funderId: fundings.funderId,
      funderName: actors.name,
      currency: fundings.currency,
      slug: initiatives.slug,
      title: initiatives.title,
    })
    .from(fundingInstalments)
    .innerJoin(fundings, eq(fundings.id, fundingInstalments.fundingId))
    .innerJoin(initiatives, eq(initiatives.id, fundings.initiativeId))
    .innerJoin(actors, eq(actors.id, fundings.funderId))
    .where(
      and(
        isNull(fundingInstalments.withdrawnAt),
        lte(dueOn, until),
        notExists(isPaid),
        fundingsVisibleTo(db, viewer, today),
      ),
    )
    .orderBy(asc(dueOn), asc(id))
}
