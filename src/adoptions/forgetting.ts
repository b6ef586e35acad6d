import { lt } from 'drizzle-orm'
import { among, type Forgetting, forgettingOf } from '../platform/db/forgetting.ts'
import { adoptionContacts, adoptions } from './tables.ts'

/** How to answer whoever asked by the public form, answered or not; with it goes what they wrote. */
export const oldContacts: Forgetting = forgettingOf({
  table: adoptionContacts,
  key: adoptionContacts.adoptionId,
  isOver: (before) => lt(adoptionContacts.createdAt, before),
  first: (tx, ids) => [tx.update(adoptions).set({ message: '' }).where(among(adoptions.id, ids))],
})
