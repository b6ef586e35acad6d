import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, test } from 'vitest'
import { fundingFaults } from '../../src/funding/derived.ts'
import { fundingRows } from '../../src/funding/tables.ts'
import { initiativeProofs, initiatives } from '../../src/initiatives/tables.ts'
import { useHouse } from '../house.ts'
import { settle, type Settled, type Town } from '../town.ts'
import { type Funded, funded, rowsOf } from './ledger.ts'

const house = useHouse()
let town: Town
let one: Settled
let funding: Funded

beforeEach(async () => {
  town = await settle(house)
  one = await town.initiativeAt('mobilisation', { visibility: 'public' })
  const rows = [{ status: 'confirmed' as const }]
  funding = await funded(house, { subject: { initiativeId: one.id }, funderId: town.funder.actorId, rows })
})

describe('a row of the ledger', () => {
  test('is changed by nobody, not even in the database', async () => {
    const [id] = funding.rows
    await expect(
      house.db.commit((tx) => [tx.update(fundingRows).set({ cents: 1 }).where(eq(fundingRows.id, id!))]),
    ).rejects.toThrow()
    await expect(house.db.commit((tx) => [tx.delete(fundingRows).where(eq(fundingRows.id, id!))])).rejects.toThrow()
    expect((await rowsOf(house, funding.id)).map(({ cents }) => cents)).toEqual([4_000_000])
  })

  test('goes with its initiative when that one goes', async () => {
    await house.db.commit((tx) => [tx.delete(initiatives).where(eq(initiatives.id, one.id))])
    expect(await rowsOf(house, funding.id)).toEqual([])
  })
})

test('sources that gates count are those of the ledger, and a wrong count is found', async () => {
  expect(await fundingFaults(house.db)).toEqual([])
  await funded(house, {
    subject: { initiativeId: one.id },
    funderId: town.taker.actorId,
    rows: [{ status: 'pledged' }, { status: 'disbursed' }],
  })
  expect(await fundingFaults(house.db)).toEqual([])
  const [kept] = await house.db.select().from(initiativeProofs).where(eq(initiativeProofs.initiativeId, one.id))
  expect(kept?.fundingSources).toBe(2)
  await house.db.commit((tx) => [tx.update(initiativeProofs).set({ fundingSources: 5 })])
  expect(await fundingFaults(house.db)).toEqual([`initiative_proofs of ${one.id} holds 5 sources of money, which is 2`])
})
