// Kaplan and Meier (1958): how long things last when some of them still do. What still runs counts as « not over yet »
// on the day it was last seen: leaving it out would say that everything is quick.

export interface Lasting {
  days: number
  /** False for what was still running when it was last seen. */
  isOver: boolean
}

export interface SurvivalStep {
  days: number
  /** How many were still running just before. */
  atRisk: number
  over: number
  /** The share that lasts longer than this. */
  share: number
}

export function survival(lasting: readonly Lasting[]): SurvivalStep[] {
  // As whole numbers, which sort several times faster: the days, and whether it was over.
  const sorted = new Float64Array(lasting.length)
  for (let index = 0; index < sorted.length; index++) {
    const { days, isOver } = lasting[index]!
    sorted[index] = days * 2 + (isOver ? 1 : 0)
  }
  sorted.sort()
  const steps: SurvivalStep[] = []
  let share = 1
  for (let index = 0; index < sorted.length; ) {
    const days = Math.floor(sorted[index]! / 2)
    const atRisk = sorted.length - index
    let over = 0
    for (; index < sorted.length && Math.floor(sorted[index]! / 2) === days; index++) over += sorted[index]! % 2
    if (over === 0) continue
    share *= 1 - over / atRisk
    steps.push({ days, atRisk, over, share })
  }
  return steps
}

/** The days by which this part of all is over; null when it is not known yet, because too many still run. */
export function survivalQuantile(steps: readonly SurvivalStep[], part: number): number | null {
  // Shares are products of fractions: a half may come out a hair above a half.
  return steps.find(({ share }) => share <= 1 - part + 1e-12)?.days ?? null
}
