import { eq, isNull } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { queued } from '../../src/platform/jobs/queued.ts'
import { jobs } from '../../src/platform/jobs/tables.ts'
import { scouringQueued } from '../../src/privacy/scouring.ts'
import { useHouse } from '../house.ts'

const house = useHouse()
const letter = { to: 'x@example.org', subject: 'Effacé', text: 'Bonjour' }

async function posted(more: Partial<typeof jobs.$inferInsert> = { attempts: 0 }) {
  await house.db.commit((tx) => [
    queued(tx, 'letter.send', letter, house.now, { id: 'erasure-1' }),
    scouringQueued(tx, 'erasure-1', house.now),
  ])
  await house.db.commit((tx) => [tx.update(jobs).set(more).where(eq(jobs.id, 'erasure-1'))])
}

const waiting = async () =>
  (await house.db.select().from(jobs).where(isNull(jobs.doneAt))).map(({ kind }) => kind).sort()

async function later() {
  house.now = new Date(house.now.getTime() + 60_000)
  await house.work()
}

describe('after an erasure', () => {
  test('the letter leaves first, and its address with it', async () => {
    await posted()
    await house.work()
    expect(house.letters).toHaveLength(1)
    expect(await waiting()).toEqual(['erasure.scour'])
    await later()
    expect(await waiting()).toEqual([])
    expect(JSON.stringify(await house.db.select().from(jobs))).not.toContain('x@example.org')
  })

  test('a letter that could not be sent is forgotten with its address', async () => {
    await posted({ deadAt: house.now })
    await later()
    expect(JSON.stringify(await house.db.select().from(jobs))).not.toContain('x@example.org')
    expect(await waiting()).toEqual([])
  })

  test('a letter that is still tried is waited for', async () => {
    await posted({ attempts: 2, runAt: new Date(house.now.getTime() + 600_000) })
    await later()
    expect(await waiting()).toEqual(['erasure.scour', 'letter.send'])
    house.now = new Date(house.now.getTime() + 2 * 3_600_000)
    await later()
    expect([house.letters.length, await waiting()]).toEqual([1, []])
  })
})
