import { and, asc, eq, or } from 'drizzle-orm'
import { accounts } from '../accounts/tables.ts'
import { recorded } from '../activity/recorded.ts'
import { actors } from '../actors/tables.ts'
import { type By, isCoordinator, type Viewer } from '../domain/viewer.ts'
import type { Moment } from '../platform/clock.ts'
import { type Database, Duplicate, type Reader } from '../platform/db/database.ts'
import { oneOf } from '../platform/db/sql.ts'
import { InvalidInput, NotAllowed } from '../platform/http/refusal.ts'
import { newId } from '../platform/id.ts'
import { findVersion, type Report, type VersionLine } from './queries.ts'
import type { ReadingInput } from './schema-readers.ts'
import { reportReadings } from './tables.ts'

/** « J'ai lu », or acceptance for an actor: once for each person and version, and kept with it. */
export async function markRead(
  db: Database,
  slug: string,
  number: number,
  { kind, actor, note }: ReadingInput,
  by: By,
  when: Moment,
): Promise<void> {
  const { version } = await findVersion(db, by, slug, number)
  if (!by.accountId) throw new NotAllowed(['member'])
  // Reading is anybody's; an acceptance binds somebody for whom one speaks.
  if (kind === 'accepted' && actor === '') throw new InvalidInput([{ field: 'actor', key: 'required' }])
  if (actor !== '' && !by.actorIds.includes(actor)) {
    throw new InvalidInput([{ field: 'actor', key: 'actor_not_yours' }])
  }
  const reading = { id: newId(), versionId: version.id, kind, actorId: actor || null, byAccountId: by.accountId, note }
  try {
    await db.commit((tx) => [
      tx.insert(reportReadings).values({ ...reading, readAt: when.at }),
      recorded(tx, by, when.at, {
        what: kind === 'accepted' ? 'report_accepted' : 'report_acknowledged',
        subject: { kind: 'report_version', id: version.id },
        particulars: { actorId: reading.actorId },
      }),
    ])
  } catch (error) {
    // Said before: it stays as it was said.
    if (!(error instanceof Duplicate && error.on.includes('report_readings'))) throw error
  }
}

/** Who read a version, as far as it is this reader's: their own, those of whom they act for, all for who made it. */
export function readingsOf(db: Reader, viewer: Viewer, report: Report, version: Pick<VersionLine, 'id'>) {
  const { kind, note, readAt, byAccountId } = reportReadings
  const isAll = isCoordinator(viewer) || (viewer.accountId !== null && report.byAccountId === viewer.accountId)
  const isOwn = or(
    eq(byAccountId, viewer.accountId ?? ''),
    viewer.actorIds.length > 0 ? oneOf(reportReadings.actorId, viewer.actorIds) : undefined,
  )
  return db
    .select({ kind, note, readAt, byAccountId, who: accounts.name, actorName: actors.name })
    .from(reportReadings)
    .leftJoin(accounts, eq(accounts.id, byAccountId))
    .leftJoin(actors, eq(actors.id, reportReadings.actorId))
    .where(and(eq(reportReadings.versionId, version.id), isAll ? undefined : isOwn))
    .orderBy(asc(readAt), asc(reportReadings.id))
}
