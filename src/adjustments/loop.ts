import type { AdjustmentState } from '../domain/pilots.ts'
import type { Pilot } from '../pilots/parts.ts'
import type { SolutionVersion } from '../pilots/queries.ts'
import type { Adjustment } from './queries.ts'

/** One turn of the loop: what a pilot tested, how many spoke, what is changed because of it, what came of it. */
export interface Turn {
  pilot: Pick<Pilot, 'id' | 'number' | 'title' | 'state' | 'startsOn' | 'endsOn'>
  tested: SolutionVersion | undefined
  said: number
  adjustments: Line[]
  /** The versions in which they were done. */
  made: SolutionVersion[]
}

interface Line {
  id: string
  number: number
  what: string
  state: AdjustmentState
}

/**
 * The turns of an initiative, in the order of its pilots. An adjustment that answers several pilots stands with the
 * last of them; those that answer nothing that the reader sees are left over.
 */
export function loopOf(
  pilots: readonly Pilot[],
  versions: readonly SolutionVersion[],
  adjustments: readonly Adjustment[],
  answers: readonly { adjustmentId: string; pilotId: string }[],
  counts: ReadonlyMap<string, number>,
): { turns: Turn[]; loose: Line[] } {
  const order = new Map(pilots.map(({ id }, index) => [id, index]))
  const last = new Map<string, number>()
  for (const { adjustmentId, pilotId } of answers) {
    last.set(adjustmentId, Math.max(last.get(adjustmentId) ?? -1, order.get(pilotId) ?? -1))
  }
  const turns = pilots.map((pilot, index): Turn => {
    const own = adjustments.filter(({ id }) => last.get(id) === index)
    const made = new Set(own.map(({ solutionVersionId }) => solutionVersionId))
    return {
      pilot,
      tested: versions.find(({ id }) => id === pilot.solutionVersionId),
      said: counts.get(pilot.id) ?? 0,
      adjustments: own.map(lineOf),
      made: versions.filter(({ id }) => made.has(id)),
    }
  })
  return { turns, loose: adjustments.filter(({ id }) => (last.get(id) ?? -1) < 0).map(lineOf) }
}

const lineOf = ({ id, number, what, state }: Adjustment): Line => ({ id, number, what, state })
