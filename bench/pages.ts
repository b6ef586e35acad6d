// How many pages a second, beside a bare server that sends the same bytes in the same run, on networks of several
// sizes. `npm run bench [-- 1000 10000 100000]`. Ratios are what counts: these figures come from whatever machine it is.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { resolve } from 'node:path'
import { pino } from 'pino'
import { openSession } from '../src/accounts/commands.ts'
import { createApp } from '../src/app.ts'
import { openDatabase } from '../src/platform/db/open.ts'
import { settle } from './network.ts'

const CONNECTIONS = 8
const SECONDS = 3
const root = resolve(import.meta.dirname, '..')
const sizes = process.argv.slice(2).map(Number)
const url = process.env.DATABASE_URL ?? 'sqlite::memory:'

const rows: Record<string, unknown>[] = []
for (const size of sizes.length > 0 ? sizes : [1_000, 10_000]) rows.push(...(await measured(size)))
process.stdout.write(`${rows.map((row) => JSON.stringify(row)).join('\n')}\n`)
process.exit(0)

async function measured(size: number) {
  const now = new Date()
  const db = await openDatabase(url, root)
  const { accountId, slugs } = await settle(db, size, now)
  const { token } = await openSession(db, { accountId, userAgent: 'bench', proven: true }, now)
  const base = { db, clock: { now: () => new Date() }, storage: {} as never, log: pino({ level: 'silent' }) }
  const app = await createApp({ ...base, url: 'http://localhost', secure: false, stopping: new AbortController().signal, dataFolder: root }, root)
  const origin = await listening(createServer(app))
  const headers = { cookie: `session=${token}` }
  const pages: Record<string, string> = {
    board: '/',
    'board, a word searched': '/?q=jardin',
    table: '/?view=table',
    initiative: `/initiatives/${slugs[0]}`,
    'my page': '/me',
  }

  const results: Record<string, unknown>[] = []
  for (const [page, path] of Object.entries(pages)) {
    const bytes = Buffer.from(await (await fetch(origin + path, { headers })).arrayBuffer())
    const bare = await listening(createServer((_req, res) => res.end(bytes)))
    const baseline = await rate(bare, {})
    const own = await rate(origin + path, headers)
    results.push({
      page,
      size,
      'pages/s': Math.round(own),
      'bare/s': Math.round(baseline),
      'share %': Number(((100 * own) / baseline).toFixed(2)),
      kB: Math.round(bytes.length / 1024),
      'MB resident': Math.round(process.memoryUsage.rss() / 1024 / 1024),
    })
  }
  await db.close()
  return results
}

function listening(server: ReturnType<typeof createServer>): Promise<string> {
  return new Promise((listens) => {
    server.listen(0, '127.0.0.1', () => listens(`http://127.0.0.1:${(server.address() as AddressInfo).port}`))
  })
}

/** Answers a second with a few connections always busy. */
async function rate(address: string, headers: Record<string, string>): Promise<number> {
  const until = performance.now() + SECONDS * 1000
  let answers = 0
  const began = performance.now()
  await Promise.all(
    Array.from({ length: CONNECTIONS }, async () => {
      while (performance.now() < until) {
        const answer = await fetch(address, { headers })
        await answer.arrayBuffer()
        if (answer.status !== 200) throw new Error(`${address}: ${answer.status}`)
        answers++
      }
    }),
  )
  return (1000 * answers) / (performance.now() - began)
}
