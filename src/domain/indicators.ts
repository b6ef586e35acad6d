import type { ValueKind } from './pilots.ts'

// What is measured: a baseline, a target, results over time. Values are decimals as text (`12.5`), never floats.

export interface Valued {
  id: string
  kind: ValueKind
  value: string
  effectiveOn: string
  supersedesId: string | null
  isVoid: boolean
}

/** Those that stand: neither corrected nor taken back, by day, and those of one day in the order of entry. */
export function standingValues<One extends Valued>(values: readonly One[]): One[] {
  const superseded = new Set(values.map(({ supersedesId }) => supersedesId))
  return values
    .filter(({ id, isVoid }) => !isVoid && !superseded.has(id))
    .sort((one, other) => (one.effectiveOn < other.effectiveOn ? -1 : one.effectiveOn > other.effectiveOn ? 1 : 0))
}

/** What stands now in place of a value, itself when nobody corrected it; undefined when it was taken back. */
export function standingInPlaceOf<One extends Valued>(values: readonly One[], id: string): One | undefined {
  const later = values.find(({ supersedesId }) => supersedesId === id)
  if (later) return standingInPlaceOf(values, later.id)
  const one = values.find((value) => value.id === id)
  return one?.isVoid ? undefined : one
}

/** The situation at the start, what is aimed at, and what came out, by day. */
export function measured<One extends Valued>(values: readonly One[]) {
  const standing = standingValues(values)
  const last = (kind: ValueKind) => standing.findLast((one) => one.kind === kind)
  return {
    baseline: last('baseline'),
    target: last('target'),
    results: standing.filter(({ kind }) => kind === 'result'),
    result: last('result'),
  }
}

/** The later less the earlier, exactly: `1.1` less `0.8` is `0.3`. */
export function difference(later: string, earlier: string): string {
  const places = Math.max(placesOf(later), placesOf(earlier))
  const units = unitsOf(later, places) - unitsOf(earlier, places)
  const digits = (units < 0n ? -units : units).toString().padStart(places + 1, '0')
  const [whole, decimals] = [digits.slice(0, digits.length - places), digits.slice(digits.length - places)]
  const exact = decimals.replace(/0+$/, '')
  return `${units < 0n ? '-' : ''}${whole}${exact ? `.${exact}` : ''}`
}

export type Course = 'better' | 'worse' | 'same'

/** Whether going from one value to another is what is wished for. */
export function courseOf(from: string, to: string, isMoreBetter: boolean): Course {
  const change = difference(to, from)
  if (change === '0') return 'same'
  return change.startsWith('-') === isMoreBetter ? 'worse' : 'better'
}

/** Whether a result is as good as the target, or better. */
export function isReached(result: string, target: string, isMoreBetter: boolean): boolean {
  return courseOf(target, result, isMoreBetter) !== 'worse'
}

const placesOf = (decimal: string): number => decimal.split('.')[1]?.length ?? 0

function unitsOf(decimal: string, places: number): bigint {
  const [whole = '', decimals = ''] = decimal.split('.')
  return BigInt(whole + decimals.padEnd(places, '0'))
}
