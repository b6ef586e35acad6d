import type { MakeSection } from '../initiatives/sections.ts'
import type { Reader } from '../platform/db/database.ts'
import { editionsOf } from './queries.ts'

/** « Programmes », on an initiative's page: the editions it takes part in. Coordinators enrol on the edition's own page. */
export function programmesSection(db: Reader): MakeSection {
  return async ({ initiative }, { viewer }) => {
    const joined = await editionsOf(db, viewer, initiative.id)
    if (joined.length === 0) return undefined
    return {
      name: 'programmes',
      place: 'aside',
      title: 'programmes.section.title',
      view: '/programmes/section',
      data: { joined },
    }
  }
}
