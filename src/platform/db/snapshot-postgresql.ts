import { drizzle } from 'drizzle-orm/node-postgres'
import pg from 'pg'
import type { Reader } from './database.ts'
import { translated } from './postgresql.ts'
import { ROWS_AT_ONCE, type Snapshot } from './snapshot.ts'

/** One client, one transaction that sees what was committed when it began, and cannot write. */
export async function openSnapshot(url: string): Promise<Snapshot> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 })
  try {
    await client.connect()
    await client.query('begin isolation level repeatable read read only')
    // The instant is that of the first statement, not of the beginning.
    await client.query('select 1')
  } catch (error) {
    throw translated(error)
  }
  client.on('error', () => {})

  return {
    reader: drizzle(inTurn(client)) as unknown as Reader,
    async migrations() {
      const { rows } = await client.query<{ there: string | null }>(
        `select to_regclass('drizzle.__drizzle_migrations') as there`,
      )
      if (!rows[0]?.there) return []
      const all = await client.query<{ at: string }>(
        'select created_at as at from drizzle.__drizzle_migrations order by 1',
      )
      return all.rows.map(({ at }) => Number(at))
    },
    async *rows(query) {
      await client.query(`declare passing no scroll cursor for ${query}`)
      for (;;) {
        const { rows } = await client.query<unknown[]>({ text: `fetch ${ROWS_AT_ONCE} from passing`, rowMode: 'array' })
        yield rows
        if (rows.length < ROWS_AT_ONCE) break
      }
      await client.query('close passing')
    },
    close: () => client.end(),
  }
}

/** A client does one query at a time; what asks for several at once waits here rather than in it, which it will cease to allow. */
export function inTurn(client: pg.Client | pg.PoolClient): pg.Client {
  let last: Promise<unknown> = Promise.resolve()
  const ask = client.query.bind(client) as (...given: unknown[]) => Promise<unknown>
  return {
    query: (...given: unknown[]) => (last = last.catch(() => {}).then(() => ask(...given))),
  } as unknown as pg.Client
}
