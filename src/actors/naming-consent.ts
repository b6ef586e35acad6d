import { consented, hasConsented } from '../accounts/consents.ts'
import type { By } from '../domain/viewer.ts'
import type { Moment } from '../platform/clock.ts'
import type { Reader, Step, Writer } from '../platform/db/database.ts'
import { InvalidInput } from '../platform/http/refusal.ts'
import type { Actor } from './queries.ts'

/** Whether this person agreed that everybody reads their name. */
export function agreedToBeNamed(db: Reader, { id, accountId }: Pick<Actor, 'id' | 'accountId'>): Promise<boolean> {
  return hasConsented(db, { accountId, actorId: id }, 'named_publicly')
}

interface Said {
  visibility: string
  consentOn?: string | undefined
  consentHow: string
}

/**
 * What is written with a change that names a person to everybody: they agreed before, or somebody says when and how.
 * Nobody writes that of themself here: it is given on one's own page. Who was named before this was asked stays so.
 */
export async function consentIn(db: Reader, actor: Actor, said: Said, by: By, when: Moment) {
  const none = (): Step[] => []
  if (actor.kind !== 'person' || said.visibility !== 'public') return none
  if (await agreedToBeNamed(db, actor)) return none
  const { consentOn, consentHow } = said
  const isSaid = consentOn !== undefined || consentHow !== ''
  if (actor.visibility === 'public' && !isSaid) return none
  if (by.accountId !== null && actor.accountId === by.accountId) {
    throw new InvalidInput([{ field: 'visibility', key: 'consent_by_oneself' }])
  }
  const issues = [
    ...(consentOn ? [] : [{ field: 'consentOn', key: 'required' }]),
    ...(consentOn && consentOn > when.today ? [{ field: 'consentOn', key: 'in_the_future' }] : []),
    ...(consentHow ? [] : [{ field: 'consentHow', key: 'required' }]),
  ]
  if (!consentOn || issues.length > 0) throw new InvalidInput(issues)
  return (tx: Writer): Step[] => [
    consented(
      tx,
      {
        accountId: actor.accountId,
        actorId: actor.id,
        purpose: 'named_publicly',
        isGiven: true,
        givenOn: consentOn,
        how: consentHow,
        byAccountId: by.accountId,
      },
      when.at,
    ),
  ]
}
