// Loaded before the server (--import): on SIGUSR2 it writes the 99th percentile of how late the event loop was since
// the last time it was asked, in milliseconds, clears the garbage away, and begins anew. Plain JavaScript: what strips
// types would be measured with the server.
import { writeFileSync } from 'node:fs'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

const RESOLUTION_MS = 5
const file = process.env.BENCH_LAG_FILE
if (file) {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc')
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
  process.on('SIGUSR2', () => {
    // What it counts is from one tick to the next: the tick itself is no lag.
    const late = Math.max(0, delay.percentile(99) / 1e6 - RESOLUTION_MS)
    writeFileSync(file, String(late))
    collect()
    delay.reset()
    delay.enable()
  })
}
