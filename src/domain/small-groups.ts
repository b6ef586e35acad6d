import { SMALLEST_GROUP } from './feedback.ts'

/** How many of a whole: nobody is told apart in a group of fewer than five. */
export const isSmall = (many: number): boolean => many > 0 && many < SMALLEST_GROUP

/**
 * Which parts of a whole are kept back when the whole is told: the small ones, and as many of the next smallest as it
 * takes until all that is kept back together is no small group either, so that the whole less the others says nothing
 * of a few. Of a small whole every part is kept back, the empty ones too.
 */
export function keptBack(parts: readonly number[]): boolean[] {
  const whole = parts.reduce((sum, many) => sum + many, 0)
  if (isSmall(whole)) return parts.map(() => true)
  const kept = parts.map(isSmall)
  const bySize = parts.map((many, at) => ({ many, at })).sort((one, other) => one.many - other.many)
  let together = parts.reduce((sum, many, at) => sum + (kept[at] ? many : 0), 0)
  for (const { many, at } of bySize) {
    if (!isSmall(together)) break
    if (kept[at] || many === 0) continue
    kept[at] = true
    together += many
  }
  return kept
}

/**
 * Whether two ways to divide the same people may both be told: no union of told parts of one lies within a union of
 * told parts of the other and leaves a few over.
 */
export function mayStandTogether(
  people: readonly { one: string; other: string }[],
  told: { one: readonly string[]; other: readonly string[] },
): boolean {
  const within = (parts: readonly string[], side: 'one' | 'other') =>
    new Set(people.flatMap((person, at) => (parts.includes(person[side]) ? [at] : [])))
  const ones = unionsOf(told.one).map((parts) => within(parts, 'one'))
  const others = unionsOf(told.other).map((parts) => within(parts, 'other'))
  return ones.every((a) => others.every((b) => !leavesFew(a, b) && !leavesFew(b, a)))
}

function leavesFew(larger: ReadonlySet<number>, smaller: ReadonlySet<number>): boolean {
  return isSmall(larger.size - smaller.size) && [...smaller].every((one) => larger.has(one))
}

function unionsOf(parts: readonly string[]): string[][] {
  return parts.reduce<string[][]>((all, part) => [...all, ...all.map((union) => [...union, part])], [[]])
}
