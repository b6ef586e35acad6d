import { findPersonOf } from '../actors/queries.ts'
import { slugFor } from '../actors/slugs.ts'
import { accountLinked, actorAdded, membershipBegun } from '../actors/steps.ts'
import type { Reader, Step, Writer } from '../platform/db/database.ts'
import { Refusal } from '../platform/http/refusal.ts'
import { newId } from '../platform/id.ts'
import { type Offer, speaksFor } from './queries.ts'

/** The person that an account is in the network, and how it becomes so. */
export interface Person {
  id: string
  steps(tx: Writer): Step[]
}

/**
 * Whoever accepts is the person that was invited, the person they already are, or a new one;
 * invited for an organisation or a group, they speak for it from today.
 */
export async function personAccepting(
  db: Reader,
  { actor }: Pick<Offer, 'actor'>,
  account: { id: string; name: string },
  when: { at: Date; today: string },
): Promise<Person> {
  const known = await findPersonOf(db, account.id)
  if (actor?.kind === 'person' && actor.accountId && actor.accountId !== account.id) {
    throw new Refusal(409, 'already_there')
  }
  if (actor?.kind === 'person' && !known)
    return { id: actor.id, steps: (tx) => [accountLinked(tx, actor.id, account.id)] }

  const person = known ? { id: known.id, steps: () => [] } : await newPerson(db, account, when.at)
  if (!actor || actor.kind === 'person' || (await speaksFor(db, person.id, actor.id))) return person
  const membership = { personId: person.id, organisationId: actor.id, since: when.today }
  return { id: person.id, steps: (tx) => [...person.steps(tx), membershipBegun(tx, membership)] }
}

export async function newPerson(db: Reader, account: { id: string; name: string }, now: Date): Promise<Person> {
  const id = newId()
  const slug = await slugFor(db, account.name)
  const actor = { id, slug, kind: 'person', name: account.name, accountId: account.id } as const
  return { id, steps: (tx) => [actorAdded(tx, actor, now)] }
}
