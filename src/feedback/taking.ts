import { and, eq } from 'drizzle-orm'
import { recorded } from '../activity/recorded.ts'
import type { Capacity } from '../domain/permissions.ts'
import type { By } from '../domain/viewer.ts'
import { touch } from '../initiatives/writing.ts'
import { pilots } from '../pilots/tables.ts'
import type { Moment } from '../platform/clock.ts'
import { type Database, Duplicate } from '../platform/db/database.ts'
import { InvalidInput, NotFound } from '../platform/http/refusal.ts'
import { newId } from '../platform/id.ts'
import { nextNumber } from './numbers.ts'
import { feedbackForms, feedbacks } from './tables.ts'

export type FeedbackGiven = Pick<
  typeof feedbacks.$inferSelect,
  | 'pilotId'
  | 'way'
  | 'takerKind'
  | 'givenOn'
  | 'tested'
  | 'adequacy'
  | 'helps'
  | 'hinders'
  | 'toChange'
  | 'answers'
  | 'language'
> & {
  onceKey?: string
  /** Who types it, for paper and on behalf. */
  enteredBy?: { by: By; as: Capacity }
}

/** The only way a feedback is stored. (A minimal version, for paper, until that of `voices`.) */
export async function takeFeedback(
  db: Database,
  { enteredBy, onceKey, ...given }: FeedbackGiven,
  when: Moment,
): Promise<{ number: number; isRepeat: boolean }> {
  const [found] = await db
    .select({ pilot: pilots, form: feedbackForms })
    .from(pilots)
    .leftJoin(feedbackForms, eq(feedbackForms.pilotId, pilots.id))
    .where(eq(pilots.id, given.pilotId))
  if (!found || !enteredBy) throw new NotFound()
  const { pilot, form } = found
  if (!form || pilot.state === 'planned' || pilot.state === 'given_up') {
    throw new InvalidInput([{ field: 'form', key: 'pilot_takes_none' }])
  }
  const id = newId()
  try {
    await db.commit((tx) => [
      touch(tx, pilot.initiativeId, when.at),
      tx.insert(feedbacks).values({
        id,
        ...given,
        number: nextNumber(feedbacks, feedbacks.number, feedbacks.pilotId, pilot.id),
        onceKey: onceKey ?? null,
        consentVersion: form.consentVersion,
        enteredById: enteredBy.by.accountId,
        capacity: enteredBy.as,
        receivedAt: when.at,
      }),
      recorded(tx, enteredBy.by, when.at, {
        what: 'feedback_entered',
        subject: { kind: 'feedback', id },
        initiativeId: pilot.initiativeId,
        as: enteredBy.as,
        particulars: { way: given.way },
      }),
    ])
  } catch (error) {
    if (!(error instanceof Duplicate) || !onceKey) throw error
    const known = await numberOf(db, eq(feedbacks.onceKey, onceKey), pilot.id)
    if (known === undefined) throw error
    return { number: known, isRepeat: true }
  }
  return { number: (await numberOf(db, eq(feedbacks.id, id), pilot.id)) ?? 0, isRepeat: false }
}

async function numberOf(db: Database, which: ReturnType<typeof eq>, pilotId: string) {
  const [row] = await db
    .select({ number: feedbacks.number })
    .from(feedbacks)
    .where(and(which, eq(feedbacks.pilotId, pilotId)))
  return row?.number
}
