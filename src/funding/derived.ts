import { and, countDistinct, inArray, isNotNull, sql } from 'drizzle-orm'
import { initiativeProofs } from '../initiatives/tables.ts'
import type { Reader } from '../platform/db/database.ts'
import { notSuperseded } from './standing.ts'
import { fundingRows, fundings } from './tables.ts'

/**
 * The sources of money that gates count (M5, A4), beside what the ledger says when it is read anew: what differs;
 * nothing when the triggers did their work.
 */
export async function fundingFaults(db: Reader): Promise<string[]> {
  const giving = db
    .select({ id: fundingRows.fundingId })
    .from(fundingRows)
    .where(and(inArray(fundingRows.status, ['confirmed', 'disbursed']), notSuperseded))
    .groupBy(fundingRows.fundingId)
    .having(sql`sum(${fundingRows.cents}) > 0`)
  const [anew, kept] = await Promise.all([
    db
      .select({ id: fundings.initiativeId, sources: countDistinct(fundings.funderId) })
      .from(fundings)
      .where(and(isNotNull(fundings.initiativeId), inArray(fundings.id, giving)))
      .groupBy(fundings.initiativeId),
    db
      .select({ id: initiativeProofs.initiativeId, sources: initiativeProofs.fundingSources })
      .from(initiativeProofs)
      .where(sql`${initiativeProofs.fundingSources} <> 0`),
  ])
  const [counted, known] = [anew, kept].map((rows) => new Map(rows.map(({ id, sources }) => [id!, sources])))
  return [...new Set([...counted!.keys(), ...known!.keys()])].flatMap((id) => {
    const [said, is] = [known!.get(id) ?? 0, counted!.get(id) ?? 0]
    return said === is ? [] : [`initiative_proofs of ${id} holds ${said} sources of money, which is ${is}`]
  })
}
