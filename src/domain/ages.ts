import type { Stage } from './lifecycle.ts'

/** Days after which an initiative is looked at again: `late` past the first, `stuck` past the second. */
export interface Threshold {
  late: number
  stuck: number
}

export type Thresholds = Record<Stage, Threshold>

/** Starting values: amber at the stage's usual median, red at about its ninetieth percentile. */
export const originalThresholds: Thresholds = {
  emergence: { late: 150, stuck: 450 },
  mobilisation: { late: 450, stuck: 1200 },
  feedback: { late: 650, stuck: 1500 },
  appropriation: { late: 250, stuck: 900 },
}

export type AgeLevel = 'fresh' | 'late' | 'stuck'

export function ageLevel(thresholds: Thresholds, stage: Stage, days: number): AgeLevel {
  const { late, stuck } = thresholds[stage]
  return days > stuck ? 'stuck' : days > late ? 'late' : 'fresh'
}
