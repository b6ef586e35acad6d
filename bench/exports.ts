// How fast a whole network is exported, with how much memory, and for how long others wait meanwhile.
// `node --expose-gc bench/exports.ts [size]`. DATABASE_URL names a database that is kept for the next time.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { resolve } from 'node:path'
import { fork } from 'node:child_process'
import { pino } from 'pino'
import { openSession } from '../src/accounts/commands.ts'
import { accounts } from '../src/accounts/tables.ts'
import { createApp } from '../src/app.ts'
import { initiatives } from '../src/initiatives/tables.ts'
import { openDatabase } from '../src/platform/db/open.ts'
import { settle } from './network.ts'

const root = resolve(import.meta.dirname, '..')
const MB = 1024 * 1024

if (process.argv[2] === 'taking') await take()
else await serve(Number(process.argv[2] ?? 10_000))

/** The reader is another process: what it does with the bytes is not the server's affair. */
async function take() {
  process.on('message', async ({ address, cookie }: { address: string; cookie: string }) => {
    let bytes = 0
    const answer = await fetch(address, { headers: { cookie, 'accept-encoding': 'identity' } })
    for await (const chunk of answer.body!) bytes += (chunk as Uint8Array).length
    process.send!({ status: answer.status, bytes })
  })
}

async function serve(size: number) {
  const now = new Date()
  const db = await openDatabase(process.env.DATABASE_URL ?? 'sqlite::memory:', root)
  if ((await db.$count(initiatives)) === 0) await settle(db, size, now)
  const [account] = await db.select().from(accounts)
  const { token } = await openSession(db, { accountId: account!.id, userAgent: 'bench', proven: true }, now)
  const base = { db, clock: { now: () => new Date() }, storage: {} as never, log: pino({ level: 'silent' }) }
  const app = await createApp({ ...base, url: 'http://localhost', secure: false, dataFolder: root }, root)
  const server = createServer(app).listen(0, '127.0.0.1')
  await new Promise((ready) => server.once('listening', ready))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const many = await db.$count(initiatives)

  for (const format of ['csv', 'csv_excel', 'json', 'xlsx']) {
    for (const shape of ['initiatives', 'passages']) {
      const reader = fork(import.meta.filename, ['taking'])
      globalThis.gc?.()
      const before = process.memoryUsage().rss
      let highest = before
      const watch = setInterval(() => (highest = Math.max(highest, process.memoryUsage().rss)), 20)
      const waits = monitorEventLoopDelay({ resolution: 1 })
      waits.enable()
      const [cpu, began] = [process.cpuUsage(), performance.now()]
      const address = `${origin}/exports/initiatives?statuses=all&format=${format}&shape=${shape}`
      reader.send({ address, cookie: `session=${token}` })
      const told = await new Promise<{ status: number; bytes: number }>((done) => reader.once('message', done))
      const seconds = (performance.now() - began) / 1000
      const used = process.cpuUsage(cpu)
      clearInterval(watch)
      reader.kill()
      const row = {
        format,
        shape,
        status: told.status,
        initiatives: many,
        MB: Math.round(told.bytes / MB),
        seconds: Number(seconds.toFixed(1)),
        'initiatives/s': Math.round(many / seconds),
        'initiatives/s of processor': Math.round((many * 1e6) / (used.user + used.system)),
        'MB more': Math.round((highest - before) / MB),
        'longest wait ms': Math.round(waits.max / 1e6),
        '99.9 % wait ms': Math.round(waits.percentile(99.9) / 1e6),
      }
      process.stdout.write(`${JSON.stringify(row)}\n`)
    }
  }
  process.exit(0)
}
