import { may } from '../domain/permissions.ts'
import type { MakeSection } from '../initiatives/sections.ts'
import type { Reader } from '../platform/db/database.ts'
import { adoptionsOf } from './queries.ts'

/** « Adoptions », on an initiative's page: who made it theirs, as far as the reader may see. */
export function adoptionsSection(db: Reader): MakeSection {
  return async ({ initiative, capacities }, { viewer, today }) => {
    const adoptions = await adoptionsOf(db, viewer, today, initiative.id)
    const mayRecord = may('adoption.record', capacities).allowed
    // Nobody is told of an absence that they cannot mend.
    if (adoptions.length === 0 && (!mayRecord || initiative.status === 'spotted')) return undefined
    return {
      name: 'adoptions',
      place: 'main',
      view: '/adoptions/section',
      data: { adoptions, add: mayRecord ? `/initiatives/${initiative.slug}/adoptions/new` : undefined },
    }
  }
}
