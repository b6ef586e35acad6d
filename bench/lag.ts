// Loaded before the server (--import): on SIGUSR2 it writes the 99th percentile of how late the event loop was since
// the last time it was asked, in milliseconds, and begins anew.
import { writeFileSync } from 'node:fs'
import { monitorEventLoopDelay } from 'node:perf_hooks'

const RESOLUTION_MS = 5
const file = process.env.BENCH_LAG_FILE
if (file) {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
  process.on('SIGUSR2', () => {
    // What it counts is from one tick to the next: the tick itself is no lag.
    const late = Math.max(0, delay.percentile(99) / 1e6 - RESOLUTION_MS)
    writeFileSync(file, String(late))
    delay.reset()
    delay.enable()
  })
}
