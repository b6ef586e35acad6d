import { pino } from 'pino'
import { describe, expect, test } from 'vitest'
import { queued } from '../../../src/platform/jobs/queued.ts'
import { doneJobs } from '../../../src/platform/jobs/forgetting.ts'
import { jobs } from '../../../src/platform/jobs/tables.ts'
import { Finish, type Handler, NO_SUCH_KIND, worker } from '../../../src/platform/jobs/worker.ts'
import { useDatabase } from '../../database.ts'

const context = useDatabase()
const log = pino({ level: 'silent' })
const start = new Date('2026-03-02T15:00:00Z')
const later = (ms: number) => new Date(start.getTime() + ms)

let now = start
const clock = { now: () => now }
const hired = (handlers: Record<string, Handler>) => worker({ db: context.db, clock, log }, handlers)
const all = () => context.db.select().from(jobs)
async function queue(count: number, runAt = start) {
  now = start
  for (let n = 0; n < count; n++)
    await context.db.commit((tx) => [queued(tx, 'greet', { n }, start, { id: `${n}`, runAt })])
}

describe('work that is queued', () => {
  test('is done once, with what it was given, and is kept as done', async () => {
    await queue(1)
    const done: unknown[] = []
    const greet: Handler = (payload, at) => Promise.resolve(void done.push([payload, at]))
    expect(await hired({ greet }).drain()).toBe(1)
    expect(await hired({ greet }).drain()).toBe(0)
    expect(done).toEqual([[{ n: 0 }, start]])
    expect((await all())[0]).toMatchObject({ doneAt: start, error: null, takenUntil: null })
  })

  test('keeps what it was given for whoever asked for it, and for nobody else', async () => {
    now = start
    await context.db.commit((tx) => [
      queued(tx, 'greet', { to: 'marie@example.org' }, start, { id: 'a' }),
      queued(tx, 'greet', { importId: 'i' }, start, { id: 'b', requestedById: 'marie' }),
      queued(tx, 'fail', { to: 'marie@example.org' }, start, { id: 'c' }),
    ])
    const greet: Handler = () => Promise.resolve()
    await hired({ greet, fail: () => Promise.reject(new Error('no')) }).drain()
    const left = (await all()).toSorted((one, other) => one.id.localeCompare(other.id))
    expect(left.map(({ payload }) => payload)).toEqual([{}, { importId: 'i' }, { to: 'marie@example.org' }])
  })

  test('is shared by two workers: nothing twice, nothing left', async () => {
    await queue(30)
    const done: number[] = []
    const greet: Handler = async ({ n }: { n: number }) => {
      await new Promise((soon) => setTimeout(soon, 1))
      done.push(n)
    }
    const counts = await Promise.all([hired({ greet }).drain(), hired({ greet }).drain()])
    expect(counts[0] + counts[1]).toBe(30)
    expect(done.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 30 }, (_, n) => n))
  })

  test('for later waits until then', async () => {
    await queue(1, later(60_000))
    const greet: Handler = () => Promise.resolve()
    expect(await hired({ greet }).drain()).toBe(0)
    now = later(60_000)
    expect(await hired({ greet }).drain()).toBe(1)
  })

  test('that a process died over is taken up by another when its time is over', async () => {
    await queue(1)
    await context.db.commit((tx) => [tx.update(jobs).set({ takenUntil: later(10 * 60_000) })])
    const greet: Handler = () => Promise.resolve()
    expect(await hired({ greet }).drain()).toBe(0)
    now = later(10 * 60_000 + 1)
    expect(await hired({ greet }).drain()).toBe(1)
  })

  test('is forgotten by when it was done', async () => {
    await queue(1)
    const greet: Handler = () => Promise.resolve()
    await hired({ greet }).drain()
    expect(await doneJobs.many(context.db, now)).toBe(0)
    expect(await doneJobs.many(context.db, later(1))).toBe(1)
    const { rows, steps } = await doneJobs.next(context.db, later(1), 10, now)
    await context.db.commit(steps)
    expect(rows).toBe(1)
    expect(await all()).toEqual([])
  })
})

