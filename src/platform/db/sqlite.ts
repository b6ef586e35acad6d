import { createHash } from 'node:crypto'
import { statSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import Connection from 'better-sqlite3'
import { drizzle } from 'drizzle-orm/better-sqlite3'
import { migrate } from 'drizzle-orm/better-sqlite3/migrator'
import type { PreparedQueryConfig, SQLitePreparedQuery } from 'drizzle-orm/sqlite-core'
import { readApart } from './apart-sqlite.ts'
import {
  type Database,
  Duplicate,
  isExpectation,
  type Measured,
  type Step,
  Unavailable,
  type Writer,
} from './database.ts'
import { grouped, type Verdict } from './grouped.ts'
import { scoured } from './scoured-sqlite.ts'

// better-sqlite3 waits for a foreign lock inside the event loop, where ten writers who wait a little each would freeze
// everybody: a commit never waits there, and asks again from outside. A reading, which meets a lock once in its life, may.
const READ_WAIT_MS = 250
const COMMIT_WAIT_MS = 4_000
/** Bytes of a file from which on looking through it takes long enough to be done apart: some thousands of initiatives. */
const LARGE = 64 * 2 ** 20
/** How often it is asked whether another process wrote into the file: one number read from its head. */
const OTHERS_MS = 500

/**
 * Opens (or makes) the file at `path`, or `:memory:`, or a copy of a serialized database, and migrates it. From how many
 * bytes on it is `large`, tests may say.
 */
export function openSqlite(
  path: string | Buffer,
  migrations: string,
  large = LARGE,
): Database & { raw: Connection.Database } {
  const connection = new Connection(path)
  connection.pragma('journal_mode = WAL')
  // Acknowledged means on disk: NORMAL loses the last commits when power goes.
  connection.pragma('synchronous = FULL')
  connection.pragma('secure_delete = ON')
  connection.function('sha256', { deterministic: true }, (text) =>
    createHash('sha256').update(String(text)).digest('hex'),
  )
  const db = drizzle(remembering(connection))
  upgrade(connection, () => migrate(db, { migrationsFolder: migrations }))

  const [waits, waitsNot] = [READ_WAIT_MS, 0].map((ms) => connection.prepare(`pragma busy_timeout = ${ms}`))
  waits!.get()
  const watchers = new Set<() => void>()
  const together = committingTogether(connection, db as unknown as Writer)
  const commit = grouped<Build>(async (builds) => {
    const until = performance.now() + COMMIT_WAIT_MS
    for (let attempt = 0; ; attempt++) {
      waitsNot!.get()
      try {
        const outcomes = together.immediate(builds)
        for (const told of watchers) told()
        return outcomes
      } catch (error) {
        const known = translated(error)
        if (!isLocked(known) || performance.now() > until) throw known
      } finally {
        waits!.get()
      }
      await pause(Math.min(100, 5 + attempt * 10))
    }
  }, isLocked)
  // What others committed, and how many rows this connection has ever changed.
  const [others, own] = ['pragma data_version', 'select total_changes()'].map((sql) => connection.prepare(sql).pluck())
  const apart = connection.memory ? undefined : readApart(connection.name)
  const pages = connection.prepare('pragma page_count').pluck()
  const pageSize = Number(connection.pragma('page_size', { simple: true }))
  const isLarge = () => Number(pages.get()) * pageSize >= large
  Object.defineProperty(db, 'apart', { get: () => (apart && isLarge() ? apart.reader : db) })
  return Object.assign(db as unknown as Database, {
    raw: connection,
    commit: async (build: Build) => (await commit(build)) as never,
    unavailable(error: unknown) {
      const known = translated(error)
      return known instanceof Unavailable ? known : undefined
    },
    async ping() {
      try {
        connection.prepare('select 1').get()
      } catch (error) {
        throw translated(error)
      }
    },
    watch(told: () => void) {
      watchers.add(told)
      const versionNow = () => connection.pragma('data_version', { simple: true })
      let version = versionNow()
      const asking = setInterval(() => {
        if (!connection.open) return clearInterval(asking)
        const now = versionNow()
        if (now !== version) told()
        version = now
      }, OTHERS_MS)
      asking.unref()
      return () => {
        watchers.delete(told)
        clearInterval(asking)
      }
    },
    async revision() {
      try {
        return `${String(others!.get())}-${String(own!.get())}`
      } catch (error) {
        throw translated(error)
      }
    },
    async measured() {
      try {
        return measured(connection)
      } catch (error) {
        throw translated(error)
      }
    },
    async scour() {
      try {
        await scoured(connection)
      } catch (error) {
        throw translated(error)
      }
    },
    async close() {
      await apart?.close()
      connection.close()
    },
  })
}

const isLocked = (error: unknown) => error instanceof Unavailable && error.reason === 'busy'

type Build = (tx: Writer) => readonly Step[]

/** One transaction for a group, a savepoint for each: whose steps fail is undone alone. */
function committingTogether(connection: Connection.Database, writer: Writer) {
  const one = connection.transaction((build: Build) => build(writer).map(send))
  return connection.transaction((builds: readonly Build[]): Verdict[] =>
    builds.map((build) => {
      try {
        return { outcome: one(build) }
      } catch (error) {
        // A disk that is full undoes the whole transaction, and what was well in it.
        if (!connection.inTransaction) throw error
        return { error: translated(error) }
      }
    }),
  )
}

const MOST_STATEMENTS = 400

/**
 * drizzle has SQLite compile each statement again, which takes as long as running it: here the same words are the same
 * statement. Each is run to its end before another, and read in one way, so that it may be shared.
 */
function remembering(connection: Connection.Database): Connection.Database {
  const known = new Map<string, Connection.Statement>()
  const prepare = (sql: string) => {
    const statement = known.get(sql) ?? connection.prepare(sql)
    // The words of a list change with its length: those that were not asked for lately are forgotten.
    known.delete(sql)
    known.set(sql, statement)
    if (known.size > MOST_STATEMENTS) known.delete(known.keys().next().value!)
    return statement
  }
  return Object.create(connection, { prepare: { value: prepare } }) as Connection.Database
}

// SQLite alters a table by copying and dropping it. With foreign keys on (better-sqlite3's
// default) that drop cascades, and every row that points at the table is gone.
function upgrade(connection: Connection.Database, migrateAll: () => void) {
  connection.pragma('foreign_keys = OFF')
  migrateAll()
  // The file says after how many migrations it was looked through: that takes as long as it is large.
  const applied = Number(connection.prepare('select count(*) from __drizzle_migrations').pluck().get())
  if (connection.pragma('user_version', { simple: true }) !== applied) {
    const broken = connection.pragma('foreign_key_check') as unknown[]
    if (broken.length > 0) throw new Error(`migration left ${broken.length} rows pointing at nothing`)
    connection.pragma(`user_version = ${applied}`)
  }
  connection.pragma('foreign_keys = ON')
}

function measured(connection: Connection.Database): Measured {
  const one = (sql: string) => connection.prepare(sql).pluck().get()
  const pages = Number(connection.pragma('page_count', { simple: true }))
  const log = connection.memory ? undefined : statSync(`${connection.name}-wal`, { throwIfNoEntry: false })
  return {
    engine: 'SQLite',
    version: String(one('select sqlite_version()')),
    bytes: pages * Number(connection.pragma('page_size', { simple: true })) + (log?.size ?? 0),
    migrations: Number(one('select count(*) from __drizzle_migrations')),
  }
}

interface SyncStatement {
  prepare(): SQLitePreparedQuery<PreparedQueryConfig & { type: 'sync' }>
}

function send(step: Step): unknown {
  const statement = isExpectation(step) ? step.statement : step
  const result: unknown = (statement as unknown as SyncStatement).prepare().execute().sync()
  if (isExpectation(step)) step.check(result)
  return Array.isArray(result) ? result : undefined
}

const unavailable: Record<string, Unavailable['reason']> = {
  SQLITE_BUSY: 'busy',
  SQLITE_LOCKED: 'busy',
  SQLITE_FULL: 'full',
  SQLITE_IOERR: 'full',
  SQLITE_READONLY: 'read_only',
  SQLITE_CANTOPEN: 'unreachable',
}

interface Fault {
  code?: string
  message?: string
}

/** What the driver threw, in the words of the house where it has some. */
export function translated(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof Unavailable) return error
  const { code = '', message = '' } = (error.cause ?? error) as Fault
  if (code === 'SQLITE_CONSTRAINT_UNIQUE' || code === 'SQLITE_CONSTRAINT_PRIMARYKEY')
    return new Duplicate(message, error)
  const reason = unavailable[code.split('_').slice(0, 2).join('_')]
  return reason ? new Unavailable(reason, error) : error
}
