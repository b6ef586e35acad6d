import fc from 'fast-check'
import { beforeEach, expect, test } from 'vitest'
import { firstBrokenLink } from '../../src/activity/queries.ts'
import { replay, standing } from '../../src/domain/history.ts'
import { stages, statuses } from '../../src/domain/lifecycle.ts'
import { movesOf, participationsOf, passage } from '../../src/initiatives/queries.ts'
import { initiatives } from '../../src/initiatives/tables.ts'
import { dialect } from '../../src/platform/db/dialect.ts'
import { Refusal } from '../../src/platform/http/refusal.ts'
import { useHouse } from '../house.ts'
import { settle, type Settled, type Town } from '../town.ts'
import { deed, done } from './deeds.ts'

// Whatever people do, in whatever order: the stored position is what the history says, and every no is a Refusal.

const house = useHouse()
let town: Town
beforeEach(async () => {
  town = await settle(house)
})

async function refusedOnly(deed: Promise<void>): Promise<boolean> {
  try {
    await deed
    return true
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return false
  }
}

async function holds(one: Settled) {
  const row = (await house.db.select().from(initiatives)).find(({ id }) => id === one.id)!
  const { stage, status, stageSince, statusSince } = row
  const history = (await movesOf(house.db, one.id)).map(passage)
  expect(replay(history)).toEqual({ position: { stage, status }, stageSince, statusSince })
  expect(standing(history).every(({ effectiveOn }) => effectiveOn <= '2026-03-02')).toBe(true)
  const people = await participationsOf(house.db, one.id)
  expect(people.filter(({ isLead, state }) => isLead && state === 'accepted').length).toBeLessThanOrEqual(1)
  expect(people.filter(({ takerKind, actor }) => takerKind === 'beneficiary' && actor.kind === 'person')).toEqual([])
}

const positions = stages.flatMap((stage) =>
  statuses
    .filter((status) => stage === 'appropriation' || (status !== 'sustained' && status !== 'transferred'))
    .map((status) => ({ stage, status })),
)

test.skipIf(dialect === 'postgresql')(
  'whatever is done, by whomever: the position is what the history says, and every no is a refusal',
  { timeout: 600_000 },
  async () => {
    const happened = new Map<string, number>()
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...positions),
        fc.array(fc.tuple(deed, fc.option(deed, { freq: 3 })), { minLength: 6, maxLength: 16 }),
        async ({ stage, status }, deeds) => {
          const settled = await Promise.all([
            town.initiativeAt(stage, { status, visibility: 'public' }),
            town.initiativeAt('mobilisation', { title: 'Une autre', visibility: 'public' }),
          ])
          for (const [first, second] of deeds) {
            // Now and then two people act at the same instant.
            const both = [first, ...(second ? [second] : [])]
            const outcomes = await Promise.all(
              both.map((it) => refusedOnly(done(house, town, settled[0], settled, it))),
            )
            for (const [n, it] of both.entries())
              if (outcomes[n]) happened.set(it.kind, (happened.get(it.kind) ?? 0) + 1)
            for (const one of settled) await holds(one)
          }
        },
      ),
      { numRuns: 100 },
    )
    // The property says nothing if nothing ever happened.
    const rare = ['move', 'correct', 'backfill', 'attest', 'role', 'edit'].filter(
      (kind) => (happened.get(kind) ?? 0) < 3,
    )
    expect(rare).toEqual([])
    expect(await firstBrokenLink(house.db)).toBeUndefined()
  },
)
