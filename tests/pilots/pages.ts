import type { House } from '../house.ts'
import type { Town } from '../town.ts'
import { measuring, piloted, versioned } from './cycles.ts'

/** Pages about pilots in every state, and about indicators with and without a baseline: their addresses, and who looks. */
export async function pilotPages(house: House, { id, slug }: { id: string; slug: string }) {
  const solutionVersionId = await versioned(house, id)
  const untested = await versioned(house, id, 2, 'Avec livraison')
  const planned = await piloted(house, id, { solutionVersionId })
  const running = await piloted(house, id, { number: 2, state: 'running' })
  const finished = await piloted(house, id, { number: 3, state: 'finished' })
  const stopped = await piloted(house, id, { number: 4, state: 'given_up' })
  const { id: charted, values } = await measuring(house, id, {
    pilotId: running,
    values: [
      { kind: 'baseline', value: '12', effectiveOn: '2026-01-05' },
      { kind: 'target', value: '1040', effectiveOn: '2026-06-05' },
      { kind: 'result', value: '30.5', effectiveOn: '2026-02-05' },
      { kind: 'result', value: '44', effectiveOn: '2026-02-25' },
    ],
  })
  const uncompared = await measuring(house, id, { pilotId: finished, values: [{ kind: 'result', value: '3' }] })
  const pages: [string, keyof Town | 'visitor'][] = [
    [`/initiatives/${slug}/pilots/new`, 'leadCarrier'],
    [`/initiatives/${slug}/versions/new`, 'carrier'],
    [`/initiatives/${slug}/versions/${solutionVersionId}/edit`, 'carrier'],
    [`/initiatives/${slug}/versions/${untested}/withdrawal`, 'carrier'],
    [`/initiatives/${slug}/indicators/new`, 'supportPartner'],
    [`/pilots/${planned}`, 'carrier'],
    [`/pilots/${running}`, 'visitor'],
    [`/pilots/${finished}`, 'carrier'],
    [`/pilots/${stopped}`, 'member'],
    [`/pilots/${finished}/edit`, 'carrier'],
    [`/pilots/${planned}/begin`, 'carrier'],
    [`/pilots/${running}/finish`, 'carrier'],
    [`/pilots/${running}/give-up`, 'coordinator'],
    [`/indicators/${charted}`, 'visitor'],
    [`/indicators/${uncompared.id}`, 'supportPartner'],
    [`/indicators/${charted}/edit`, 'carrier'],
    [`/indicators/${charted}/withdrawal`, 'carrier'],
    [`/indicators/${uncompared.id}/values/new?kind=result`, 'carrier'],
    [`/indicators/${charted}/values/${values[2]}/correction`, 'carrier'],
    [`/indicators/${charted}/values/${values[2]}/withdrawal`, 'carrier'],
  ]
  return pages
}
