import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import { movableFor, type Movable } from '../facts.ts'
import type { Opening } from '../live-pages.ts'
import type { Loaded } from '../engines.ts'
import type { Bench, Lines } from '../lines.ts'
import { median, started, stopped } from '../processes.ts'
import { serve, type Server } from '../server.ts'

/** Those that are opened first grow the heap for all: what is measured is what the others add. */
const FIRST = 400
const OPEN = 2_000
const MOVES = 5
const TOLD_WITHIN_MS = 30_000

/** Two thousand open boards: how long until all show a move, and what an open board takes in memory. */
export const lines: Lines = {
  names: ['live'],
  async measure({ loaded, report, leftOut }) {
    // A server of its own: what others did before has grown the heap.
    const server = await serve(loaded)
    try {
      await listened(server, loaded, report, leftOut)
    } finally {
      await server.stop()
    }
  },
}

async function listened(
  server: Server,
  loaded: Loaded,
  report: Bench['report'],
  leftOut: Bench['leftOut'],
): Promise<void> {
  const { member, coordinator } = loaded.facts
  const board = await (await fetch(server.origin, { headers: { cookie: member } })).text()
  const address = /data-live="([^"]+)"/.exec(board)?.[1]?.replaceAll('&amp;', '&')
  if (!address) return leftOut('live', 'the board does not say where it hears what happens')
  const { hostname: host, port } = new URL(server.origin)
  const opening = { host, port: Number(port), path: address, cookies: [member, coordinator] }
  const spans: number[] = []
  const [first, rest] = [opened({ ...opening, many: FIRST }), opened({ ...opening, many: OPEN - FIRST })]
  try {
    await first.open()
    await server.lag()
    const before = server.memory().resident
    await rest.open()
    await server.lag()
    const weight = ((server.memory().resident - before) * 1024) / (OPEN - FIRST)
    for (const one of movableFor(loaded.facts, 'live').slice(0, MOVES)) {
      const began = Date.now()
      await moved(server.origin, coordinator, one)
      const told = Promise.all([first.told(), rest.told()])
      const seen = await Promise.race([told, pause(TOLD_WITHIN_MS, undefined, { ref: false })])
      if (!seen) return leftOut('live', `not all pages were told within ${TOLD_WITHIN_MS / 1000} s`)
      spans.push(Math.max(...seen) - began)
      await pause(500)
    }
    report({ line: 'live, seen by all', value: median(spans), unit: 'ms' })
    report({ line: 'live, memory of a page', value: weight, unit: 'KB' })
  } finally {
    await Promise.all([first.close(), rest.close()])
  }
}

/** Pages in a process of their own. */
function opened(opening: Opening) {
  let said: AsyncIterator<string> | undefined
  const pages = started('bench/live-pages.ts')
  return {
    /** Once all are open, and nothing more is said to them. */
    async open() {
      pages.stdin!.end(JSON.stringify(opening))
      said = createInterface(pages.stdout!)[Symbol.asyncIterator]()
      await said.next()
    },
    /** When the last of them was told of a move. */
    told: async () => Number((await said!.next()).value),
    close: () => stopped(pages, 'SIGKILL'),
  }
}

async function moved(origin: string, cookie: string, { slug, version }: Movable) {
  const today = new Intl.DateTimeFormat('en-CA', { timeZone: 'America/Toronto' }).format(new Date())
  const body = new URLSearchParams({
    event: 'advance',
    waiver: 'Mesuré.',
    version: String(version),
    effectiveOn: today,
  })
  const init = {
    method: 'POST',
    headers: { cookie, 'sec-fetch-site': 'same-origin' },
    body,
    redirect: 'manual',
  } as const
  const { status } = await fetch(`${origin}/initiatives/${slug}/moves`, init)
  if (status !== 303) throw new Error(`a move was answered ${status}`)
}
