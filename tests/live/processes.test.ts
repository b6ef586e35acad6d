import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { eq } from 'drizzle-orm'
import { pino } from 'pino'
import { expect, test } from 'vitest'
import { createApp } from '../../src/app.ts'
import { initiatives } from '../../src/initiatives/tables.ts'
import type { Database } from '../../src/platform/db/database.ts'
import { dialect } from '../../src/platform/db/dialect.ts'
import { openPostgresql } from '../../src/platform/db/postgresql.ts'
import { root } from '../database.ts'
import { useHouse } from '../house.ts'
import { settle } from '../town.ts'
import { listeningTo } from './listening.ts'

const house = useHouse()

// A second house on the same database, with connections of its own: what another process is.
async function neighbour() {
  const { raw } = house.db as Database & { raw: { options: { connectionString: string } } }
  const db = await openPostgresql(raw.options.connectionString, `${root}/db/postgresql`)
  const stopping = new AbortController()
  const app = await createApp(
    {
      db,
      clock: { now: () => house.now },
      storage: {} as never,
      log: pino({ level: 'silent' }),
      url: 'http://sillon.test',
      secure: false,
      dataFolder: root,
      stopping: stopping.signal,
    },
    root,
  )
  const server = createServer(app).listen(0, '127.0.0.1')
  await new Promise((listening) => server.once('listening', listening))
  return {
    db,
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async stop() {
      stopping.abort()
      server.closeAllConnections()
      await new Promise((closed) => server.close(closed))
      await db.close()
    },
  }
}

test.skipIf(dialect === 'sqlite')(
  'a move made in one process is seen in the other, also after its listening connection was cut',
  async () => {
    const town = await settle(house)
    const one = await town.initiativeAt('mobilisation', { visibility: 'public' })
    const other = await neighbour()
    const since = house.now.getTime() + 10_001
    const page = await listeningTo(`${other.origin}/live?on=board&since=${since}`)
    const move = async (fields: Record<string, string>) => {
      const [row] = await house.db.select().from(initiatives).where(eq(initiatives.id, one.id))
      const form = { version: String(row!.version), effectiveOn: '2026-03-01', reason: 'Essai', ...fields }
      expect(
        (await house.post(`/initiatives/${one.slug}/moves`, form, { as: town.leadCarrier.accountId })).status,
      ).toBe(303)
    }
    const { raw } = house.db as Database & { raw: { query(text: string): Promise<{ rowCount: number }> } }
    const listeners = `from pg_stat_activity where query ilike 'listen %' and datname = current_database()`
    await expect.poll(async () => (await raw.query(`select pid ${listeners}`)).rowCount).toBe(2)
    await move({ event: 'send_back', to: 'emergence' })
    expect(await page.heard(1)).toBe(true)

    await raw.query(`select pg_terminate_backend(pid) ${listeners}`)
    await move({ event: 'hold', reviewOn: '2026-09-01' })
    expect(await page.heard(2)).toBe(true)
    page.close()
    await other.stop()
  },
)
