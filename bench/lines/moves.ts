import type { Moved, Moving } from '../cannon-moves.ts'
import { movableFor } from '../facts.ts'
import type { Lines } from '../lines.ts'
import { answer, median, output } from '../processes.ts'

const CLIENTS = 8

export const lines: Lines = {
  names: ['move'],
  async measure(bench) {
    const { loaded, server, seconds, rounds, engine } = bench
    const { coordinator: cookie } = loaded.facts
    const movable = movableFor(loaded.facts, 'move')
    // Each round its own initiatives: the versions of those that were moved are known to the round alone.
    const share = Math.floor(movable.length / rounds)
    const own: Moved[] = []
    const bare: number[] = []
    for (let round = 0; round < rounds; round++) {
      own.push(
        await moved({
          origin: server.origin,
          cookie,
          movable: movable.slice(round * share, (round + 1) * share),
          connections: CLIENTS,
          seconds: seconds + 1,
          warmUp: 1,
        }),
      )
      const env = { DATABASE_URL: loaded.databaseUrl }
      bare.push(Number(await output(`bench/bare-${engine}.ts`, { args: [loaded.folder, String(seconds)], env })))
    }
    const [value, baseline] = [median(own.map((one) => one.perSecond)), median(bare)]
    const [p50, p99] = [median(own.map((one) => one.p50)), median(own.map((one) => one.p99))]
    bench.report({ line: 'move', value, unit: 'moves/s', baseline, ratio: value / baseline })
    bench.report({ line: 'moves a second', value, unit: 'moves/s' })
    bench.report({ line: 'move, p99 beside p50', value: p99, unit: 'ms', baseline: p50, ratio: p99 / p50 })
  },
}

export async function moved(what: Moving): Promise<Moved> {
  const went = await answer<Moved>('bench/cannon-moves.ts', what)
  if (went.moves === 0) throw new Error(`no move was made: ${JSON.stringify(went)}`)
  if (went.failed > 0) process.stdout.write(`  ${went.failed} moves were refused\n`)
  return went
}
