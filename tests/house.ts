import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pino } from 'pino'
import { afterAll, afterEach, beforeEach } from 'vitest'
import { openSession } from '../src/accounts/commands.ts'
import { createApp } from '../src/app.ts'
import { handlers } from '../src/jobs.ts'
import type { Database } from '../src/platform/db/database.ts'
import { worker } from '../src/platform/jobs/worker.ts'
import { logger } from '../src/platform/log.ts'
import type { Letter } from '../src/platform/mail/mail.ts'
import { folderStorage, type Storage } from '../src/platform/storage/storage.ts'
import { root, useDatabase } from './database.ts'

export interface Answer {
  status: number
  body: string
  /** Where a redirect leads. */
  to: string | null
  headers: Headers
}

export interface Visit {
  /** An account id; nobody when it is left out. */
  as?: string | undefined
  /** Asked by htmx: the part alone. */
  htmx?: boolean
  headers?: Record<string, string>
}

export interface House {
  readonly db: Database
  readonly origin: string
  /** The database's address, and the folder of the store, for others than this process. */
  readonly source: { databaseUrl: string; dataFolder: string; root: string }
  /** The present; tests may move it. */
  now: Date
  readonly letters: Letter[]
  readonly storage: Storage
  get(path: string, visit?: Visit): Promise<Answer>
  post(path: string, fields: Record<string, string | string[]>, visit?: Visit): Promise<Answer>
  /** Follows a post to the page it leads to. */
  submit(path: string, fields: Record<string, string | string[]>, visit?: Visit): Promise<Answer>
  /** What people do their work on, for what is done now and then. */
  readonly bench: Parameters<typeof handlers>[0]
  /** The cookie of a session of this account. */
  cookieOf(accountId: string): Promise<string>
  /** Does the work that is queued. */
  work(): Promise<number>
}

/**
 * The whole application on a fresh database, listening on a port of its own, with its own clock, mail and store. On
 * disk when other threads or processes work on what it holds.
 */
export function useHouse(
  start = '2026-03-02T15:00:00Z',
  {
    onDisk = false,
    uploadLimit,
    logs,
    ...handed
  }: { onDisk?: boolean; uploadLimit?: number /** Where every line of the log goes. */; logs?: string[] } & Parameters<
    typeof createApp
  >[3] = {},
): House {
  const context = useDatabase({ onDisk })
  let dataFolder = root
  const sessions = new Map<string, string>()
  let server: Server | undefined
  let bench: Parameters<typeof handlers>[0]
  let stopping = new AbortController()

  const house: House = {
    get db() {
      return context.db
    },
    get origin() {
      return `http://127.0.0.1:${(server!.address() as AddressInfo).port}`
    },
    get source() {
      return { databaseUrl: context.url, dataFolder, root }
    },
    get bench() {
      return bench
    },
    get storage() {
      return bench.storage
    },
    now: new Date(start),
    letters: [],
    get: (path, visit) => ask(path, { method: 'GET' }, visit),
    post: (path, fields, visit) => ask(path, { method: 'POST', body: encoded(fields) }, visit),
    async submit(path, fields, visit) {
      const answer = await house.post(path, fields, visit)
      return answer.to ? house.get(answer.to, visit) : answer
    },
    async cookieOf(accountId) {
      const known = sessions.get(accountId)
      if (known) return known
      const { token } = await openSession(context.db, { accountId, userAgent: 'test', proven: true }, house.now)
      sessions.set(accountId, `session=${token}`)
      return `session=${token}`
    },
    work: () => worker(bench, handlers(bench)).drain(),
  }

  async function ask(path: string, init: RequestInit, visit: Visit = {}): Promise<Answer> {
    const headers: Record<string, string> = {
      'Accept-Language': 'fr-CA',
      'Sec-Fetch-Site': 'same-origin',
      ...visit.headers,
    }
    if (visit.as) headers.Cookie = await house.cookieOf(visit.as)
    if (visit.htmx) Object.assign(headers, { 'HX-Request': 'true', 'HX-Request-Type': 'partial' })
    const response = await fetch(house.origin + path, { ...init, headers, redirect: 'manual' })
    return {
      status: response.status,
      body: await response.text(),
      to: response.headers.get('Location'),
      headers: response.headers,
    }
  }

  beforeEach(async () => {
    house.now = new Date(start)
    house.letters.length = 0
    sessions.clear()
    stopping = new AbortController()
    if (onDisk) dataFolder = mkdtempSync(join(tmpdir(), 'sillon-house-'))
    bench = {
      db: context.db,
      clock: { now: () => house.now },
      storage: onDisk ? folderStorage(join(dataFolder, 'files')) : memoryStorage(),
      log: logs
        ? logger('trace', { write: (line: string) => void logs.push(line) })
        : pino({ level: process.env.TEST_LOG ?? 'silent' }),
      url: 'http://sillon.test',
      secure: false,
      dataFolder,
      uploadLimit,
      stopping: stopping.signal,
      source: house.source,
      nights: { folder: join(dataFolder, 'backups'), kept: 3, hour: 3, nightly: false },
      mailer: {
        send: (letter) => {
          house.letters.push(letter)
          return Promise.resolve()
        },
      },
    }
    const app = await createApp(bench, root, false, handed)
    server = app.listen(0, '127.0.0.1')
    await new Promise((listening) => server!.once('listening', listening))
  })
  const stop = async () => {
    stopping.abort()
    server?.closeAllConnections()
    await new Promise((closed) => (server ? server.close(closed) : closed(undefined)))
    server = undefined
    if (dataFolder !== root) rmSync(dataFolder, { recursive: true, force: true })
  }
  afterEach(stop)
  afterAll(stop)
  return house
}

