import { and, eq } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { Duplicate, exactlyOne, type Writer } from '../../../src/platform/db/database.ts'
import { jobs } from '../../../src/platform/jobs/tables.ts'
import { useDatabase } from '../../database.ts'

const context = useDatabase()
const at = new Date('2026-03-02T15:00:00Z')
const adding = (tx: Writer, id: string) =>
  tx.insert(jobs).values({ id, kind: 'test', payload: { n: 1 }, runAt: at, createdAt: at })
const ids = async () => (await context.db.select({ id: jobs.id }).from(jobs)).map(({ id }) => id).toSorted()

class Meanwhile extends Error {}

describe('a commit', () => {
  test('does all of its steps, and answers their rows in order', async () => {
    const [first, none, third] = await context.db.commit((tx) => [
      adding(tx, 'a').returning({ id: jobs.id }),
      adding(tx, 'b'),
      tx.update(jobs).set({ attempts: 3 }).where(eq(jobs.id, 'b')).returning({ attempts: jobs.attempts }),
    ])
    expect([first, none, third]).toEqual([[{ id: 'a' }], undefined, [{ attempts: 3 }]])
    expect(await ids()).toEqual(['a', 'b'])
  })

  test('does none of them when one is taken already: Duplicate', async () => {
    await context.db.commit((tx) => [adding(tx, 'a')])
    const twice = context.db.commit((tx) => [adding(tx, 'b'), adding(tx, 'c'), adding(tx, 'a')])
    await expect(twice).rejects.toThrow(Duplicate)
    expect(await ids()).toEqual(['a'])
  })

  test('does none of them when an expectation is not met, and throws what the expectation says', async () => {
    await context.db.commit((tx) => [adding(tx, 'a')])
    const stale = context.db.commit((tx) => [
      adding(tx, 'b'),
      exactlyOne(tx.update(jobs).set({ attempts: 9 }).where(eq(jobs.id, 'nobody')).returning(), () => new Meanwhile()),
      adding(tx, 'c'),
    ])
    await expect(stale).rejects.toThrow(Meanwhile)
    expect(await ids()).toEqual(['a'])
  })

  test('does none of them when the steps cannot even be built', async () => {
    const broken = context.db.commit((tx) => {
      const steps = [adding(tx, 'a')]
      if (steps.length > 0) throw new Meanwhile()
      return steps
    })
    await expect(broken).rejects.toThrow(Meanwhile)
    expect(await ids()).toEqual([])
  })

  test('guarded by a version lets one of twenty writers through', async () => {
    await context.db.commit((tx) => [adding(tx, 'a')])
    const writers = Array.from({ length: 20 }, () =>
      context.db.commit((tx) => [
        exactlyOne(
          tx
            .update(jobs)
            .set({ kind: 'won', attempts: 1 })
            .where(and(eq(jobs.id, 'a'), eq(jobs.attempts, 0)))
            .returning(),
          () => new Meanwhile(),
        ),
      ]),
    )
    const outcomes = await Promise.allSettled(writers)
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    for (const outcome of outcomes) if (outcome.status === 'rejected') expect(outcome.reason).toBeInstanceOf(Meanwhile)
  })

  test('of forty writers at once loses nothing', async () => {
    await Promise.all(
      Array.from({ length: 40 }, (_, n) => context.db.commit((tx) => [adding(tx, `x${n}`), adding(tx, `y${n}`)])),
    )
    expect(await ids()).toHaveLength(80)
  })
})

test('values come back as they went in, on both databases', async () => {
  const payload = { texte: 'été – « 14 000 $ »', list: [1, null, { deep: true }] }
  await context.db.commit((tx) => [
    tx.insert(jobs).values({ id: 'a', kind: 'test', payload, runAt: at, createdAt: at, doneAt: null }),
  ])
  const [row] = await context.db.select().from(jobs)
  expect(row).toMatchObject({ payload, runAt: at, createdAt: at, doneAt: null, attempts: 0 })
})

test('the database answers when asked', async () => {
  await expect(context.db.ping()).resolves.toBeUndefined()
})
