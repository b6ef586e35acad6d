import { eq } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { exactlyOne } from '../../../src/platform/db/database.ts'
import { grouped } from '../../../src/platform/db/grouped.ts'
import { queued } from '../../../src/platform/jobs/queued.ts'
import { jobs } from '../../../src/platform/jobs/tables.ts'
import { useDatabase } from '../../database.ts'

describe('commits that are asked for at once', () => {
  test('share one turn, and each has its own outcome', async () => {
    const groups: string[][] = []
    const write = grouped<string>(async (ones) => {
      groups.push([...ones])
      return ones.map((one) => (one === 'bad' ? { error: new Error('undone') } : { outcome: one.toUpperCase() }))
    })
    const outcomes = await Promise.allSettled([write('a'), write('bad'), write('b')])
    expect(outcomes.map((one) => (one.status === 'fulfilled' ? one.value : 'refused'))).toEqual(['A', 'refused', 'B'])
    expect(groups).toEqual([['a', 'bad', 'b']])
  })

  test('are tried one by one when the group fails, in their order', async () => {
    const tried: string[][] = []
    const write = grouped<string>(async (ones) => {
      tried.push([...ones])
      if (ones.includes('too large')) throw new Error('no room')
      return ones.map((one) => ({ outcome: one }))
    })
    const outcomes = await Promise.allSettled([write('a'), write('too large'), write('b')])
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(tried).toEqual([['a', 'too large', 'b'], ['a'], ['too large'], ['b']])
  })
})

test('who asks while others come in one after the other joins them, and is not kept waiting for ever', async () => {
  const groups: number[] = []
  const write = grouped<number>(async (ones) => {
    groups.push(ones.length)
    return ones.map((one) => ({ outcome: one }))
  })
  const all: Promise<unknown>[] = []
  for (let n = 0; n < 40; n++) {
    all.push(write(n))
    await new Promise((turn) => setImmediate(turn))
  }
  await Promise.all(all)
  expect(groups[0]).toBeGreaterThan(1)
  expect(groups[0]).toBeLessThan(20)
})

test('a lock that all of a group waited for is waited for once', async () => {
  let tried = 0
  const locked = new Error('locked')
  const write = grouped<string>(
    () => {
      tried++
      return Promise.reject(locked)
    },
    (error) => error === locked,
  )
  const outcomes = await Promise.allSettled([write('a'), write('b'), write('c')])
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected'])
  expect(tried).toBe(1)
})

describe('on a real database', () => {
  const context = useDatabase()
  const now = new Date('2026-03-02T15:00:00Z')
  const kept = async () => (await context.db.select({ id: jobs.id }).from(jobs)).map(({ id }) => id).sort()
  const queue = (id: string) => context.db.commit((tx) => [queued(tx, 'letter.send', {}, now, { id })])

  test('one that is refused takes nothing of the others with it, and leaves nothing', async () => {
    const refused = context.db.commit((tx) => [
      queued(tx, 'letter.send', {}, now, { id: 'half' }),
      exactlyOne(
        tx.update(jobs).set({ error: 'x' }).where(eq(jobs.id, 'nobody')).returning(),
        () => new Error('not there'),
      ),
    ])
    const outcomes = await Promise.allSettled([queue('one'), refused, queue('one'), queue('two')])
    const stands = outcomes.map(({ status }) => status === 'fulfilled')
    expect([stands[0] !== stands[2], stands[1], stands[3]]).toEqual([true, false, true])
    expect(await kept()).toEqual(['one', 'two'])
  })

  test('of two that guard the same row one stands', async () => {
    await queue('one')
    const take = (by: string) =>
      context.db.commit((tx) => [
        exactlyOne(
          tx.update(jobs).set({ error: by, attempts: 1 }).where(eq(jobs.attempts, 0)).returning(),
          () => new Error('somebody was quicker'),
        ),
      ])
    const outcomes = await Promise.allSettled([take('first'), take('second')])
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })
})
