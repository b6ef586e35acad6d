import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Asked, Went } from '../cannon.ts'
import type { Facts } from '../facts.ts'
import type { Bench, Lines } from '../lines.ts'
import { answer, cpuOf, median, started, stopped } from '../processes.ts'

const CONNECTIONS = 8

interface Page {
  path: (facts: Facts) => string
  as: 'member' | 'coordinator' | 'visitor'
  /** As browsers ask for it; otherwise the bytes themselves are what is compared. */
  compressed?: boolean
  /** Each time at another address, as if somebody had written something in between: nothing that was kept is shown. */
  anew?: boolean
}

export const pages: Record<string, Page> = {
  board: { path: () => '/', as: 'member' },
  'board, coordinator': { path: () => '/', as: 'coordinator' },
  'board, visitor': { path: () => '/', as: 'visitor' },
  'board, compressed': { path: () => '/', as: 'member', compressed: true },
  'board, anew': { path: () => '/', as: 'member', anew: true },
  'board, visitor, anew': { path: () => '/', as: 'visitor', anew: true },
  'board, a theme': { path: ({ theme }) => `/?theme=${theme}`, as: 'member' },
  'board, a territory': { path: ({ territory }) => `/?territory=${territory}`, as: 'member' },
  'board, a role': { path: () => '/?role=taker&held=missing', as: 'member' },
  initiative: { path: ({ initiative }) => `/initiatives/${initiative}`, as: 'member' },
  'initiative, anew': { path: ({ initiative }) => `/initiatives/${initiative}`, as: 'member', anew: true },
  actor: { path: ({ actor }) => `/actors/${actor}`, as: 'member' },
  'actor, anew': { path: ({ actor }) => `/actors/${actor}`, as: 'member', anew: true },
  'actor, the busiest': { path: ({ busiest }) => `/actors/${busiest}`, as: 'member' },
  list: { path: () => '/?view=list', as: 'member' },
  table: { path: () => '/?view=table', as: 'member' },
  'my page': { path: () => '/me', as: 'member' },
}

export const lines: Lines = {
  names: Object.keys(pages),
  async measure(bench, chosen) {
    for (const [name, page] of Object.entries(pages)) if (chosen(name)) await measured(bench, name, page)
  },
}

/** How many a second, own and bare in turn, and the median of the rounds. */
async function measured(bench: Bench, line: string, page: Page) {
  const { loaded, server, seconds, rounds } = bench
  const request = requestFor(page, loaded.facts)
  const file = join(loaded.folder, 'bytes')
  writeFileSync(file, await bytesOf(server.origin + request.path, request.headers))
  const bare = started('bench/bare.ts', { args: [file] })
  try {
    const origin = await new Promise<string>((listens) =>
      bare.stdout!.once('data', (line) => listens(String(line).trim())),
    )
    const [own, other]: [number[], number[]] = [[], []]
    const cpu: [number[], number[]] = [[], []]
    const one = { requests: [request], connections: CONNECTIONS, anew: page.anew ?? false }
    await asked({ origin: server.origin, ...one, seconds: 1 })
    await asked({ origin, ...one, seconds: 1 })
    for (let round = 0; round < rounds; round++) {
      for (const [who, at, pid] of [
        [0, server.origin, server.pid],
        [1, origin, bare.pid!],
      ] as const) {
        const before = cpuOf(pid)
        const went = await asked({ origin: at, ...one, seconds })
        ;(who === 0 ? own : other).push(went.perSecond)
        cpu[who].push((cpuOf(pid) - before) / went.answers)
      }
    }
    const [value, baseline] = [median(own), median(other)]
    bench.report({
      line,
      value,
      unit: 'pages/s',
      baseline,
      ratio: value / baseline,
      cpu: [median(cpu[0]), median(cpu[1])],
    })
  } finally {
    await stopped(bare)
  }
}

export function requestFor(
  { path, as, compressed }: Page,
  facts: Facts,
): Asked['requests'][number] & { headers: Record<string, string> } {
  return {
    path: path(facts),
    headers: {
      ...(as === 'visitor' ? {} : { cookie: facts[as] }),
      ...(compressed ? { 'accept-encoding': 'gzip, br' } : {}),
    },
  }
}

/** Throws when the page is not there: a refusal is quick, and no figure. */
export async function asked(what: Asked): Promise<Went> {
  const went = await answer<Went>('bench/cannon.ts', what)
  if (went.failed > 0) throw new Error(`${what.requests[0]!.path}: ${JSON.stringify(went)}`)
  return went
}

// As they are on the wire: fetch would unpack them.
async function bytesOf(address: string, headers: Record<string, string>): Promise<Buffer> {
  const { get } = await import('node:http')
  return new Promise((done, failed) => {
    get(address, { headers }, (response) => {
      const parts: Buffer[] = []
      response.on('data', (part: Buffer) => parts.push(part))
      response.on('end', () =>
        response.statusCode === 200
          ? done(Buffer.concat(parts))
          : failed(new Error(`${address}: ${response.statusCode}`)),
      )
    }).on('error', failed)
  })
}
