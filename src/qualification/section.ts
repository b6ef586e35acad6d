import { mayAssess, mayDecide } from '../domain/permissions.ts'
import type { MakeSection } from '../initiatives/sections.ts'
import type { Reader } from '../platform/db/database.ts'
import { allGrids, decisionsOn } from './queries.ts'
import { decisionsSeen, standingAmong } from './sight.ts'
import { nameOf } from './words.ts'

/** « Qualification », on an initiative's page: what was decided, as far as the reader may see, and the way to assess. */
export function qualificationSection(db: Reader): MakeSection {
  return async ({ initiative, capacities }, reading) => {
    const all = await decisionsOn(db, initiative.id)
    const mayAdd = mayAssess(capacities).allowed || mayDecide(capacities).allowed
    if (all.length === 0 && (!mayAdd || initiative.status === 'spotted')) return undefined
    const grids = all.length > 0 ? (await allGrids(db)).flatMap(({ versions }) => versions) : []
    const slugOf = (id: string) => grids.find((one) => one.id === id)?.slug ?? ''
    const seen = decisionsSeen(all, initiative.id, slugOf, capacities)
    if (seen.length === 0 && !mayAdd) return undefined
    const base = `/initiatives/${initiative.slug}/qualification`
    return {
      name: 'qualification',
      place: 'aside',
      title: 'qualification.section.title',
      view: '/qualification/section',
      data: {
        href: base,
        mayAdd,
        decisions: [...standingAmong(seen, initiative.id, slugOf)].map(([slug, { decision }]) => {
          const grid = grids.find(({ id }) => id === decision.gridId)
          return {
            href: `${base}/${slug}`,
            name: grid ? nameOf(grid, reading) : '',
            outcome: decision.outcome,
            decidedOn: decision.decidedOn,
            isPublic: decision.isPublic,
          }
        }),
      },
    }
  }
}
