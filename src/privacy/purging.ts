import { setImmediate as breathe } from 'node:timers/promises'
import { endedSessions, spentInvitations, spentSignInLinks, unusedAccounts } from '../accounts/forgetting.ts'
import { oldContacts } from '../adoptions/forgetting.ts'
import { oldCommunications } from '../communications/forgetting.ts'
import { oldVisits } from '../desk/forgetting.ts'
import { emptiedBin } from '../documents/forgetting.ts'
import type { RetentionKind } from '../domain/retention.ts'
import { closedLinks as closedDossierLinks, oldOpenings } from '../dossiers/forgetting.ts'
import { uselessContacts } from '../adjustments/forgetting.ts'
import { abandonedImports, finishedImports } from '../imports/forgetting.ts'
import type { Database, Reader, Writer } from '../platform/db/database.ts'
import { type Forgetting, Overtaken } from '../platform/db/forgetting.ts'
import { newId } from '../platform/id.ts'
import { deadJobs, doneJobs } from '../platform/jobs/forgetting.ts'
import { closedLinks as closedReportLinks, recipientsOfEnded } from '../reports/forgetting.ts'
import { forgetPartials, leftUploads } from '../uploads/forgetting.ts'
import type { Workplace } from '../uploads/workplace.ts'
import { limitOf, type Period, retentionPeriods } from './retention.ts'
import { purges } from './tables.ts'

/** What goes of each kind; nothing where an administrator is only told, or where it is kept. */
export const forgettings: Record<RetentionKind, readonly Forgetting[]> = {
  sessions: [endedSessions],
  sign_in_links: [spentSignInLinks],
  invitations: [spentInvitations],
  unused_accounts: [],
  adoption_contacts: [oldContacts],
  feedback_contacts: [uselessContacts],
  mailings: [recipientsOfEnded],
  links: [closedDossierLinks, closedReportLinks],
  openings: [oldOpenings],
  imports: [abandonedImports, finishedImports],
  uploads: [leftUploads],
  bin: [emptiedBin],
  jobs_done: [doneJobs],
  jobs_dead: [deadJobs],
  desk_visits: [oldVisits],
  communications: [oldCommunications],
  incidents: [],
}

/** As many rows as go in one commit. */
const AT_ONCE = 500
const TRIES = 3

/**
 * Forgets all whose time is over, and says in the same commit how much of each kind went. In two processes at once it
 * is done once. What fails keeps nothing else from going; it is thrown in the end.
 */
export async function purgeDue(place: Workplace): Promise<number> {
  const { db, clock } = place
  const now = clock.now()
  const faults: unknown[] = []
  let gone = 0
  const tried = async (work: () => Promise<number>) => {
    try {
      gone += await work()
    } catch (error) {
      faults.push(error)
    }
  }
  for (const period of await retentionPeriods(db)) {
    const before = limitOf(period, now)
    for (const one of forgettings[period.kind]) {
      await tried(() => forget(db, { kind: period.kind, before, at: now }, one))
    }
    if (period.kind === 'uploads') await tried(() => forgetSent(place, before, now))
  }
  if (faults.length > 0) throw new AggregateError(faults, 'not everything was forgotten')
  return gone
}

interface Going {
  kind: RetentionKind
  before: Date
  at: Date
}

/** One way of forgetting, slice by slice. Returns how many rows went. */
export async function forget(db: Database, going: Going, what: Forgetting): Promise<number> {
  let gone = 0
  for (let tries = 0; tries < TRIES; ) {
    const { rows, steps } = await what.next(db, going.before, AT_ONCE, going.at)
    if (rows === 0) break
    try {
      await db.commit((tx) => [...steps(tx), purged(tx, going, rows)])
      gone += rows
    } catch (error) {
      if (!(error instanceof Overtaken)) throw error
      tries++
    }
    await breathe()
  }
  return gone
}

/** Files of the disk are in no commit: that they went is written once they did. */
async function forgetSent(place: Workplace, before: Date, at: Date): Promise<number> {
  const gone = await forgetPartials(place, before)
  if (gone > 0) await place.db.commit((tx) => [purged(tx, { kind: 'uploads', before, at }, gone)])
  return gone
}

function purged(tx: Writer, going: Going, rows: number) {
  return tx.insert(purges).values({ id: newId(), ...going, rows })
}

/**
 * How many rows the next purge takes; of what is only told, how many there are to look at. Ask it apart: it looks
 * through the journal.
 */
export async function dueOf(db: Reader, period: Period, now: Date): Promise<number> {
  const before = limitOf(period, now)
  if (period.kind === 'unused_accounts') return unusedAccounts(db, before)
  const counts = await Promise.all(forgettings[period.kind].map((one) => one.many(db, before)))
  return counts.reduce((all, one) => all + one, 0)
}
