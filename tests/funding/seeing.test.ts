import { beforeEach, expect, test } from 'vitest'
import { instalmentsDue } from '../../src/funding/due.ts'
import type { Visibility } from '../../src/domain/visibility.ts'
import { participations } from '../../src/initiatives/tables.ts'
import { newId } from '../../src/platform/id.ts'
import { useHouse } from '../house.ts'
import { type Place, settle, type Settled, type Town } from '../town.ts'
import { funded } from './ledger.ts'

const house = useHouse()
let town: Town
let one: Settled

beforeEach(async () => {
  town = await settle(house)
  one = await town.initiativeAt('mobilisation', { visibility: 'public' })
})

const seen = async (path: string, place?: Place) => {
  const { status, body } = await house.get(path, place ? { as: town[place].accountId } : {})
  return status === 200 ? body.replaceAll(/[\u00A0\u202F]/g, ' ') : ''
}

const readers: Record<Visibility, (Place | undefined)[]> = {
  public: [undefined, 'member', 'taker', 'carrier', 'funder', 'coordinator'],
  network: ['member', 'taker', 'carrier', 'funder', 'coordinator'],
  community: ['taker', 'carrier', 'funder', 'coordinator'],
  team: ['taker', 'carrier', 'funder', 'coordinator'],
  restricted: ['carrier', 'funder', 'coordinator'],
}

test.each(Object.keys(readers) as Visibility[])('a row for %s is read by those, and by nobody else', async (level) => {
  const { id } = await funded(house, {
    subject: { initiativeId: one.id },
    funderId: town.funder.actorId,
    rows: [{ cents: 7_654_321, visibility: level }],
  })
  for (const path of [`/fundings/${id}`, `/initiatives/${one.slug}`]) {
    for (const place of readers.public) {
      const isThere = (await seen(path, place)).includes('76 543,21')
      expect([path, place, isThere]).toEqual([path, place, readers[level].includes(place)])
    }
  }
})

test('two co-funders see the same stage, and each their own restricted rows alone', async () => {
  await house.db.commit((tx) => [
    tx.insert(participations).values({
      id: newId(),
      initiativeId: one.id,
      actorId: town.member.actorId,
      role: 'funder',
      state: 'accepted',
      since: '2026-01-15',
      createdAt: house.now,
    }),
  ])
  const subject = { initiativeId: one.id }
  const rows = (cents: number) => [{ status: 'confirmed' as const, cents, visibility: 'restricted' as const }]
  const [mine, theirs] = [
    await funded(house, { subject, funderId: town.funder.actorId, rows: rows(1_111_111) }),
    await funded(house, { subject, funderId: town.member.actorId, rows: rows(2_222_222) }),
  ]
  const path = `/initiatives/${one.slug}`
  for (const [place, own, other] of [
    ['funder', '11 111,11', '22 222,22'],
    ['member', '22 222,22', '11 111,11'],
  ] as const) {
    const body = await seen(path, place)
    expect(body).toContain('Mobilisation')
    expect([place, body.includes(own), body.includes(other), body.includes('33 333,33')]).toEqual([
      place,
      true,
      false,
      false,
    ])
  }
  expect(await seen(`/fundings/${theirs.id}`, 'funder')).not.toContain('22 222,22')
  expect(await seen(`/fundings/${mine.id}`, 'member')).not.toContain('11 111,11')
  expect(await seen(path, 'coordinator')).toContain('33 333,33')
  expect(await seen(path)).not.toContain('111,11')
})

test('currencies are never summed with one another', async () => {
  const given = { subject: { initiativeId: one.id }, funderId: town.funder.actorId, rows: [{ cents: 100_000 }] }
  await funded(house, given)
  await funded(house, { ...given, currency: 'EUR' })
  const body = await seen(`/initiatives/${one.slug}`, 'coordinator')
  expect(body).toContain('1 000,00 $')
  expect(body).toContain('1 000,00 €')
  expect(body).not.toContain('2 000,00')
})

test('payments that are due are those of initiatives that one may see, and not of what is paid', async () => {
  const funding = await funded(house, {
    subject: { initiativeId: one.id },
    funderId: town.funder.actorId,
    visibility: 'restricted',
  })
  const due = async (place: Place) =>
    (await instalmentsDue(house.db, town[place].by, '2026-03-02', '2026-03-31')).map(({ id, state }) => [id, state])
  expect(await due('funder')).toEqual([[funding.instalment, 'late']])
  expect(await due('carrier')).toEqual([[funding.instalment, 'late']])
  expect(await due('member')).toEqual([])
})
