// Chance that is the same for the same seed, on every machine.

export interface Dice {
  /** Between 0 and 1, 1 left out. */
  next(): number
  /** A whole number from `least` to `most`, both included. */
  between(least: number, most: number): number
  /** Whether something that happens this often happens. */
  is(share: number): boolean
  pick<T>(list: readonly T[]): T
  /** One of these, each as often as its weight says. */
  weighed<T extends string>(weights: Record<T, number>): T
  /** UUIDs of version 7 in form: in order, as the ids of rows entered one after the other are. */
  id(): string
}

export function diceOf(seed: number): Dice {
  const next = mulberry32(seed)
  let entered = 0
  const dice: Dice = {
    next,
    between: (least, most) => least + Math.floor(next() * (most - least + 1)),
    is: (share) => next() < share,
    pick: (list) => list[Math.floor(next() * list.length)]!,
    weighed(weights) {
      const pairs = Object.entries<number>(weights)
      let left = next() * pairs.reduce((sum, [, weight]) => sum + weight, 0)
      return (pairs.find(([, weight]) => (left -= weight) < 0) ?? pairs.at(-1)!)[0] as never
    },
    id() {
      const time = (0x018000000000 + entered++).toString(16).padStart(12, '0')
      const hex = () =>
        Math.floor(next() * 0x10000_0000)
          .toString(16)
          .padStart(8, '0')
      const [a, b, c] = [hex(), hex(), hex()]
      return `${time.slice(0, 8)}-${time.slice(8)}-7${a.slice(0, 3)}-8${a.slice(3, 6)}-${b}${c.slice(0, 4)}`
    },
  }
  return dice
}

/** Places in a list of `many` by Zipf's law: the first ones often, the last ones hardly ever. */
export function zipf(many: number, exponent: number): (dice: Dice) => number {
  const upTo = new Float64Array(many)
  let sum = 0
  for (let place = 0; place < many; place++) upTo[place] = sum += 1 / (place + 1) ** exponent
  return (dice) => {
    const at = dice.next() * sum
    let [low, high] = [0, many - 1]
    while (low < high) {
      const middle = (low + high) >> 1
      if (upTo[middle]! <= at) low = middle + 1
      else high = middle
    }
    return low
  }
}

/** Numbers between 0 and 1, the same for the same seed. */
export function mulberry32(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}
