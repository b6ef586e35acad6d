import { drizzle } from 'drizzle-orm/node-postgres'
import { migrate } from 'drizzle-orm/node-postgres/migrator'
import pg from 'pg'
import {
  type Database,
  Duplicate,
  type Expectation,
  isExpectation,
  type Measured,
  type Step,
  Unavailable,
  type Writer,
} from './database.ts'
import { lineOn } from './line.ts'
import { listening } from './listening.ts'

// Any number will do, if it is the same in every process that migrates this database.
const MIGRATION_LOCK = 7_455_660
const ATTEMPTS = 4

/** Connects, migrates under an advisory lock (several processes may start at once), and keeps a pool of ten. */
export async function openPostgresql(url: string, migrations: string): Promise<Database & { raw: pg.Pool }> {
  const pool = new pg.Pool({
    connectionString: url,
    max: 10,
    connectionTimeoutMillis: 5_000,
    lock_timeout: 5_000,
    // The steps of a commit are sent together: the way there and back is waited for once, while its rows are locked.
    pipeline: true,
  })
  // Without listeners, a server restart would end the process: the pool's is for connections that wait, each one's
  // own for those that are in use. The next query gets a new connection.
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  await upgrade(pool, migrations)

  const db = drizzle(pool)
  const stops = new Set<() => void>()
  return Object.assign(db as unknown as Database, {
    raw: pool,
    // Its server reads in processes of its own.
    apart: db,
    async commit(build: (tx: Writer) => readonly Step[]) {
      for (let attempt = 1; ; attempt++) {
        try {
          return (await transaction(pool, build)) as never
        } catch (error) {
          // Of two commits that wait for each other PostgreSQL undoes one: it is built and sent again.
          if (!isUndoneByServer(error) || attempt === ATTEMPTS) throw translated(error)
        }
      }
    },
    unavailable(error: unknown) {
      const known = translated(error)
      return known instanceof Unavailable ? known : undefined
    },
    async ping() {
      try {
        await pool.query('select 1')
      } catch (error) {
        throw translated(error)
      }
    },
    // The journal tells (db/custom/derived.postgresql.sql): whatever is done is recorded there, in the same commit.
    watch(told: () => void) {
      const stop = listening(url, 'sillon_journal', told)
      stops.add(stop)
      return () => {
        stops.delete(stop)
        stop()
      }
    },
    // Which transactions are over and which are not: two readings that say the same see the same rows.
    async revision() {
      try {
        const { rows } = await pool.query<{ seen: string }>({
          name: 'revision',
          text: 'select pg_current_snapshot()::text as seen',
        })
        return rows[0]!.seen
      } catch (error) {
        throw translated(error)
      }
    },
    async scour() {},
    async close() {
      for (const stop of stops) stop()
      await pool.end()
    },
    async measured() {
      try {
        return await measured(pool)
      } catch (error) {
        throw translated(error)
      }
    },
  })
}

async function upgrade(pool: pg.Pool, migrations: string) {
  const client = await pool.connect()
  try {
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK])
    await migrate(drizzle(client), { migrationsFolder: migrations })
  } finally {
    await client.query('select pg_advisory_unlock($1)', [MIGRATION_LOCK]).catch(() => {})
    client.release()
  }
}

async function measured(pool: pg.Pool): Promise<Measured> {
  const { rows } = await pool.query<{ version: string; bytes: string; migrations: string }>(
    `select current_setting('server_version') as version, pg_database_size(current_database()) as bytes,
       (select count(*) from drizzle.__drizzle_migrations) as migrations`,
  )
  const { version, bytes, migrations } = rows[0]!
  return { engine: 'PostgreSQL', version, bytes: Number(bytes), migrations: Number(migrations) }
}

// Not drizzle's own: when the server goes away it keeps a connection for ever if BEGIN fails, and throws what ROLLBACK
// says instead of what happened.
async function transaction(pool: pg.Pool, build: (tx: Writer) => readonly Step[]): Promise<unknown[]> {
  const client = await pool.connect()
  const line = lineOn(client)
  let isBroken = false
  try {
    const steps = build(line.writer)
    const expected = steps.filter(isExpectation)
    const begun: Promise<unknown>[] = [client.query('begin')]
    if (expected.some(isHeld)) {
      await all([...begun.splice(0), ...expected.map(({ held, check }) => held && send({ statement: held, check }))])
    }
    // When nothing is left to be looked at here, the commit goes with the steps: who is next in the journal, which one
    // writes at a time, waits for the disk and not for this process. Should a step fail, PostgreSQL undoes instead.
    let committed: Promise<unknown> | undefined
    if (expected.every(isHeld)) {
      line.afterLast(steps.length, () => {
        committed = client.query('commit')
        // The steps say first what went wrong.
        committed.catch(() => {})
      })
    }
    const outcomes = (await all([...begun, ...steps.map(send)])).slice(begun.length)
    await (committed ?? client.query('commit'))
    return outcomes
  } catch (error) {
    await client.query('rollback').catch(() => (isBroken = true))
    throw error
  } finally {
    line.afterLast(0)
    client.release(isBroken)
  }
}

const isHeld = ({ held }: Expectation) => held !== undefined

/** What all of them bring, once all are over. The first that failed says why; those after it only that the transaction was over. */
async function all(sent: readonly unknown[]): Promise<unknown[]> {
  return (await Promise.allSettled(sent)).map((one) => {
    if (one.status === 'rejected') throw one.reason
    return one.value
  })
}

async function send(step: Step): Promise<unknown> {
  const result = await (isExpectation(step) ? step.statement : step)
  if (isExpectation(step)) step.check(result)
  return Array.isArray(result) ? result : undefined
}

interface Fault {
  code?: string
  constraint?: string
  message?: string
}

function isUndoneByServer(error: unknown): boolean {
  const { code = '' } = ((error as Error).cause ?? error) as Fault
  return code === '40P01' || code === '40001'
}

/** What the driver threw, in the words of the house where it has some. */
export function translated(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof Unavailable) return error
  const { code = '', constraint, message = '' } = (error.cause ?? error) as Fault
  if (code === '23505') return new Duplicate(constraint ?? message, error)
  if (/^(40001|40P01|55P03)$/.test(code)) return new Unavailable('busy', error)
  if (code.startsWith('53')) return new Unavailable('full', error)
  if (code === '25006') return new Unavailable('read_only', error)
  if (
    /^(08|57P)/.test(code) ||
    /^E(CONN|PIPE|TIMEDOUT|NOTFOUND)/.test(code) ||
    /terminated|timeout|not queryable/i.test(message)
  ) {
    return new Unavailable('unreachable', error)
  }
  return error
}
