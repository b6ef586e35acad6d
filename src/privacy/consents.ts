import { and, asc, count, eq, isNull, sql } from 'drizzle-orm'
import { type Consent, consentsOf } from '../accounts/consents.ts'
import { findAccount } from '../accounts/queries.ts'
import { consents } from '../accounts/tables.ts'
import { findPersonOf } from '../actors/queries.ts'
import { actors } from '../actors/tables.ts'
import { type Purpose, textOf, textVersionOf } from '../domain/consents.ts'
import type { Reader } from '../platform/db/database.ts'

/** A purpose as whoever signs in finds it on their page. */
export interface OwnConsent {
  purpose: Purpose
  /** Whether it is done now. */
  isOn: boolean
  /** The text that is shown, and agreed to: its number, and the last part of its key. */
  textVersion: number
  text: string
  /** The text that was before them when they said so last. */
  lastText: string | undefined
  /** The last word on it: theirs, or what a coordinator wrote down; nothing while nobody asked. */
  last: Pick<Consent, 'isGiven' | 'givenOn' | 'how' | 'textVersion'> | undefined
}

/** What somebody agreed to, or may: being named is asked of those who are a person of the network. */
export async function ownConsents(db: Reader, accountId: string): Promise<OwnConsent[]> {
  const [account, person] = await Promise.all([findAccount(db, accountId), findPersonOf(db, accountId)])
  const held = await consentsOf(db, { accountId, actorId: person?.id })
  const one = (purpose: Purpose, isOn: boolean): OwnConsent => ({
    purpose,
    isOn,
    textVersion: textVersionOf[purpose],
    text: textOf(purpose),
    last: held[purpose],
    lastText: held[purpose] && textOf(purpose, held[purpose].textVersion),
  })
  return [
    one('moves_by_mail', account?.mailOnMoves ?? false),
    ...(person ? [one('named_publicly', person.visibility === 'public')] : []),
  ]
}

const isNamedWithoutConsent = and(
  eq(actors.kind, 'person'),
  eq(actors.visibility, 'public'),
  isNull(actors.mergedIntoId),
  sql`not coalesce((select said.is_given from ${consents} as said where said.purpose = 'named_publicly'
    and (said.actor_id = ${actors.id} or said.account_id = ${actors.accountId}) order by said.id desc limit 1), false)`,
)

const NAMED_SHOWN = 100

/** People whose name visitors read and of whom no consent is on record, from before it was asked or since it was withdrawn. */
export async function namedWithoutConsent(db: Reader) {
  const { id, slug, name } = actors
  const [people, [all]] = await Promise.all([
    db.select({ slug, name }).from(actors).where(isNamedWithoutConsent).orderBy(asc(name), asc(id)).limit(NAMED_SHOWN),
    db.select({ many: count() }).from(actors).where(isNamedWithoutConsent),
  ])
  return { people, many: all?.many ?? 0 }
}
