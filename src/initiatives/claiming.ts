import { eq } from 'drizzle-orm'
import { alsoRecorded } from '../activity/recorded.ts'
import { decide } from '../domain/lifecycle.ts'
import type { Role } from '../domain/roles.ts'
import type { By } from '../domain/viewer.ts'
import type { Moment } from '../platform/clock.ts'
import type { Database, Step, Writer } from '../platform/db/database.ts'
import { newId } from '../platform/id.ts'
import { nextSequence, positionOf } from './moves.ts'
import { movesOf, passage } from './queries.ts'
import { initiatives, moves } from './tables.ts'
import { change } from './writing.ts'
import { tellingQueued } from './telling.ts'

/**
 * A carrier who accepts an invitation to a spotted initiative claims it: accepting is the consent that a claim asks for.
 * Returns steps to put before those of the acceptance; none when there is nothing to claim.
 */
export async function claimOnAcceptance(
  db: Database,
  { initiativeId, role }: { initiativeId: string; role: Role },
  when: Moment,
): Promise<(tx: Writer, by: By) => Step[]> {
  const [initiative] = await db.select().from(initiatives).where(eq(initiatives.id, initiativeId))
  if (role !== 'carrier' || initiative?.status !== 'spotted') return () => []
  const decision = decide(initiative, 'history', { type: 'claim' })
  if (!decision.allowed) return () => []
  const history = (await movesOf(db, initiativeId)).map(passage)
  const { next, tell } = decision
  const id = newId()

  return (tx, by) => [
    change(tx, initiative, { status: next.status, statusSince: when.today, consent: 'given' }, when.at),
    tx.insert(moves).values({
      id,
      initiativeId,
      event: 'claim',
      fromStage: initiative.stage,
      fromStatus: initiative.status,
      toStage: next.stage,
      toStatus: next.status,
      effectiveOn: when.today,
      recordedAt: when.at,
      sequence: nextSequence(history),
      byAccountId: by.accountId,
      capacity: 'carrier',
      provenance: 'entered',
    }),
    alsoRecorded(tx, by, when.at, {
      what: 'moved',
      subject: { kind: 'initiative', id: initiativeId },
      initiativeId,
      as: 'carrier',
      particulars: { move: id, event: 'claim', from: positionOf(initiative), to: next, on: when.today },
    }),
    ...tell.map((audience) => tellingQueued(tx, { move: id, audience }, when.at)),
  ]
}
