// How fast Sillon is, each figure beside a baseline of the same run: what is to be reached stands in `lines.ts`.
// `npm run bench [-- --sizes 1000,10000 --engines sqlite --lines board,move --seconds 3 --rounds 2]`
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type EngineName, engineNames, openEngine } from './engines.ts'
import { movableFor } from './facts.ts'
import { type Bench, type Lines, reaches, type Row } from './lines.ts'
import { lines as exporting } from './lines/exporting.ts'
import { lines as house } from './lines/house.ts'
import { lines as library } from './lines/library.ts'
import { lines as live } from './lines/live.ts'
import { lines as moving, moved } from './lines/moves.ts'
import { asked, lines as paging, pages, requestFor } from './lines/pages.ts'
import { lines as reporting } from './lines/reporting.ts'
import { lines as search } from './lines/search.ts'
import { lines as weight } from './lines/weight.ts'
import { profiled } from './profile.ts'
import { output, root } from './processes.ts'
import { headings, said } from './saying.ts'
import { serve } from './server.ts'

const everything: readonly Lines[] = [paging, search, live, moving, exporting, house, weight, library, reporting]

const { values: options } = parseArgs({
  options: {
    sizes: { type: 'string', default: '1000,10000,100000' },
    engines: { type: 'string', default: engineNames.join() },
    lines: { type: 'string', default: '' },
    seconds: { type: 'string', default: '3' },
    rounds: { type: 'string', default: '2' },
    profiles: { type: 'string', default: 'yes' },
  },
})
const sizes = options.sizes.split(',').map(Number)
const wanted = options.lines.split(/,(?! )/).filter(Boolean)
// « board » is the board and all that is measured of it.
const chosen = (name: string) => wanted.length === 0 || wanted.some((one) => name === one || name.startsWith(`${one},`))

const rows: Row[] = []
process.once('SIGINT', () => process.exit(130))
process.once('SIGTERM', () => process.exit(143))

await output('build.mjs')
for (const name of options.engines.split(',').filter(isEngine)) await measured(name)
const results = join(root, 'bench', 'results')
mkdirSync(results, { recursive: true })
writeFileSync(join(results, 'latest.json'), `${JSON.stringify(rows, null, 1)}\n`)
const short = rows.filter((row) => reaches(row) === false)
process.stdout.write(
  `\n${rows.length} figures, ${short.length} fall short; all of them are in bench/results/latest.json\n`,
)

async function measured(engineName: EngineName) {
  const engine = await openEngine(engineName)
  try {
    for (const size of sizes) {
      process.stdout.write(`\n${engineName}, ${size} initiatives\n`)
      const loaded = await engine.load(size)
      try {
        const bench = await openBench(engineName, size, loaded, (histories) => engine.load(size, histories))
        process.stdout.write(headings())
        for (const lines of everything) if (lines.names.some(chosen)) await lines.measure(bench, chosen)
        reportGrowth(bench)
        reportOnReports(bench)
        await bench.server.stop()
        if (options.profiles === 'yes' && size === sizes.at(-1)) await explained(bench)
      } finally {
        await loaded.remove()
      }
    }
  } finally {
    await engine.close()
  }
}

async function openBench(
  engine: EngineName,
  size: number,
  loaded: Bench['loaded'],
  load: Bench['load'],
): Promise<Bench> {
  return {
    engine,
    size,
    loaded,
    load,
    server: await serve(loaded),
    seconds: Number(options.seconds),
    rounds: Number(options.rounds),
    report(figure) {
      const full: Row = { baseline: null, ratio: null, ...figure, engine, size }
      rows.push(full)
      process.stdout.write(said(full))
    },
    leftOut: (line, why) => process.stdout.write(`  ${line} is left out: ${why}\n`),
  }
}

/** The board must not grow with the portfolio: its time beside that on the smallest network of the run. */
function reportGrowth({ engine, size, report }: Bench) {
  const at = (many: number) => rows.find((row) => row.line === 'board' && row.engine === engine && row.size === many)
  const [smallest, own] = [at(Math.min(...sizes)), at(size)]
  if (!smallest || !own || smallest === own) return
  // Both beside the bare server of their moment: the machine is not the same from one minute to the next.
  const value = smallest.ratio! / own.ratio!
  report({ line: 'board, time beside the smallest network', value, unit: '× as long' })
}

/** How a report's time grows with the portfolio, which may be in proportion. */
function reportOnReports({ engine, size, report }: Bench) {
  const at = (many: number) => rows.find((row) => row.line === 'report' && row.engine === engine && row.size === many)
  const [smallest, own] = [at(Math.min(...sizes)), at(size)]
  if (!smallest || !own || smallest === own) return
  const [value, baseline] = [own.value, smallest.value]
  report({ line: 'report, time beside the smallest network', value, unit: 'ms p50', baseline, ratio: value / baseline })
}

/** Pages and moves that fall short are run once more under a profiler. */
async function explained({ engine, size, loaded }: Bench) {
  for (const { line } of rows.filter((row) => row.engine === engine && row.size === size && reaches(row) === false)) {
    const page = pages[line]
    if (!page && line !== 'move') continue
    const top = await profiled(loaded, `${line}-${engine}`, (origin) => {
      if (page) return asked({ origin, requests: [requestFor(page, loaded.facts)], connections: 8, seconds: 4 })
      const movable = movableFor(loaded.facts, 'profile')
      return moved({ origin, cookie: loaded.facts.coordinator, movable, connections: 8, seconds: 4, warmUp: 1 })
    })
    process.stdout.write(`  why ${line} falls short:\n${top.map((one) => `    ${one}\n`).join('')}`)
  }
}

function isEngine(name: string): name is EngineName {
  return (engineNames as readonly string[]).includes(name)
}