function encoded(fields: Record<string, string | string[]>): URLSearchParams {
  const body = new URLSearchParams()
  for (const [name, value] of Object.entries(fields)) for (const one of [value].flat()) body.append(name, one)
  return body
}

export function memoryStorage(): Storage {
  const files = new Map<string, Buffer>()
  const times = new Map<string, Date>()
  return {
    async keep(file: Readable, as?: string) {
      const parts: Buffer[] = []
      for await (const part of file) parts.push(Buffer.from(part as Uint8Array))
      const bytes = Buffer.concat(parts)
      const name = as ?? createHash('sha256').update(bytes).digest('hex')
      files.set(name, bytes)
      times.set(name, new Date())
      return { name, size: bytes.length }
    },
    read: (name) => Promise.resolve(files.get(name)!),
    stream: (name, range) => {
      const bytes = files.get(name)!
      return Promise.resolve(Readable.from([range ? bytes.subarray(range.start, range.end + 1) : bytes]))
    },
    sizeOf: (name) => Promise.resolve(files.get(name)?.length),
    copyTo: async (name, path) => {
      const bytes = files.get(name)
      if (bytes) await writeFile(path, bytes)
      return bytes !== undefined
    },
    remove: (name) => Promise.resolve(void files.delete(name)),
    removeOlder: (name, than) => Promise.resolve(times.get(name)! < than && files.delete(name)),
    async *names() {
      for (const [name, { length }] of files) yield { name, size: length, at: times.get(name)! }
    },
    tidy: () => Promise.resolve(),
    room: () => Promise.resolve(undefined),
    measured: () =>
      Promise.resolve({ files: files.size, bytes: [...files.values()].reduce((sum, { length }) => sum + length, 0) }),
  }
}

/** A store that is not to be asked for anything but this. */
export function silentStorage(answers: Partial<Storage> = {}): Storage {
  const never = () => Promise.reject(new Error('not asked for'))
  return {
    keep: never,
    read: never,
    stream: never,
    sizeOf: never,
    copyTo: never,
    remove: never,
    removeOlder: never,
    // oxlint-disable-next-line require-yield -- it fails before it has anything to give
    async *names() {
      await never()
    },
    tidy: never,
    room: never,
    measured: never,
    ...answers,
  }
}
