import { may } from '../domain/permissions.ts'
import { countsSaid } from '../feedback/counts.ts'
import type { MakeSection } from '../initiatives/sections.ts'
import { pilotsOf, versionsOf } from '../pilots/queries.ts'
import type { Reader } from '../platform/db/database.ts'
import { loopOf } from './loop.ts'
import { adjustmentsOf, answersOf } from './queries.ts'

/** « La boucle », on an initiative's page: feedback → adjustment → next version → next pilot, in counts. */
export function loopSection(db: Reader): MakeSection {
  return async ({ initiative, capacities }, { viewer, today }) => {
    const { id, slug } = initiative
    const [pilots, adjustments] = await Promise.all([
      pilotsOf(db, viewer, today, id),
      adjustmentsOf(db, viewer, today, id),
    ])
    if (pilots.length === 0 && adjustments.length === 0) return undefined
    const [counts, versions, answers] = await Promise.all([
      countsSaid(db, viewer, today, id),
      versionsOf(db, id),
      answersOf(db, viewer, today, id),
    ])
    // Before anybody spoke there is no loop to show: the pilots have a section of their own.
    if (counts.size === 0 && adjustments.length === 0) return undefined
    return {
      name: 'loop',
      place: 'main',
      title: 'adjustments.loop.title',
      stage: 'feedback',
      view: '/adjustments/loop',
      data: {
        ...loopOf(pilots, versions, adjustments, answers, counts),
        slug,
        add: may('adjustment.decide', capacities).allowed ? `/initiatives/${slug}/adjustments/new` : undefined,
      },
    }
  }
}
