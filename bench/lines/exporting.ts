import type { Lines } from '../lines.ts'

const PATH = '/exports/initiatives?format=csv&statuses=all'

/** Everything as CSV: how quickly it streams, and what it takes in memory. */
export const lines: Lines = {
  names: ['export'],
  async measure({ loaded, server, report, leftOut }) {
    const headers = { cookie: loaded.facts.coordinator }
    const first = await fetch(server.origin + PATH, { headers })
    await first.body?.cancel()
    if (!first.ok) return leftOut('export', `${PATH} answers ${first.status}`)
    const before = server.memory().resident
    let [rows, most] = [0, before]
    const watch = setInterval(() => (most = Math.max(most, server.memory().resident)), 20)
    const began = performance.now()
    const { body } = await fetch(server.origin + PATH, { headers })
    for await (const part of body!) {
      for (const byte of part as Uint8Array) if (byte === 10) rows++
    }
    clearInterval(watch)
    const seconds = (performance.now() - began) / 1000
    report({ line: 'export, rows', value: rows / seconds, unit: 'rows/s' })
    report({
      line: 'export, memory',
      value: Math.max(0, most - before),
      unit: 'MB',
      baseline: before,
      ratio: most / before,
    })
  },
}
