import { doneWith } from '../activity/queries.ts'
import { may } from '../domain/permissions.ts'
import type { MakeSection } from '../initiatives/sections.ts'
import type { Reader } from '../platform/db/database.ts'
import { indicatorsOf } from './indicators.ts'
import { pilotsOf, versionsOf } from './queries.ts'
import { correctionsTold, indicatorLine } from './telling.ts'

/** « Expérimentations », on an initiative's page: its pilots, and the versions of the solution that they test. */
export function pilotsSection(db: Reader): MakeSection {
  return async ({ initiative, capacities }, reading) => {
    const { viewer, today } = reading
    const { id, slug, status } = initiative
    const [pilots, versions] = await Promise.all([pilotsOf(db, viewer, today, id), versionsOf(db, id)])
    const mayTend = may('pilot.tend', capacities).allowed && status !== 'spotted'
    // Nobody is told of an absence that they cannot mend.
    if (pilots.length === 0 && versions.length === 0 && !mayTend) return undefined
    const base = `/initiatives/${slug}`
    return {
      name: 'pilots',
      place: 'main',
      title: 'pilots.section.title',
      stage: 'feedback',
      view: '/pilots/section',
      data: {
        pilots: pilots.map((pilot) => ({
          ...pilot,
          href: `/pilots/${pilot.id}`,
          tested: versions.find((version) => version.id === pilot.solutionVersionId),
        })),
        versions: versions.toReversed().map((one) => ({
          ...one,
          edit: mayTend ? `${base}/versions/${one.id}/edit` : undefined,
        })),
        add: mayTend ? `${base}/pilots/new` : undefined,
        addVersion: mayTend ? `${base}/versions/new` : undefined,
      },
      told:
        versions.length > 0
          ? correctionsTold(
              versions,
              await doneWith(
                db,
                'solution_version',
                versions.map((one) => one.id),
                'version_corrected',
              ),
              reading,
            )
          : [],
    }
  }
}

/** « Indicateurs »: what is measured, from where to where. */
export function indicatorsSection(db: Reader): MakeSection {
  return async ({ initiative, capacities }, reading) => {
    const { id, slug, status } = initiative
    const all = await indicatorsOf(db, reading.viewer, reading.today, id)
    const mayTend = may('indicator.tend', capacities).allowed && status !== 'spotted'
    if (all.length === 0 && !mayTend) return undefined
    return {
      name: 'indicators',
      place: 'main',
      title: 'pilots.indicators.title',
      stage: 'feedback',
      view: '/pilots/indicators-section',
      data: {
        indicators: all.map((one) => indicatorLine(one, reading)),
        add: mayTend ? `/initiatives/${slug}/indicators/new` : undefined,
      },
    }
  }
}
