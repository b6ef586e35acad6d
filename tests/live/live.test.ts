import { eq } from 'drizzle-orm'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { recorded } from '../../src/activity/recorded.ts'
import { actors, memberships } from '../../src/actors/tables.ts'
import type { BoardNews } from '../../src/live/hub.ts'
import { initiatives } from '../../src/initiatives/tables.ts'
import { useHouse } from '../house.ts'
import { type Place, type Settled, settle, type Town } from '../town.ts'
import { type Listening, listeningTo } from './listening.ts'

const house = useHouse()
let town: Town
let one: Settled
let open: Listening[] = []

beforeEach(async () => {
  town = await settle(house)
  one = await town.initiativeAt('mobilisation', { title: 'Navette de nuit', visibility: 'public' })
})
afterEach(() => {
  for (const page of open) page.close()
  open = []
})

async function opened(sight: string, place?: Place, headers: Record<string, string> = {}) {
  const since = sight.includes('since=') ? '' : `&since=${house.now.getTime() + 10_001}`
  const cookie = place ? { Cookie: await house.cookieOf(town[place].accountId) } : {}
  const page = await listeningTo(`${house.origin}/live?${sight}${since}`, { ...cookie, ...headers })
  open.push(page)
  return page
}

/** A move of this initiative, by the lead carrier, through its form. */
async function moved(it: Settled, to: 'send_back' | 'hold' = 'send_back') {
  const [row] = await house.db.select().from(initiatives).where(eq(initiatives.id, it.id))
  const answer = await house.post(
    `/initiatives/${row!.slug}/moves`,
    {
      version: String(row!.version),
      event: to,
      effectiveOn: '2026-03-01',
      reason: 'À revoir',
      ...(to === 'send_back' ? { to: 'emergence' } : { reviewOn: '2026-09-01' }),
    },
    { as: town.leadCarrier.accountId },
  )
  expect(answer.status).toBe(303)
}
const newsOf = (page: Listening) => JSON.parse(page.events.at(-1)!.data) as BoardNews

describe('an open board', () => {
  test('is given the card that moved, for its reader', async () => {
    const [visitor, member, carrier] = [
      await opened('on=board'),
      await opened('on=board', 'member'),
      await opened('on=board', 'leadCarrier'),
    ]
    await moved(one)
    for (const page of [visitor, member, carrier]) expect(await page.heard(1)).toBe(true)
    expect(newsOf(visitor)).toMatchObject({
      cards: [{ slug: one.slug, stage: 'emergence' }],
      gone: [],
      counts: { emergence: '1', mobilisation: '0' },
      said: ['«\u00a0Navette de nuit\u00a0» est maintenant à l’étape Émergence.'],
    })
    // Who carries it may move it; visitors read no person’s name.
    expect(newsOf(carrier).cards[0]!.html).toContain('data-movable')
    expect(newsOf(member).cards[0]!.html).not.toContain('data-movable')
    expect(newsOf(member).cards[0]!.html).toContain('Porteuse Première')
    expect(newsOf(visitor).cards[0]!.html).not.toContain('Porteuse')
  })

  test('counts what its reader sees: closed ones where they hold a role too', async () => {
    await town.initiativeAt('emergence', { title: 'Fermée', visibility: 'team' })
    const [member, funder, coordinator] = [
      await opened('on=board', 'member'),
      await opened('on=board', 'funder'),
      await opened('on=board', 'coordinator'),
    ]
    await moved(one)
    for (const page of [member, funder, coordinator]) expect(await page.heard(1)).toBe(true)
    // `otherSlug` of the town stands in emergence too, restricted: for coordinators.
    expect([newsOf(member), newsOf(funder), newsOf(coordinator)].map(({ counts }) => counts.emergence)).toEqual([
      '1',
      '2',
      '3',
    ])
  })

  test('says the same counts as a reload', async () => {
    const funder = await opened('on=board', 'funder')
    await moved(one)
    expect(await funder.heard(1)).toBe(true)
    const { body } = await house.get('/', { as: town.funder.accountId })
    const shown = [...body.matchAll(/id="count-(\w+)">(\d+)</g)].map(([, stage, count]) => [stage, count])
    expect(Object.fromEntries(shown)).toEqual(newsOf(funder).counts)
  })

  test('lets go of what is not under way any more', async () => {
    const member = await opened('on=board', 'member')
    await moved(one, 'hold')
    expect(await member.heard(1)).toBe(true)
    expect(newsOf(member)).toMatchObject({ cards: [], gone: [one.slug] })
  })

  test('hears nothing at all of what its reader may not see', async () => {
    const hidden = await town.initiativeAt('mobilisation', { title: 'Zanzibar', visibility: 'restricted' })
    const [visitor, member, funder, coordinator] = [
      await opened('on=board'),
      await opened('on=board', 'member'),
      await opened('on=list', 'funder'),
      await opened('on=board', 'coordinator'),
    ]
    await moved(hidden)
    expect(await coordinator.heard(1)).toBe(true)
    await moved(one)
    for (const page of [visitor, member, funder]) expect(await page.heard(1)).toBe(true)
    for (const page of [visitor, member, funder]) expect(page.events).toHaveLength(1)
    expect(JSON.stringify(visitor.events)).not.toContain('anzibar')
  })

  test('lets go of what was closed to its reader, and of nothing that they never saw', async () => {
    const [member, visitor] = [await opened('on=board', 'member'), await opened('on=board')]
    const it = await town.initiativeAt('mobilisation', { title: 'Bientôt fermée', visibility: 'network' })
    const { body } = await house.get(`/initiatives/${it.slug}/edit`, { as: town.leadCarrier.accountId })
    const version = /name="version" value="(\d+)"/.exec(body)![1]!
    const fields = { version, title: 'Bientôt fermée', need: '', visibility: 'restricted' }
    expect((await house.post(`/initiatives/${it.slug}`, fields, { as: town.leadCarrier.accountId })).status).toBe(303)
    expect(await member.heard(1)).toBe(true)
    expect(newsOf(member)).toMatchObject({ cards: [], gone: [it.slug] })
    await moved(one)
    expect(await visitor.heard(1)).toBe(true)
    expect(visitor.events).toHaveLength(1)
    expect(newsOf(visitor).gone).toEqual([])
  })
})

