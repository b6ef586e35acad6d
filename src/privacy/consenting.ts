import { and, eq } from 'drizzle-orm'
import { consented } from '../accounts/consents.ts'
import { findAccount } from '../accounts/queries.ts'
import { accounts } from '../accounts/tables.ts'
import { alsoRecorded, recorded } from '../activity/recorded.ts'
import { type Actor, findPersonOf } from '../actors/queries.ts'
import { actors } from '../actors/tables.ts'
import { type Purpose, textVersionOf } from '../domain/consents.ts'
import type { By } from '../domain/viewer.ts'
import type { Moment } from '../platform/clock.ts'
import { type Database, exactlyOne, type Step, type Writer } from '../platform/db/database.ts'
import { NotAllowed, NotFound, Stale } from '../platform/http/refusal.ts'

export interface Choice {
  purpose: Purpose
  isGiven: boolean
  /** The version of the text that was on the page. */
  textVersion: number
}

/**
 * Gives or withdraws one's own consent to a purpose; what it allows is done, or ends, in the same commit. Throws Stale
 * when the text was another one, NotFound for being named where the account is nobody's.
 */
export async function choose(db: Database, choice: Choice, by: By, when: Moment): Promise<void> {
  const { purpose, isGiven, textVersion } = choice
  const account = by.accountId ? await findAccount(db, by.accountId) : undefined
  if (!account) throw new NotAllowed(['member'])
  if (textVersion !== textVersionOf[purpose]) throw new Stale()
  const person = await findPersonOf(db, account.id)
  if (purpose === 'named_publicly' && !person) throw new NotFound()
  const subject = { kind: 'account', id: account.id }
  const what = isGiven ? 'consent_given' : 'consent_withdrawn'
  await db.commit((tx): Step[] => [
    ...(purpose === 'named_publicly' && person ? named(tx, person, isGiven, by, when.at) : []),
    ...(purpose === 'moves_by_mail' ? [mailed(tx, account, isGiven)] : []),
    consented(
      tx,
      {
        accountId: account.id,
        actorId: purpose === 'named_publicly' ? person?.id : null,
        purpose,
        isGiven,
        givenOn: when.today,
        byAccountId: account.id,
      },
      when.at,
    ),
    recorded(tx, by, when.at, { what, subject, particulars: { purpose, textVersion } }),
  ])
}

/** Visitors read the name from now on, or not any more: lists, searches and exports follow. */
function named(tx: Writer, { id, version, visibility }: Actor, isGiven: boolean, by: By, now: Date): Step[] {
  const next = isGiven ? 'public' : visibility === 'public' ? 'network' : visibility
  if (next === visibility) return []
  const isAsRead = and(eq(actors.id, id), eq(actors.version, version))
  return [
    exactlyOne(
      tx
        .update(actors)
        .set({ visibility: next, version: version + 1 })
        .where(isAsRead)
        .returning({ id: actors.id }),
      () => new Stale(),
    ),
    alsoRecorded(tx, by, now, {
      what: 'actor_changed',
      subject: { kind: 'actor', id },
      particulars: { fields: ['visibility'] },
    }),
  ]
}

function mailed(tx: Writer, { id, version }: { id: string; version: number }, mailOnMoves: boolean): Step {
  return exactlyOne(
    tx
      .update(accounts)
      .set({ mailOnMoves, version: version + 1 })
      .where(and(eq(accounts.id, id), eq(accounts.version, version)))
      .returning({ id: accounts.id }),
    () => new Stale(),
  )
}