describe('work that fails', () => {
  const fails: Handler = () => Promise.reject(new Error('no mail today'))

  test('is tried again after longer and longer, six times, and is then dead and kept', async () => {
    await queue(1)
    const waits: number[] = []
    for (let attempt = 1; attempt <= 6; attempt++) {
      await hired({ greet: fails }).drain()
      const [job] = await all()
      expect(job).toMatchObject({
        attempts: attempt,
        doneAt: null,
        error: expect.stringContaining('no mail today') as string,
      })
      if (attempt < 6) waits.push(job!.runAt.getTime() - now.getTime())
      now = job!.runAt
    }
    expect(waits).toEqual([4_000, 16_000, 64_000, 256_000, 1_024_000])
    expect((await all())[0]?.deadAt).not.toBeNull()
    now = later(30 * 86_400_000)
    expect(await hired({ greet: fails }).drain()).toBe(0)
  })

  test('does not keep the rest from being done', async () => {
    await queue(3)
    const done: number[] = []
    const greet: Handler = ({ n }: { n: number }) =>
      n === 0 ? Promise.reject(new Error('not this one')) : Promise.resolve(void done.push(n))
    await hired({ greet }).drain()
    expect(done.toSorted((a, b) => a - b)).toEqual([1, 2])
  })

  test('because nobody knows its kind is kept until somebody does', async () => {
    await queue(1)
    await hired({}).drain()
    const [job] = await all()
    expect(job?.error).toBe(NO_SUCH_KIND)
    now = job!.runAt
    const done: unknown[] = []
    await hired({ greet: () => Promise.resolve(void done.push('greeted')) }).drain()
    expect(done).toEqual(['greeted'])
  })
})

test('work that bears the same name is queued once', async () => {
  const queue = () => context.db.commit((tx) => [queued(tx, 'greet', {}, start, { id: 'the-same' })])
  await queue()
  await expect(queue()).rejects.toMatchObject({ name: 'Duplicate' })
})

test('a commit that fails queues nothing', async () => {
  await expect(
    context.db.commit((tx) => [
      queued(tx, 'greet', {}, start),
      {
        statement: tx.update(jobs).set({ attempts: 1 }).returning(),
        check: () => {
          throw new Error('undone')
        },
      },
    ]),
  ).rejects.toThrow('undone')
  expect(await all()).toEqual([])
})

test('a worker that is told to stop finishes the job under way, and begins no other', async () => {
  await queue(3)
  let [begun, done] = [0, 0]
  let finish = () => {}
  const told = new Promise<void>((resolve) => (finish = resolve))
  const greet: Handler = async () => {
    begun++
    await told
    done++
  }
  const one = hired({ greet })
  one.start()
  await expect.poll(() => begun).toBe(1)
  const stopped = one.stop()
  finish()
  await stopped
  expect([begun, done]).toEqual([1, 1])
  expect((await all()).filter(({ doneAt }) => doneAt !== null)).toHaveLength(1)
  expect((await all()).filter(({ takenUntil }) => takenUntil !== null)).toEqual([])
})

test('a letter does not wait for an import that takes its time', async () => {
  now = start
  await context.db.commit((tx) => [
    queued(tx, 'import.run', {}, start, { lane: 'long' }),
    queued(tx, 'greet', {}, start),
  ])
  const done: string[] = []
  let finish = () => {}
  const long = new Promise<void>((resolve) => (finish = resolve))
  const one = hired({
    'import.run': () => long.then(() => void done.push('import')),
    greet: () => Promise.resolve(void done.push('greeted')),
  })
  one.start()
  await expect.poll(() => done).toEqual(['greeted'])
  finish()
  await expect.poll(() => done).toEqual(['greeted', 'import'])
  await one.stop()
})

test('work that ends the process each time is not begun for ever', async () => {
  await queue(1)
  const begun: number[] = []
  const greet: Handler = () => Promise.resolve(void begun.push(1))
  // As six processes left it that died before they could say anything.
  await context.db.commit((tx) => [tx.update(jobs).set({ attempts: 6, takenUntil: later(-1) })])
  expect(await hired({ greet }).drain()).toBe(0)
  expect(begun).toEqual([])
  expect((await all())[0]?.deadAt).toEqual(start)
})

