/** One request that was answered. */
export interface Answered {
  method: string
  /** The pattern of the route (`/initiatives/:slug`), never the address; undefined where no route answered. */
  route: string | undefined
  status: number
  ms: number
}

export interface Timing {
  /** `GET /initiatives/:slug` */
  route: string
  count: number
  /** Milliseconds, right to an eighth. */
  median: number
  p95: number
  max: number
}

/** How long requests took since the start, by route: a few bytes per route, whatever the traffic. */
export interface Timings {
  add(answered: Answered): void
  slowest(limit: number): Timing[]
}

// Each step is a quarter longer than the one before: half a millisecond to ten minutes.
const STEPS = 64
const FIRST_MS = 0.5
const GROWTH = 1.25
/** More than the house has routes; a pattern that varied could not fill the memory. */
const MOST_ROUTES = 500

interface Kept {
  steps: Uint32Array
  count: number
  max: number
}

export function timings(): Timings {
  const kept = new Map<string, Kept>()
  return {
    add({ method, route, ms }) {
      if (!route) return
      const name = `${method} ${route}`
      let one = kept.get(name)
      if (!one) {
        if (kept.size >= MOST_ROUTES) return
        kept.set(name, (one = { steps: new Uint32Array(STEPS), count: 0, max: 0 }))
      }
      one.steps[stepOf(ms)]! += 1
      one.count += 1
      one.max = Math.max(one.max, ms)
    },
    slowest: (limit) =>
      [...kept]
        .map(([route, one]) => ({
          route,
          count: one.count,
          median: quantile(one, 0.5),
          p95: quantile(one, 0.95),
          max: one.max,
        }))
        .sort((a, b) => b.p95 - a.p95 || b.max - a.max || (a.route < b.route ? -1 : 1))
        .slice(0, limit),
  }
}

function stepOf(ms: number): number {
  const step = Math.ceil(Math.log(ms / FIRST_MS) / Math.log(GROWTH))
  return Math.min(STEPS - 1, Math.max(0, step))
}

/** The middle of the step where it lies, and never more than the longest there was. */
function quantile({ steps, count, max }: Kept, share: number): number {
  let before = 0
  for (let step = 0; step < STEPS; step++) {
    before += steps[step]!
    if (before >= count * share) return Math.min(max, FIRST_MS * GROWTH ** (step - 0.5))
  }
  return max
}
