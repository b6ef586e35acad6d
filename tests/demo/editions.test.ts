import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { pursesOfEditions } from '../../src/awards/purses.ts'
import { standingOf } from '../../src/programmes/comparing.ts'
import { editions } from '../../src/programmes/tables.ts'
import { seedDemo } from '../../src/demo/commands.ts'
import { visitor } from '../../src/domain/viewer.ts'
import { fundingRows, fundings } from '../../src/funding/tables.ts'
import { hasGivingStandard, problemsOf } from '../awards/standards.ts'
import { sealedHouse } from './sealed.ts'
import { useHouse } from '../house.ts'

const house = useHouse()
const today = '2026-03-02'

test('the demo holds two editions of CO-LAB, seven teams each: 14 000 $ paid in the first, promised in the second', async () => {
  await seedDemo(sealedHouse(house.db), house.now)
  const held = await house.db.select().from(editions).orderBy(editions.startsOn)
  expect(held.map(({ name, envelopeCents }) => [name, envelopeCents])).toEqual([
    ['1re édition', 1_400_000],
    ['2e édition', null],
  ])
  const ids = held.map(({ id }) => id)
  const by = { ...visitor, networkRole: 'coordinator' } as const
  const [standing, purses] = [
    await standingOf(house.db, by, today, ids),
    await pursesOfEditions(house.db, by, today, ids),
  ]
  expect(ids.map((id) => standing.get(id)?.teams)).toEqual([7, 7])
  const of = (n: number) => purses.get(ids[n]!)!.map(({ status, cents }) => [status, cents])
  expect(of(0)).toEqual([
    ['confirmed', 1_400_000],
    ['disbursed', 1_400_000],
  ])
  // What a team of the second received besides is no bursary.
  const promised = await house.db
    .select({ status: fundingRows.status, cents: fundingRows.cents })
    .from(fundingRows)
    .innerJoin(fundings, eq(fundings.id, fundingRows.fundingId))
    .where(eq(fundings.purpose, 'Bourse de la 2e édition de CO-LAB'))
  expect(promised).toEqual(Array.from({ length: 7 }, () => ({ status: 'pledged', cents: 200_000 })))

  const { status, body } = await house.get('/open/360giving.json')
  expect(status).toBe(200)
  if (hasGivingStandard) expect(problemsOf(JSON.parse(body))).toEqual([])
  expect(body).toContain('Démonstration')
})