test('work that tells how far it came, and what came of it, is followed by whoever asked', async () => {
  now = start
  await context.db.commit((tx) => [queued(tx, 'count', {}, start, { requestedById: 'somebody' })])
  const seen: (number | null)[] = []
  const count: Handler = async (_payload, _now, job) => {
    for (const done of [0, 5, 10]) {
      await job.reached(done, 10)
      seen.push((await all())[0]!.progressDone)
    }
    return { rows: 10 }
  }
  await hired({ count }).drain()
  // Said at once, then once a second at most, and always at the end.
  expect(seen).toEqual([0, 0, 10])
  expect((await all())[0]).toMatchObject({ requestedById: 'somebody', progressTotal: 10, outcome: { rows: 10 } })
})

describe('work of a kind that is done together', () => {
  const together = (handlers: Record<string, Handler>) =>
    worker({ db: context.db, clock, log }, handlers, new Set(['greet']))
  const greeted = (n: number) => new Finish((tx) => [queued(tx, 'letter', { n }, now, { id: `letter-${n}` })])
  const states = async () =>
    Object.fromEntries(
      (await all())
        .filter(({ kind }) => kind === 'greet')
        .map(({ id, doneAt, attempts }) => [id, doneAt ? 'done' : attempts]),
    )

  test('is done once each, and what comes of it is written', async () => {
    await queue(5)
    const done: number[] = []
    const handlers: Record<string, Handler> = {
      greet: ({ n }: { n: number }) => Promise.resolve(greeted(n)),
      letter: ({ n }: { n: number }) => Promise.resolve(void done.push(n)),
    }
    const counts = await Promise.all([together(handlers).drain(), together(handlers).drain()])
    expect(counts[0] + counts[1]).toBe(10)
    expect(done.toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4])
  })

  test('is not held up by one that fails, nor by one whose writing is refused', async () => {
    await queue(4)
    await context.db.commit((tx) => [queued(tx, 'other', {}, later(60_000), { id: 'letter-2' })])
    const greet: Handler = ({ n }: { n: number }) =>
      n === 1 ? Promise.reject(new Error('not this one')) : Promise.resolve(greeted(n))
    await together({ greet, letter: () => Promise.resolve() }).drain()
    expect(await states()).toEqual({ 0: 'done', 1: 1, 2: 1, 3: 'done' })
  })

  test('is begun alone once it was begun before, so that work which ends the process costs no other an attempt', async () => {
    await queue(3)
    // As a process left them that died over all three.
    await context.db.commit((tx) => [tx.update(jobs).set({ attempts: 1, takenUntil: later(-1) })])
    const begun: number[] = []
    const greet: Handler = async ({ n }: { n: number }) => {
      const taken = (await all()).filter(({ takenUntil }) => takenUntil && takenUntil > now)
      begun.push(taken.length)
      return greeted(n)
    }
    await together({ greet, letter: () => Promise.resolve() }).drain()
    expect(begun).toEqual([1, 1, 1])
  })

  test('waits a moment for more of its kind, and keeps nothing else from being done', async () => {
    await queue(2)
    const sizes: number[] = []
    const greet: Handler = async ({ n }: { n: number }) => {
      sizes.push((await all()).filter(({ takenUntil }) => takenUntil !== null).length)
      return greeted(n)
    }
    const one = together({ greet, letter: () => Promise.resolve() })
    one.start()
    try {
      await new Promise((soon) => setTimeout(soon, 50))
      expect(sizes).toEqual([])
      now = later(1_000)
      await expect.poll(() => sizes, { timeout: 5_000 }).toEqual([2, 2])
      await expect.poll(async () => (await all()).every(({ doneAt }) => doneAt !== null), { timeout: 5_000 }).toBe(true)
    } finally {
      await one.stop()
    }
  })
})
