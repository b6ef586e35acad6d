import type { Lines } from '../lines.ts'
import { median, output } from '../processes.ts'
import { asked } from './pages.ts'

const searches = { 'search, common word': 'common', 'search, rare word': 'rare', 'search, two words': 'two' } as const

/** A search with a filter, as a page; beside the bare statement that finds the same rows on the same database. */
export const lines: Lines = {
  names: Object.keys(searches),
  async measure({ engine, loaded, server, seconds, rounds, report }, chosen) {
    const { words, theme, member } = loaded.facts
    for (const [line, which] of Object.entries(searches)) {
      if (!chosen(line)) continue
      const query = new URLSearchParams({ q: words[which], theme, view: 'list' })
      const request = { path: `/?${query.toString()}`, headers: { cookie: member } }
      const [own, bare]: [number[], number[]] = [[], []]
      for (let round = 0; round < rounds; round++) {
        // One at a time: how long one waits, not how many are served.
        const went = await asked({ origin: server.origin, requests: [request], connections: 1, seconds, anew: true })
        own.push(1000 / went.perSecond)
        const env = { DATABASE_URL: loaded.databaseUrl }
        bare.push(Number(await output('bench/bare-search.ts', { args: [engine, words[which], theme], env })))
      }
      const [value, baseline] = [median(own), median(bare)]
      report({ line, value, unit: 'ms', baseline, ratio: value / baseline })
    }
  },
}
