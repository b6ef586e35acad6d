import type { Lines } from '../lines.ts'
import { median, output } from '../processes.ts'
import { asked } from './pages.ts'

const TIMES = 15
/** The thread begins with the first ones, which are slower: those count for nobody who came before. */
const BEGINNING = 3

/** A report over everything, computed anew after each write; and the board meanwhile, beside itself without reports. */
export const lines: Lines = {
  names: ['report', 'report, pages meanwhile'],
  async measure({ loaded, server, seconds, report, leftOut }, chosen) {
    const env = { DATABASE_URL: loaded.databaseUrl }
    const said = async (...args: string[]) => JSON.parse(await output('bench/reporting.ts', { args, env })) as unknown
    const { moves } = (await said('begin')) as { moves: number }
    if (chosen('report')) {
      const { took } = (await said('compute', String(TIMES))) as { took: number[] }
      report({ line: 'report', value: median(took.slice(BEGINNING)), unit: 'ms p50' })
      report({ line: 'report, first of a thread', value: took[0]!, unit: 'ms' })
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
      while (isAsking) await (await fetch(`${server.origin}/reports/bench-report`, { headers })).arrayBuffer()
    })()
    const value = await board()
    isAsking = false
    await asking
    report({ line: 'report, pages meanwhile', value, unit: 'ms p50', baseline, ratio: value / baseline })
  },
}
