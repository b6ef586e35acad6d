import { eq } from 'drizzle-orm'
import { beforeEach, expect, test } from 'vitest'
import { journal } from '../../src/activity/tables.ts'
import { initiatives } from '../../src/initiatives/tables.ts'
import { useHouse } from '../house.ts'
import { type Settled, settle, type Town } from '../town.ts'

const house = useHouse()
let town: Town
let one: Settled

beforeEach(async () => {
  town = await settle(house)
  one = await town.initiativeAt('mobilisation', { visibility: 'public' })
})

const path = () => `/initiatives/${one.slug}/counting`
const sheet = async (as?: string) => (await house.get(`/initiatives/${one.slug}`, { as })).body
async function row() {
  const [found] = await house.db.select().from(initiatives).where(eq(initiatives.id, one.id))
  return found!
}
const setTo = async (counts: string, as: string, reason = 'Un essai.') =>
  house.post(path(), { version: String((await row()).version), counts, reason }, { as })

test('a coordinator keeps an initiative out of reports, says why, and counts it again', async () => {
  const { accountId } = town.coordinator
  expect((await setTo('no', accountId)).status).toBe(303)
  expect((await row()).isExcluded).toBe(true)
  expect((await setTo('yes', accountId, 'C’était bien elle.')).status).toBe(303)
  expect((await row()).isExcluded).toBe(false)
  const told = (await house.db.select().from(journal)).filter(({ what }) => /excluded|counted_again/.test(what))
  expect(told.map(({ what, capacity, particulars }) => [what, capacity, JSON.parse(particulars)])).toEqual([
    ['excluded', 'coordinator', { reason: 'Un essai.' }],
    ['counted_again', 'coordinator', { reason: 'C’était bien elle.' }],
  ])
})

test('nobody else does, its carriers neither', async () => {
  for (const who of [town.leadCarrier, town.funder, town.member]) {
    expect((await setTo('no', who.accountId)).status).toBe(403)
    expect((await house.get(path(), { as: who.accountId })).status).toBe(403)
  }
  expect((await row()).isExcluded).toBe(false)
})

test('it is shown to those who carry and coordinate it, and to nobody else', async () => {
  await setTo('no', town.coordinator.accountId)
  for (const { accountId } of [town.coordinator, town.leadCarrier]) {
    expect(await sheet(accountId)).toContain('Hors des rapports')
  }
  for (const as of [town.member.accountId, town.funder.accountId, undefined]) {
    expect(await sheet(as)).not.toContain('Hors des rapports')
  }
})

test('a reason is asked for, and an old form is told so', async () => {
  const unsaid = await setTo('no', town.coordinator.accountId, '')
  expect(unsaid.status).toBe(422)
  const late = await house.post(path(), { version: '0', counts: 'no', reason: 'x' }, { as: town.coordinator.accountId })
  expect(late.status).toBe(409)
})
