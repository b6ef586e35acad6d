import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import Connection from 'better-sqlite3'
import { eq, sql } from 'drizzle-orm'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Writer } from '../../../src/platform/db/database.ts'
import { dialect } from '../../../src/platform/db/dialect.ts'
import { openSqlite } from '../../../src/platform/db/sqlite.ts'
import { jobs } from '../../../src/platform/jobs/tables.ts'
import { root } from '../../database.ts'

const migrations = resolve(root, 'db/sqlite')
const at = new Date('2026-03-02T15:00:00Z')
const adding = (tx: Writer, id: string, payload = '') =>
  tx.insert(jobs).values({ id, kind: 'test', payload, runAt: at, createdAt: at })

describe.runIf(dialect === 'sqlite')('a SQLite file', () => {
  let folder: string
  let db: ReturnType<typeof openSqlite>
  const file = () => join(folder, 'sillon.db')
  const count = () => db.$count(jobs)

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'sillon-sqlite-'))
    db = openSqlite(file(), migrations)
  })
  afterEach(async () => {
    await db.close()
    rmSync(folder, { recursive: true })
  })

  test('is on disk before a commit is acknowledged, keeps its references, and erases what it deletes', () => {
    expect(db.raw.pragma('journal_mode', { simple: true })).toBe('wal')
    expect(db.raw.pragma('synchronous', { simple: true })).toBe(2)
    expect(db.raw.pragma('foreign_keys', { simple: true })).toBe(1)
    expect(db.raw.pragma('secure_delete', { simple: true })).toBe(1)
  })

  test('is measured with its write-ahead log', async () => {
    const before = await db.measured()
    expect(before).toMatchObject({ engine: 'SQLite', version: expect.stringMatching(/^3\.\d+/) as string })
    expect(before.migrations).toBeGreaterThan(1)
    await db.commit((tx) => [adding(tx, 'a', 'x'.repeat(500_000))])
    expect((await db.measured()).bytes).toBeGreaterThan(before.bytes + 500_000)
    const files = [file(), `${file()}-wal`].map((path) => statSync(path).size)
    expect((await db.measured()).bytes).toBeGreaterThanOrEqual(Math.max(...files))
  })

  test('opened again is as it was left', async () => {
    await db.commit((tx) => [adding(tx, 'a')])
    await db.close()
    db = openSqlite(file(), migrations)
    expect(await count()).toBe(1)
  })

  test('that is large is looked through apart: in a thread that sees what was committed, and writes nothing', async () => {
    expect(db.apart).toBe(db)
    await db.close()
    db = openSqlite(file(), migrations, 1)
    const { apart } = db
    expect(apart).not.toBe(db)
    await db.commit((tx) => [adding(tx, 'a'), adding(tx, 'b')])
    const columns = { id: jobs.id, runAt: jobs.runAt }
    expect(await apart.select(columns).from(jobs).where(eq(jobs.id, 'b'))).toEqual([{ id: 'b', runAt: at }])
    await db.commit((tx) => [adding(tx, 'c')])
    expect(await Promise.all([apart.$count(jobs), apart.select(columns).from(jobs)])).toMatchObject([3, { length: 3 }])
    await expect((apart as unknown as Writer).insert(jobs).values({ id: 'd' } as never)).rejects.toThrow()
    expect(await count()).toBe(3)
  })

  test('that cannot be read apart says so, and is read again when it can', async () => {
    await db.close()
    db = openSqlite(file(), migrations, 1)
    const nowhere = await db.apart
      .select({ n: sql`n` })
      .from(sql`nowhere`)
      .catch((error: unknown) => error)
    expect(String((nowhere as Error).cause)).toMatch(/no such table/)
    expect(await db.apart.$count(jobs)).toBe(0)
  })

  test('that another connection holds for a moment is waited for, while others are served', async () => {
    const other = new Connection(file())
    other.exec('begin immediate')
    let longest = 0
    let last = performance.now()
    const ticking = setInterval(() => {
      longest = Math.max(longest, performance.now() - last)
      last = performance.now()
    }, 5)
    const done = db.commit((tx) => [adding(tx, 'a')])
    await pause(700)
    // What is held is measured, not the disk of this machine.
    clearInterval(ticking)
    other.exec('commit')
    await done
    other.close()
    expect(await count()).toBe(1)
    expect(longest).toBeLessThan(500)
  })

  test('that another connection holds freezes nobody, however many wait to write', async () => {
    const other = new Connection(file())
    other.exec('begin immediate')
    let [longest, last] = [0, performance.now()]
    const ticking = setInterval(() => {
      longest = Math.max(longest, performance.now() - last)
      last = performance.now()
    }, 5)
    const all = Array.from({ length: 20 }, (_, n) => db.commit((tx) => [adding(tx, `a${n}`)]))
    await pause(1_000)
    clearInterval(ticking)
    other.exec('commit')
    await Promise.all(all)
    other.close()
    expect(await count()).toBe(20)
    expect(longest).toBeLessThan(500)
  })

  test('that another connection keeps holding is unavailable: busy, with nothing written; then it heals', async () => {
    const other = new Connection(file())
    other.exec('begin immediate')
    await expect(db.commit((tx) => [adding(tx, 'a')])).rejects.toMatchObject({ name: 'Unavailable', reason: 'busy' })
    other.exec('rollback')
    other.close()
    expect(await count()).toBe(0)
    await db.commit((tx) => [adding(tx, 'a')])
    expect(await count()).toBe(1)
  })

  test('on a full disk is unavailable: full, with nothing half-written; then it heals', async () => {
    const pages = db.raw.pragma('page_count', { simple: true }) as number
    db.raw.pragma(`max_page_count = ${pages + 4}`)
    const large = db.commit((tx) => [adding(tx, 'a'), adding(tx, 'b', 'x'.repeat(200_000))])
    await expect(large).rejects.toMatchObject({ name: 'Unavailable', reason: 'full' })
    expect(await count()).toBe(0)
    db.raw.pragma('max_page_count = 1000000')
    await db.commit((tx) => [adding(tx, 'b', 'x'.repeat(200_000))])
    expect(await count()).toBe(1)
  })

  test('that may only be read says so, and can still be read', async () => {
    await db.commit((tx) => [adding(tx, 'a')])
    db.raw.pragma('query_only = ON')
    await expect(db.commit((tx) => [adding(tx, 'b')])).rejects.toMatchObject({
      name: 'Unavailable',
      reason: 'read_only',
    })
    expect(await count()).toBe(1)
    await expect(db.ping()).resolves.toBeUndefined()
  })

  test('with a row that points at nothing is refused', async () => {
    await expect(
      db
        .commit((tx) => [adding(tx, 'a')])
        .then(() => db.raw.exec(`insert into sessions values ('s', 'h', 'nobody', '', 0, 0, 0, 0)`)),
    ).rejects.toThrow(/FOREIGN KEY/)
  })
})
