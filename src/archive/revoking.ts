import { recorded } from '../activity/recorded.ts'
import { linksClosed as dossiersClosed } from '../dossiers/steps.ts'
import { visitor } from '../domain/viewer.ts'
import type { Database } from '../platform/db/database.ts'
import { linksClosed as reportsClosed } from '../reports/linking.ts'

/**
 * Revokes every read-only link made until an instant that would still open: an archive brings back those that were
 * revoked since it was taken. Returns how many.
 */
export async function revokeLinks(db: Database, until: Date, at: Date): Promise<{ dossiers: number; reports: number }> {
  const [dossiers, reports] = await db.commit((tx) => [
    dossiersClosed(tx, until, at),
    reportsClosed(tx, until, at),
    recorded(tx, visitor, at, {
      what: 'links_revoked',
      subject: { kind: 'network', id: 'network' },
      particulars: { until: until.toISOString() },
    }),
  ])
  return { dossiers: dossiers.length, reports: reports.length }
}
