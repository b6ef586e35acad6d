import { monitorEventLoopDelay } from 'node:perf_hooks'
import { Histogram, Registry } from 'prom-client'
import { type Answered, timings, type Timings } from '../platform/http/timings.ts'

/** What one application counts of itself while it runs. */
export interface Meter {
  /** Told of each request that was answered. */
  saw: (answered: Answered) => void
  timings: Timings
  /** Of this application alone: tests make many in one process. */
  registry: Registry
  /** How long the process was too busy to answer, in milliseconds: 99 times of 100 less than this. */
  delay(): number
}

export function newMeter(): Meter {
  const kept = timings()
  const registry = new Registry()
  const durations = new Histogram({
    name: 'sillon_request_duration_seconds',
    help: 'Requests answered, by method, pattern of the route and class of status.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [registry],
  })
  const loop = watchedLoop()
  return {
    saw(answered) {
      kept.add(answered)
      durations.observe(labelsOf(answered), answered.ms / 1000)
    },
    timings: kept,
    registry,
    delay: () => Math.max(0, loop.percentile(99) / 1e6 - RESOLUTION_MS),
  }
}

const methods = ['GET', 'HEAD', 'POST']

// Whatever is asked, and whoever asks: no label takes more values than the house has routes.
function labelsOf({ method, route = 'none', status }: Answered) {
  return {
    method: methods.includes(method) ? method : 'other',
    route,
    status: status >= 100 && status < 600 ? `${Math.floor(status / 100)}xx` : 'other',
  }
}

const RESOLUTION_MS = 20
let loop: ReturnType<typeof monitorEventLoopDelay> | undefined

// One for the process. What it measures includes the time between two looks.
function watchedLoop() {
  if (!loop) {
    loop = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
    loop.enable()
  }
  return loop
}
