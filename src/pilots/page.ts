import { may } from '../domain/permissions.ts'
import { lacksOfPlan, pilotAfter } from '../domain/pilots.ts'
import { measured } from '../domain/indicators.ts'
import type { Reading } from '../initiatives/cards.ts'
import type { Reader } from '../platform/db/database.ts'
import { indicatorsOf, measuresOf } from './indicators.ts'
import type { MakePilotPart, PilotMet } from './parts.ts'
import { placeOf, versionTested } from './queries.ts'
import { indicatorLine } from './telling.ts'

/** Everything the page of a pilot shows to this reader; `parts` come from other rooms. */
export async function pilotPage(
  db: Reader,
  met: PilotMet,
  reading: Reading,
  makeParts: readonly MakePilotPart[],
): Promise<object> {
  const { pilot, initiative, capacities } = met
  const { viewer, today, t, format } = reading
  const [measures, links, territory, tested, parts] = await Promise.all([
    indicatorsOf(db, viewer, today, initiative.id),
    measuresOf(db, initiative.id),
    placeOf(db, pilot.territoryId),
    versionTested(db, pilot.solutionVersionId),
    Promise.all(makeParts.map((make) => make(met, reading))),
  ])
  const own = new Set(links.flatMap(({ pilotId, indicatorId }) => (pilotId === pilot.id ? [indicatorId] : [])))
  const indicators = measures.filter(({ indicator }) => own.has(indicator.id))
  const mayTend = may('pilot.tend', capacities).allowed
  const mayMeasure = may('indicator.tend', capacities).allowed
  const isAhead = pilot.state === 'planned' || pilot.state === 'running'
  return {
    pilot,
    initiative,
    days: t(`pilots.days.${pilot.state}`, { from: format.day(pilot.startsOn), to: format.day(pilot.endsOn) }),
    place: [pilot.place, territory?.name].filter(Boolean).join(' · '),
    tested,
    indicators: indicators.map((one) => ({
      ...indicatorLine(one, reading),
      add: mayMeasure
        ? `/indicators/${one.indicator.id}/values/new?kind=${measured(one.values).baseline ? 'result' : 'baseline'}&pilot=${pilot.id}`
        : undefined,
    })),
    addIndicator: mayMeasure ? `/initiatives/${initiative.slug}/indicators/new?pilot=${pilot.id}` : undefined,
    lacks:
      mayTend && isAhead
        ? lacksOfPlan({
            ...pilot,
            indicators: indicators.map(({ values }) => ({ hasBaseline: measured(values).baseline !== undefined })),
          })
        : [],
    may: {
      tend: mayTend,
      begin: mayTend && pilotAfter(pilot.state, 'begin') !== undefined,
      finish: mayTend && pilotAfter(pilot.state, 'finish') !== undefined,
      giveUp: mayTend && pilotAfter(pilot.state, 'give_up') !== undefined,
    },
    parts: parts.filter((part) => part !== undefined),
  }
}
