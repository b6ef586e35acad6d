import { resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { and, eq, sql } from 'drizzle-orm'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest'
import { exactlyOne, type Reader, Unavailable, type Writer } from '../../../src/platform/db/database.ts'
import { dialect } from '../../../src/platform/db/dialect.ts'
import { openPostgresql } from '../../../src/platform/db/postgresql.ts'
import { jobs } from '../../../src/platform/jobs/tables.ts'
import { root } from '../../database.ts'

const at = new Date('2026-03-02T15:00:00Z')
const adding = (tx: Writer, id: string) =>
  tx.insert(jobs).values({ id, kind: 'test', payload: '', runAt: at, createdAt: at })

/** What succeeds once the pool has heard of each connection that was taken from it: at most all its ten, one after another. */
async function healed<T>(done: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await done()
    } catch (error) {
      if (attempt > 10 || !(error instanceof Unavailable)) throw error
      await pause(20)
    }
  }
}

describe.runIf(dialect === 'postgresql')('a PostgreSQL server', () => {
  const name = `faults_${process.pid}`
  const address = (options = '') =>
    `${Object.assign(new URL(inject('postgresUrl')), { pathname: name }).href}${options}`
  let db: Awaited<ReturnType<typeof openPostgresql>>
  const open = (options = '') => openPostgresql(address(options), resolve(root, 'db/postgresql'))

  beforeAll(() => administer(`create database ${name} template template0 encoding 'UTF8' locale 'C.UTF-8'`))
  afterAll(() => administer(`drop database if exists ${name} with (force)`))
  beforeEach(async () => {
    db = await open()
    await db.raw.query('truncate jobs')
  })
  afterEach(() => db.close())

  test('is measured', async () => {
    const measured = await db.measured()
    expect(measured).toMatchObject({ engine: 'PostgreSQL', version: expect.stringMatching(/^\d+\.\d+/) as string })
    expect(measured.bytes).toBeGreaterThan(1_000_000)
    expect(measured.migrations).toBeGreaterThan(1)
  })

  test('is migrated once by five processes that start together', async () => {
    await administer(`drop database if exists ${name}_five with (force)`, `create database ${name}_five`)
    const url = Object.assign(new URL(inject('postgresUrl')), { pathname: `${name}_five` }).href
    const all = await Promise.all(Array.from({ length: 5 }, () => openPostgresql(url, resolve(root, 'db/postgresql'))))
    const { rows } = await all[0]!.raw.query<{ count: number }>(
      'select count(*)::int from drizzle.__drizzle_migrations',
    )
    expect(rows[0]?.count).toBeGreaterThan(1)
    await Promise.all(all.map((one) => one.close()))
    await administer(`drop database ${name}_five with (force)`)
  })

  test('that loses its connections is unavailable for a moment at most, and the pool heals', async () => {
    await db.commit((tx) => [adding(tx, 'a')])
    await administer(`select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`)
    const outcome = await db.commit((tx) => [adding(tx, 'b')]).catch((error: unknown) => error)
    if (outcome instanceof Error) expect(outcome).toMatchObject({ name: 'Unavailable', reason: 'unreachable' })
    await healed(() => db.commit((tx) => [adding(tx, 'c')]))
    await expect(db.ping()).resolves.toBeUndefined()
  })

  test('that goes away in the middle of a commit is unavailable, every time, and its connections are given back', async () => {
    const away = async () => {
      await administer(`select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`)
      // Until the connection, which is in use and waits for nothing, has heard of it.
      await pause(50)
    }
    for (let n = 0; n < 12; n++) {
      const commit = db.commit((tx) => [adding(tx, `a${n}`), away(), adding(tx, `b${n}`)])
      await expect(commit).rejects.toMatchObject({ name: 'Unavailable', reason: 'unreachable' })
    }
    await healed(() => db.commit((tx) => [adding(tx, 'c')]))
    expect(await db.$count(jobs)).toBe(1)
  })

  test('that goes away as commits begin keeps none of the connections of its pool', async () => {
    const away = `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`
    for (let n = 0; n < 15; n++) {
      const some = Array.from({ length: 4 }, (_, i) => db.commit((tx) => [adding(tx, `${n}-${i}`)]))
      const outcomes = await Promise.allSettled([administer(away), ...some])
      for (const outcome of outcomes)
        if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ reason: 'unreachable' })
    }
    await Promise.all(Array.from({ length: 10 }, (_, n) => healed(() => db.commit((tx) => [adding(tx, `last-${n}`)]))))
    await expect.poll(() => db.raw.totalCount - db.raw.idleCount).toBe(0)
  })

  test('that goes away while it is read is unavailable too, and no other fault is', async () => {
    const away = await open()
    await away.raw.query('select 1')
    const sleeping = away.select({ waited: sql`pg_sleep(60)` }).from(jobs)
    await db.commit((tx) => [adding(tx, 'a')])
    const asked = sleeping.then(
      () => undefined,
      (error: unknown) => away.unavailable(error),
    )
    const elsewhere = `datname = '${name}' and query like '%pg_sleep(60)%' and pid <> pg_backend_pid()`
    await expect
      .poll(
        async () =>
          (await db.raw.query(`select pg_terminate_backend(pid) from pg_stat_activity where ${elsewhere}`)).rowCount,
      )
      .toBeGreaterThan(0)
    expect(await asked).toMatchObject({ name: 'Unavailable', reason: 'unreachable' })
    expect(away.unavailable(new Error('a bug'))).toBeUndefined()
    await away.close()
  })

  test('lets one of twenty writers through who hold the row before they change it, and writes nothing of the others', async () => {
    await db.commit((tx) => [adding(tx, 'a')])
    const isMeant = and(eq(jobs.id, 'a'), eq(jobs.attempts, 0))
    const outcomes = await Promise.allSettled(
      Array.from({ length: 20 }, (_, n) =>
        db.commit((tx) => {
          const held = (tx as unknown as Reader).select({ id: jobs.id }).from(jobs).where(isMeant).for('no key update')
          const change = tx.update(jobs).set({ attempts: 1 }).where(isMeant).returning()
          return [adding(tx, `beside-${n}`), exactlyOne(change, () => new Error('meanwhile'), held)]
        }),
      ),
    )
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    for (const outcome of outcomes)
      if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ message: 'meanwhile' })
    expect(await db.$count(jobs)).toBe(2)
  })

  test('undoes what was sent with its commit when one of the steps fails, and says why', async () => {
    await db.commit((tx) => [adding(tx, 'a')])
    await expect(db.commit((tx) => [adding(tx, 'b'), adding(tx, 'a'), adding(tx, 'c')])).rejects.toMatchObject({
      name: 'Duplicate',
    })
    await expect(db.commit((tx) => [adding(tx, 'd')])).resolves.toHaveLength(1)
    expect(await db.$count(jobs)).toBe(2)
  })

  test('whose lock lasts longer than its settings allow is unavailable: busy, with nothing written', async () => {
    const patient = await open('?options=-c%20lock_timeout%3D200')
    const other = new pg.Client(address())
    await other.connect()
    await other.query('begin; lock table jobs in exclusive mode')
    await expect(patient.commit((tx) => [adding(tx, 'a')])).rejects.toMatchObject({
      name: 'Unavailable',
      reason: 'busy',
    })
    await other.query('rollback')
    await other.end()
    expect(await db.$count(jobs)).toBe(0)
    await patient.close()
  })

  test('that may only be read says so, and can still be read', async () => {
    await db.raw.query('set default_transaction_read_only = on')
    await expect(db.commit((tx) => [adding(tx, 'a')])).rejects.toMatchObject({
      name: 'Unavailable',
      reason: 'read_only',
    })
    expect(await db.$count(jobs)).toBe(0)
  })

  test('that is not there is unreachable', async () => {
    const away = await open()
    await away.close()
    await expect(openPostgresql('postgres://nobody@127.0.0.1:1/none', resolve(root, 'db/postgresql'))).rejects.toThrow(
      /ECONNREFUSED/,
    )
  })
})

async function administer(...statements: string[]) {
  const client = new pg.Client(inject('postgresUrl'))
  await client.connect()
  for (const statement of statements) await client.query(statement)
  await client.end()
}
