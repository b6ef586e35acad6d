import { and, eq, isNull } from 'drizzle-orm'
import { recorded } from '../activity/recorded.ts'
import { namedOnce } from '../actors/naming.ts'
import { may } from '../domain/permissions.ts'
import type { By } from '../domain/viewer.ts'
import { change, granted } from '../initiatives/writing.ts'
import type { Moment } from '../platform/clock.ts'
import { type Database, exactlyOne } from '../platform/db/database.ts'
import { InvalidInput, Refusal } from '../platform/http/refusal.ts'
import { judgedAnew } from './commands.ts'
import { statusesOf } from '../domain/adoptions.ts'
import { findWaiting } from './inbox.ts'
import { findAdoption } from './queries.ts'
import type { ConfirmInput } from './schema.ts'
import { contactForgotten } from './steps.ts'
import { adoptions } from './tables.ts'
import { placeOf, refuseTwice, takerOf } from './taker.ts'

/** Says which actor asked by the public form: from then on it counts. Throws NotAllowed, InvalidInput. */
export function confirmAdoption(db: Database, id: string, input: ConfirmInput, by: By, when: Moment): Promise<void> {
  return judgedAnew(() => namedOnce(db, by, () => confirmOnce(db, id, input, by, when)))
}

async function confirmOnce(db: Database, id: string, input: ConfirmInput, by: By, when: Moment): Promise<void> {
  const { adoption, initiative, capacities } = await findWaiting(db, by, when.today, id)
  const as = granted(may('adoption.confirm', capacities))
  if (!statusesOf(input.takerKind).includes(adoption.status)) {
    throw new InvalidInput([{ field: 'takerKind', key: 'beneficiaries_use_it' }])
  }
  const taker = await takerOf(db, by, input)
  const territoryId = await placeOf(db, input.territory)
  await refuseTwice(db, { initiativeId: initiative.id, takerId: taker.id, territoryId })
  const { takerKind, visibility } = input
  await db.commit((tx) => [
    change(tx, initiative, {}, when.at),
    ...taker.added(tx, when.at),
    settled(
      tx
        .update(adoptions)
        .set({
          takerId: taker.id,
          takerName: '',
          takerKind,
          territoryId,
          visibility,
          isConfirmed: true,
          version: adoption.version + 1,
          changedAt: when.at,
        })
        .where(stillWaits(id))
        .returning({ id: adoptions.id }),
    ),
    recorded(tx, by, when.at, {
      what: 'adoption_confirmed',
      subject: { kind: 'adoption', id },
      initiativeId: initiative.id,
      as,
      particulars: { status: adoption.status, takerKind },
    }),
  ])
}

/** Not what it seemed: nothing of it is counted, and nothing of whoever asked is kept. */
export async function declineAdoption(db: Database, id: string, by: By, when: Moment): Promise<{ slug: string }> {
  const { adoption, initiative, capacities } = await findWaiting(db, by, when.today, id)
  const as = granted(may('adoption.confirm', capacities))
  await db.commit((tx) => [
    settled(
      tx
        .update(adoptions)
        .set({
          declinedAt: when.at,
          takerName: '',
          message: '',
          version: adoption.version + 1,
          changedAt: when.at,
        })
        .where(stillWaits(id))
        .returning({ id: adoptions.id }),
    ),
    contactForgotten(tx, id),
    recorded(tx, by, when.at, {
      what: 'adoption_declined',
      subject: { kind: 'adoption', id },
      initiativeId: initiative.id,
      as,
    }),
  ])
  return initiative
}

const stillWaits = (id: string) =>
  and(eq(adoptions.id, id), eq(adoptions.isConfirmed, false), isNull(adoptions.declinedAt))

const settled = (statement: PromiseLike<{ id: string }[]>) =>
  exactlyOne(statement, () => new Refusal(409, 'already_done'))

/** The carriers know by now how to reach them: what the form asked for is deleted, with what was written. */
export async function forgetContact(db: Database, id: string, by: By, when: Moment): Promise<void> {
  const { adoption, capacities } = await findAdoption(db, by, when.today, id)
  const as = granted(may('adoption.confirm', capacities))
  await db.commit((tx) => [
    contactForgotten(tx, id),
    tx.update(adoptions).set({ message: '' }).where(eq(adoptions.id, id)),
    recorded(tx, by, when.at, {
      what: 'adoption_contact_forgotten',
      subject: { kind: 'adoption', id },
      initiativeId: adoption.initiativeId,
      as,
    }),
  ])
}
