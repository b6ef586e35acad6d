import { may } from '../domain/permissions.ts'
import type { MakeSection } from '../initiatives/sections.ts'
import type { Reader } from '../platform/db/database.ts'
import { waitingOn } from './inbox.ts'
import { adoptionsOf } from './queries.ts'
import { lineOf, nearestFirst, summaryOf } from './telling.ts'

const SHOWN = 5

/** « Adoptions », on an initiative's page: who makes it theirs, as far as the reader may see. */
export function adoptionsSection(db: Reader): MakeSection {
  return async ({ initiative, capacities }, { viewer, today }) => {
    const { id, slug, status } = initiative
    const mayConfirm = may('adoption.confirm', capacities).allowed
    const [adoptions, waiting] = await Promise.all([
      adoptionsOf(db, viewer, today, id),
      mayConfirm ? waitingOn(db, viewer, today, id) : [],
    ])
    const mayRecord = may('adoption.record', capacities).allowed && status !== 'spotted'
    // Nobody is told of an absence that they cannot mend.
    if (adoptions.length + waiting.length === 0 && !mayRecord) return undefined
    return {
      name: 'adoptions',
      place: 'main',
      view: '/adoptions/section',
      data: {
        lines: nearestFirst(adoptions).slice(0, SHOWN).map(lineOf),
        many: adoptions.length,
        summary: summaryOf(adoptions),
        waiting: waiting.length,
        all: `/initiatives/${slug}/adoptions`,
        add: mayRecord ? `/initiatives/${slug}/adoptions/new` : undefined,
      },
    }
  }
}
