import { documentsOf } from '../documents/queries.ts'
import { measured, standingValues } from '../domain/indicators.ts'
import { may } from '../domain/permissions.ts'
import type { Reading } from '../initiatives/cards.ts'
import type { Reader } from '../platform/db/database.ts'
import { plotOf } from './chart.ts'
import type { IndicatorMet } from './indicators.ts'
import { pilotsOf } from './queries.ts'
import { amountOf, measureTold } from './telling.ts'

/** Everything the page of an indicator shows to this reader. */
export async function indicatorPage(db: Reader, met: IndicatorMet, reading: Reading): Promise<object> {
  const { indicator, values, initiative, capacities } = met
  const { viewer, today } = reading
  const [documents, pilots] = await Promise.all([
    values.some(({ documentId }) => documentId) ? documentsOf(db, viewer, today, initiative.id) : [],
    values.some(({ pilotId }) => pilotId) ? pilotsOf(db, viewer, today, initiative.id) : [],
  ])
  const standing = new Set(standingValues(values))
  const mayTend = may('indicator.tend', capacities).allowed
  const { baseline, target, results } = measured(values)
  const url = `/indicators/${indicator.id}`
  return {
    indicator,
    initiative,
    told: measureTold(met, reading),
    plot: plotOf(met, reading),
    isUncompared: results.length > 0 && !baseline,
    // By day; what was corrected or taken back stays among them, struck through.
    rows: values
      .filter(({ isVoid }) => !isVoid)
      .toSorted((one, other) => one.effectiveOn.localeCompare(other.effectiveOn))
      .map((one) => ({
        ...one,
        text: amountOf(one.value, indicator.unit, reading),
        isStanding: standing.has(one),
        isWithdrawn: values.some(({ supersedesId, isVoid }) => supersedesId === one.id && isVoid),
        document: documents.find(({ document }) => document.id === one.documentId)?.document,
        pilot: pilots.find(({ id }) => id === one.pilotId),
        correct: mayTend && standing.has(one) ? `${url}/values/${one.id}/correction` : undefined,
        withdraw: mayTend && standing.has(one) ? `${url}/values/${one.id}/withdrawal` : undefined,
      })),
    may: {
      tend: mayTend,
      addBaseline: mayTend && !baseline,
      addTarget: mayTend && !target,
    },
  }
}
