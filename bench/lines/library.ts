import type { Lines } from '../lines.ts'
import { median, output } from '../processes.ts'
import { asked } from './pages.ts'
import { content } from '../words.ts'

const MANY = 20_000
/** The network beside which the documents are put: once is enough, they take longer to write than it does. */
const AT_SIZE = 10_000
const KIND = 'minutes'

const filter = { kind: KIND, language: 'fr' }

const searches: Record<string, { words: string; filter: Record<string, string> }> = {
  'library, 20,000 documents': { words: content[3]!, filter },
  'library, 20,000 documents, rarer word': { words: content[200]!, filter },
  'library, 20,000 documents, two words': { words: `${content[5]} ${content[40]}`, filter },
  'library, common word, no filter': { words: content[3]!, filter: {} },
  'library, as it opens': { words: '', filter: {} },
}

/** A search of words inside documents with a filter, as a page; beside the bare statement on the same database. */
export const lines: Lines = {
  names: Object.keys(searches),
  async measure({ engine, size, loaded, server, seconds, rounds, report, leftOut }, chosen) {
    if (size !== AT_SIZE) return leftOut('library', `measured beside ${AT_SIZE} initiatives`)
    const env = { DATABASE_URL: loaded.databaseUrl }
    await output('bench/loading.ts', { args: ['shelve', String(MANY)], env })
    for (const [line, { words, filter }] of Object.entries(searches)) {
      if (!chosen(line)) continue
      const query = new URLSearchParams({ ...(words ? { q: words } : {}), ...filter }).toString()
      const request = { path: `/library?${query}`, headers: { cookie: loaded.facts.member } }
      const args = [engine, words, filter.kind ?? '']
      const [own, bare]: [number[], number[]] = [[], []]
      for (let round = 0; round < rounds; round++) {
        // One at a time: how long one waits, not how many are served.
        own.push((await asked({ origin: server.origin, requests: [request], connections: 1, seconds })).p50)
        bare.push(Number(await output('bench/bare-library.ts', { args, env })))
      }
      const [value, baseline] = [median(own), median(bare)]
      report({ line, value, unit: 'ms p50', baseline, ratio: value / baseline })
    }
  },
}
