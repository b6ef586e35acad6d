import { actorAdded, membershipBegun, type NewActor } from '../../src/actors/steps.ts'
import { slugFor } from '../../src/actors/queries.ts'
import type { NetworkRole } from '../../src/domain/permissions.ts'
import type { Database } from '../../src/platform/db/database.ts'
import { newId } from '../../src/platform/id.ts'
import { person } from '../network/people.ts'

const begun = new Date('2026-01-01T12:00:00Z')

/** An actor on record, an organisation unless said otherwise; returns its id and slug. */
export async function actor(db: Database, name: string, more: Partial<NewActor> = {}) {
  const added: NewActor = { id: newId(), slug: await slugFor(db, name), kind: 'organisation', name, ...more }
  await db.commit((tx) => [actorAdded(tx, added, begun)])
  return { id: added.id, slug: added.slug }
}

/** Somebody with an account and a person, who speaks for these organisations. */
export async function speaker(db: Database, role: NetworkRole, name: string, ...organisationIds: string[]) {
  const by = await person(db, role, name)
  const self = await actor(db, name, { kind: 'person', accountId: by.accountId })
  const since = '2026-01-01'
  for (const organisationId of organisationIds) {
    await db.commit((tx) => [membershipBegun(tx, { personId: self.id, organisationId, since })])
  }
  return { ...by, ...self, actorIds: [self.id, ...organisationIds] }
}
