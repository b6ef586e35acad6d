import type { CriterionCode } from '../domain/criteria.ts'
import type { CriterionState, Evidence } from '../domain/gates.ts'
import { type InnovationHalf, innovationHalves, innovationOf } from '../domain/innovation.ts'
import type { Reading } from './cards.ts'
import { howMet } from './gate-panel.ts'
import type { Met } from './queries.ts'
import type { Counted, FindCounted, Proof } from './sections.ts'

/** One half of the definition, as the page tells it: by what it is met, or what is missing. */
export interface HalfTold {
  half: InnovationHalf
  met: boolean
  by: { text: string; href?: string }[]
}

/** « Pratique novatrice » or « innovation sociale », and why; nothing of what was only spotted from outside. */
export async function innovationTold(
  { initiative, capacities }: Met,
  evidence: Evidence,
  reading: Reading,
  proofs: ReadonlyMap<string, Proof>,
  counted: readonly FindCounted[] = [],
) {
  const halves = innovationOf(evidence)
  const isSocial = innovationHalves.every((half) => halves[half].length > 0)
  const isOver = initiative.status === 'spotted' || initiative.status === 'discontinued'
  if (!isSocial && isOver) return undefined
  const found = await countedFor(Object.values(halves).flat(), { initiative, capacities }, reading, counted)
  const by = (criterion: CriterionState) => {
    const rows = found.filter(({ code }) => code === criterion.code)
    return rows.length > 0 ? rows : [{ text: howMet(criterion, capacities, reading, proofs) }]
  }
  return {
    isSocial,
    halves: innovationHalves.map(
      (half): HalfTold => ({ half, met: halves[half].length > 0, by: halves[half].flatMap(by) }),
    ),
  }
}

// Rooms are asked only for what is on record: most initiatives cost nothing.
async function countedFor(criteria: CriterionState[], met: Met, reading: Reading, counted: readonly FindCounted[]) {
  const codes = criteria.filter(({ shownBy }) => shownBy.length > 0).map(({ code }): CriterionCode => code)
  if (codes.length === 0) return []
  const found: Counted[][] = await Promise.all(counted.map((find) => find(met, reading, codes)))
  return found.flat()
}
