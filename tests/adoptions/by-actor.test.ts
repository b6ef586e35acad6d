import { eq } from 'drizzle-orm'
import { beforeEach, expect, test } from 'vitest'
import { adoptionStatuses } from '../../src/domain/adoptions.ts'
import { visibilities } from '../../src/domain/visibility.ts'
import { actors } from '../../src/actors/tables.ts'
import { useHouse } from '../house.ts'
import { type Place, settle, type Settled, type Town } from '../town.ts'
import { adopted, planted } from './adopted.ts'

const house = useHouse()
let town: Town
let one: Settled
let page: string

beforeEach(async () => {
  town = await settle(house)
  one = await town.initiativeAt('appropriation', { visibility: 'public', title: 'Cantine du soir' })
  page = await pageOf(town.funder.actorId)
})

async function pageOf(actorId: string) {
  const [actor] = await house.db.select().from(actors).where(eq(actors.id, actorId))
  return `/actors/${actor!.slug}`
}

const everybody = ['visitor', 'member', 'funder', 'supportPartner', 'carrier', 'coordinator'] as const
const read = async (who: Place | 'visitor', path = page) =>
  (await house.get(path, { as: who === 'visitor' ? undefined : town[who].accountId })).body

test('the page of an organisation says what it adopts: how far, since when, where', async () => {
  expect(await read('visitor')).not.toContain('id="adopts"')
  const { lachute } = await planted(house)
  const id = await adopted(house, { initiativeId: one.id, takerId: town.funder.actorId, territoryId: lachute.id })
  const body = await read('visitor')
  const part = body.slice(body.indexOf('id="adopts"')).split('</section>')[0]!
  expect(part).toContain(`href="/adoptions/${id}"`)
  for (const said of ['Adopte', 'Cantine du soir', 'intégrée', 'Lachute', '10 janvier 2026'])
    expect(part).toContain(said)
})

test.each(visibilities)('is read by those who read the adoption itself, at level: %s', async (visibility) => {
  const id = await adopted(house, { initiativeId: one.id, takerId: town.funder.actorId, status: 'trial', visibility })
  for (const who of everybody) {
    const as = who === 'visitor' ? undefined : town[who].accountId
    const isReader = (await house.get(`/adoptions/${id}`, { as })).status === 200
    expect([who, (await read(who)).includes(`/adoptions/${id}`)]).toEqual([who, isReader])
  }
  expect((await read('member')).includes(`/adoptions/${id}`)).toBe(['public', 'network'].includes(visibility))
})

test.each(adoptionStatuses)('tells of who hesitates or gave up to the two parties alone: %s', async (status) => {
  const id = await adopted(house, { initiativeId: one.id, takerId: town.funder.actorId, status, reason: 'Le coût' })
  const isTold = ['intent', 'trial', 'integrated'].includes(status)
  for (const who of everybody) {
    const isParty = ['funder', 'carrier', 'coordinator'].includes(who)
    const body = await read(who)
    expect([who, body.includes(`/adoptions/${id}`)]).toEqual([who, isTold || isParty])
    expect(body).not.toContain('Le coût')
  }
})

test('what is adopted of an initiative that the reader may not see is not told', async () => {
  const hidden = await town.initiativeAt('appropriation', { visibility: 'team', title: 'Cachée' })
  await adopted(house, { initiativeId: hidden.id, takerId: town.funder.actorId })
  expect(await read('member')).not.toContain('id="adopts"')
  expect(await read('carrier')).toContain('Cachée')
})

test('what waits to be confirmed, and what a person takes up, is on no page of an actor', async () => {
  await adopted(house, { initiativeId: one.id, takerId: town.funder.actorId, isConfirmed: false })
  await adopted(house, { initiativeId: one.id, takerId: town.member.personId })
  expect(await read('coordinator')).not.toContain('id="adopts"')
  expect(await read('coordinator', await pageOf(town.member.personId))).not.toContain('id="adopts"')
})
