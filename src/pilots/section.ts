import { may } from '../domain/permissions.ts'
import type { MakeSection } from '../initiatives/sections.ts'
import type { Reader } from '../platform/db/database.ts'
import { pilotsOf, versionsOf } from './queries.ts'

/** « Expérimentations », on an initiative's page: its pilots, and the versions of the solution that they test. */
export function pilotsSection(db: Reader): MakeSection {
  return async ({ initiative, capacities }, { viewer, today }) => {
    const { id, slug, status } = initiative
    const [pilots, versions] = await Promise.all([pilotsOf(db, viewer, today, id), versionsOf(db, id)])
    const mayTend = may('pilot.tend', capacities).allowed && status !== 'spotted'
    if (pilots.length === 0 && versions.length === 0 && !mayTend) return undefined
    const base = `/initiatives/${slug}`
    return {
      name: 'pilots',
      place: 'main',
      view: '/pilots/section',
      data: {
        pilots: pilots.map((pilot) => ({
          ...pilot,
          href: `/pilots/${pilot.id}`,
          tested: versions.find((version) => version.id === pilot.solutionVersionId)?.name,
        })),
        versions: versions.toReversed(),
        add: mayTend ? `${base}/pilots/new` : undefined,
        addVersion: mayTend ? `${base}/versions/new` : undefined,
      },
    }
  }
}
