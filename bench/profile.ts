import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { root } from './processes.ts'
import { type Housed, serve } from './server.ts'

interface CpuProfile {
  nodes: { id: number; callFrame: { functionName: string; url: string; lineNumber: number } }[]
  samples: number[]
  timeDeltas: number[]
}

const SHOWN = 15
const AT_REST = new Set(['(idle)', '(root)'])

/** Runs the server under a profiler while `load` loads it; writes what it spent its time on, and returns the first three. */
export async function profiled(
  housed: Housed,
  name: string,
  load: (origin: string) => Promise<unknown>,
): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'sillon-bench-profile-'))
  try {
    const server = await serve(housed, ['--cpu-prof', `--cpu-prof-dir=${folder}`])
    await load(server.origin)
    await server.stop()
    const [file] = readdirSync(folder).filter((one) => one.endsWith('.cpuprofile'))
    const { functions, modules } = summed(JSON.parse(readFileSync(join(folder, file!), 'utf8')) as CpuProfile)
    const results = join(root, 'bench', 'results')
    mkdirSync(results, { recursive: true })
    const text = `By function, time of its own:\n${functions.join('\n')}\n\nBy module:\n${modules.join('\n')}\n`
    writeFileSync(join(results, `profile-${name.replace(/[^a-z0-9]+/gi, '-')}.txt`), text)
    return functions.slice(0, 3)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function summed({ nodes, samples, timeDeltas }: CpuProfile) {
  const moduleAt = bundled()
  const known = new Map(
    nodes.map(({ id, callFrame: { functionName, url, lineNumber } }) => {
      const file = /\/dist\/[^/]+\.mjs$/.test(url)
        ? moduleAt(basename(url), lineNumber)
        : url.replace(/^.*\/node_modules\//, 'node_modules/') || functionName
      return [
        id,
        {
          name: `${functionName || '(anonymous)'}  ${file}`,
          module: packageOf(file),
          isAtRest: AT_REST.has(functionName),
        },
      ]
    }),
  )
  const [functions, modules] = [new Map<string, number>(), new Map<string, number>()]
  let whole = 0
  for (const [n, id] of samples.entries()) {
    const one = known.get(id)!
    if (one.isAtRest) continue
    const took = timeDeltas[n]!
    whole += took
    functions.set(one.name, (functions.get(one.name) ?? 0) + took)
    modules.set(one.module, (modules.get(one.module) ?? 0) + took)
  }
  const shares = (times: Map<string, number>) =>
    [...times]
      .sort(([, a], [, b]) => b - a)
      .slice(0, SHOWN)
      .map(([name, took]) => `${((100 * took) / whole).toFixed(1).padStart(5)} %  ${name}`)
  return { functions: shares(functions), modules: shares(modules) }
}

/** Which source a line of a bundled file comes from: the bundler says it above each. */
function bundled(): (file: string, line: number) => string {
  const known = new Map<string, { line: number; source: string }[]>()
  const startsIn = (file: string) => {
    const lines = readFileSync(join(root, 'dist', file), 'utf8').split('\n')
    return lines.flatMap((text, line) => {
      const source = /^\s*\/\/ (?:\S*\/)?((?:src|node_modules)\/\S+)$/.exec(text)?.[1]
      return source ? [{ line, source }] : []
    })
  }
  return (file, line) => {
    const starts = known.get(file) ?? startsIn(file)
    known.set(file, starts)
    return starts.findLast((one) => one.line <= line)?.source ?? `dist/${file}`
  }
}

function packageOf(file: string): string {
  const parts = file.replace(/^.*node_modules\//, '').split('/')
  if (file.includes('node_modules/')) return parts[0]!.startsWith('@') ? parts.slice(0, 2).join('/') : parts[0]!
  if (file.startsWith('src/'))
    return file
      .split('/')
      .slice(0, file.startsWith('src/platform/') ? 3 : 2)
      .join('/')
  if (file.startsWith('node:')) return 'node'
  return file.startsWith('(') ? file : /^\w+$/.test(file) ? 'node and native code' : file
}
