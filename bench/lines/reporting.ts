import { setTimeout as pause } from 'node:timers/promises'
import type { Bench, Lines } from '../lines.ts'
import { median, output } from '../processes.ts'
import type { Computed } from '../reporting.ts'
import { serve } from '../server.ts'
import { asked } from './pages.ts'

/** Of each kind, after the first, which begin a thread and count for nobody who came before. */
const TIMES = 13
const BEGINNING = 3
/** As `touch` of `bench/reporting.ts` does. */
const WRITTEN_EVERY_MS = 250

/**
 * A report over everything, on histories of ten moves: of a day that nobody asked for, and anew after each write; and the
 * board meanwhile, beside itself without reports.
 */
export const lines: Lines = {
  names: ['report', 'report, pages meanwhile'],
  async measure(bench, chosen) {
    const loaded = await bench.load('long')
    try {
      const server = await serve(loaded)
      await measured({ ...bench, loaded, server }, chosen)
      await server.stop()
    } finally {
      await loaded.remove()
    }
  },
}

async function measured(bench: Bench, chosen: (name: string) => boolean) {
  const { loaded, server, seconds, report, leftOut } = bench
  const env = { DATABASE_URL: loaded.databaseUrl }
  const said = async (...args: string[]) => JSON.parse(await output('bench/reporting.ts', { args, env })) as unknown
  const { moves } = (await said('begin')) as { moves: number }
  if (chosen('report')) {
    const { first, afterWrite, another, whole, memory } = (await said('compute', String(TIMES))) as Computed
    const told = (line: string, all: Computed['whole']) => {
      const steady = all.slice(BEGINNING)
      const value = median(steady.map(({ took }) => took))
      report({ line, value, unit: 'ms p50' })
      report({ line: `${line}, by CPU`, value: median(steady.map(({ cpu }) => cpu)), unit: 'ms p50' })
    }
    told('report', another)
    told('report, after a write', afterWrite)
    told('report, whole', whole)
    report({ line: 'report, first of a thread', value: first.took, unit: 'ms' })
    report({ line: 'report, memory after all of them', value: memory.resident, unit: 'MB' })
    report({ line: 'report, moves', value: moves, unit: 'moves' })
  }
  if (!chosen('report, pages meanwhile')) return
  const headers = { cookie: loaded.facts.coordinator }
  const first = await fetch(`${server.origin}/reports/bench-report`, { headers })
  await first.arrayBuffer()
  if (!first.ok) return leftOut('report, pages meanwhile', `the report answers ${first.status}`)
  const board = async () => {
    const touching = output('bench/reporting.ts', { args: ['touch', String(seconds + 1)], env })
    const requests = [{ path: '/', headers: { cookie: loaded.facts.member } }]
    const { p50 } = await asked({ origin: server.origin, requests, connections: 2, seconds })
    await touching
    return p50
  }
  const baseline = await board()
  let isAsking = true
  const asking = (async () => {
    // oxlint-disable-next-line no-unmodified-loop-condition -- what stands below ends it
    while (isAsking) {
      await (await fetch(`${server.origin}/reports/bench-report`, { headers })).arrayBuffer()
      // Until something was written, so that each time it is computed anew: what is remembered costs nobody anything.
      await pause(WRITTEN_EVERY_MS)
    }
  })()
  const value = await board()
  isAsking = false
  await asking
  report({ line: 'report, pages meanwhile', value, unit: 'ms p50', baseline, ratio: value / baseline })
}