describe('the page of an initiative', () => {
  test('is asked for anew when something happens to it, and not for others', async () => {
    const other = await town.initiativeAt('mobilisation', { title: 'Une autre', visibility: 'public' })
    const [here, there] = [await opened(`on=initiative&id=${one.id}`), await opened(`on=initiative&id=${other.id}`)]
    await moved(one)
    expect(await here.heard(1)).toBe(true)
    expect(here.events[0]!.event).toBe('changed')
    expect(there.events).toEqual([])
  })

  test('that a reader may not see has no stream: not found', async () => {
    const hidden = await town.initiativeAt('feedback', { visibility: 'restricted', team: false })
    for (const place of [undefined, 'member', 'funder'] as const) {
      expect((await opened(`on=initiative&id=${hidden.id}`, place)).status).toBe(404)
    }
    expect((await opened(`on=initiative&id=${hidden.id}`, 'coordinator')).status).toBe(200)
  })

  test('carries where its news come from, and so does a board', async () => {
    const page = await house.get(`/initiatives/${one.slug}`)
    expect(page.body).toContain(`data-live="/live?on=initiative&amp;id=${one.id}&amp;since=`)
    expect((await house.get('/')).body).toContain('data-live="/live?on=board&amp;since=')
    expect((await house.get('/?q=navette')).body).toContain('data-live="/live?on=list&amp;since=')
  })
})

describe('a page that was away', () => {
  test('catches up with what happened meanwhile', async () => {
    await moved(one)
    const back = await opened('on=board', 'member', { 'Last-Event-ID': String(house.now.getTime()) })
    expect(await back.heard(1)).toBe(true)
    expect(newsOf(back).cards[0]).toMatchObject({ slug: one.slug, stage: 'emergence' })
  })

  test('for long asks for itself anew', async () => {
    const back = await opened(`on=board&since=${house.now.getTime() - 3_600_000}`, 'member')
    expect(await back.heard(1)).toBe(true)
    expect(back.events[0]!.event).toBe('changed')
  })

  test('and saw everything is told nothing', async () => {
    const back = await opened('on=board', 'member')
    expect(await back.heard(1, 300)).toBe(false)
  })
})

test('somebody whose role begins or ends is shown what they now see', async () => {
  const invited = await opened('on=board', 'invited')
  const path = `/initiatives/${one.slug}/participations/${one.roles.invited}/answer`
  expect((await house.post(path, { answer: 'accepted' }, { as: town.invited.accountId })).status).toBe(303)
  expect(await invited.heard(1)).toBe(true)
  expect(invited.events[0]!.event).toBe('changed')
})

test('somebody whose account is closed is let go', async () => {
  const member = await opened('on=board', 'member')
  await house.db.commit((tx) => [
    recorded(tx, town.administrator.by, house.now, {
      what: 'account_disabled',
      subject: { kind: 'account', id: town.member.accountId },
    }),
  ])
  await expect.poll(() => member.isOver()).toBe(true)
})

test('somebody who speaks for an organisation no longer is let go: what comes next is asked for with their rights', async () => {
  const [funder, member] = [await opened('on=board', 'funder'), await opened('on=board', 'member')]
  const [actor] = await house.db.select().from(actors).where(eq(actors.id, town.funder.actorId))
  const [link] = await house.db.select().from(memberships).where(eq(memberships.personId, town.funder.personId))
  const path = `/actors/${actor!.slug}/memberships/${link!.id}/end`
  const answer = await house.post(path, { until: '2026-03-01' }, { as: town.coordinator.accountId })
  expect(answer.status).toBe(303)
  await funder.heard(1, 400)
  expect([funder.isOver(), member.isOver()]).toEqual([true, false])
})
