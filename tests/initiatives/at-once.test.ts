import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, test } from 'vitest'
import { firstBrokenLink } from '../../src/activity/queries.ts'
import { attestations, participations } from '../../src/initiatives/tables.ts'
import { useHouse } from '../house.ts'
import { settle, type Settled, type Town } from '../town.ts'
import { addRole, attestIt, deedsOn, key, moveIt, movesOf, rowOf, versionOf } from './forms.ts'

const house = useHouse()
let town: Town
let one: Settled

beforeEach(async () => {
  town = await settle(house)
  one = await town.initiativeAt('mobilisation')
})

describe('two people who move the same initiative', () => {
  const hold = { event: 'hold', reason: 'Congé', reviewOn: '2026-09-01', effectiveOn: '2026-03-02', version: '1' }
  const back = { event: 'send_back', to: 'emergence', reason: 'À refaire', effectiveOn: '2026-03-02', version: '1' }

  test('at once: one succeeds, the other reads where it stands and where they wanted it', async () => {
    const post = (fields: typeof hold | typeof back, as: string) =>
      house.post(`/initiatives/${one.slug}/moves`, { ...fields, once: key() }, { as })
    const answers = await Promise.all([post(hold, town.carrier.accountId), post(back, town.leadCarrier.accountId)])
    expect(answers.map(({ status }) => String(status)).toSorted()).toEqual(['303', '409'])
    const refused = answers.findIndex(({ status }) => status === 409)
    const { body } = answers[refused]!
    const { stage, status } = await rowOf(house, one.slug)
    expect({ stage, status }).toEqual(
      refused === 0 ? { stage: 'emergence', status: 'active' } : { stage: 'mobilisation', status: 'on_hold' },
    )
    // What the second wanted is read from where it stands now: on hold, but at emergence.
    expect(body).toMatch(
      refused === 0
        ? /Vous vouliez\u00a0: Émergence, en pause\. Elle est maintenant\u00a0: Émergence\./
        : /Vous vouliez\u00a0: Émergence\. Elle est maintenant\u00a0: Mobilisation, en pause\./,
    )
    expect(await movesOf(house, one.slug)).toHaveLength(3)
    expect(await deedsOn(house, one.id)).toHaveLength(1)
  })

  test('one after the other, from pages opened before: the second reads both, and may move from there', async () => {
    const as = town.leadCarrier.accountId
    await house.post(`/initiatives/${one.slug}/moves`, hold, { as: town.carrier.accountId })
    const refused = await house.post(`/initiatives/${one.slug}/moves`, back, { as, htmx: true })
    expect(refused.status).toBe(409)
    expect(refused.body).not.toContain('<html')
    expect(refused.body).toContain('Vous vouliez\u00a0: Émergence. Elle est maintenant\u00a0: Mobilisation, en pause.')
    expect(refused.body).toContain('href="/initiatives/' + one.slug + '/moves/new?to=active"')
  })

  test('to the same place: the second form keeps what was typed', async () => {
    await house.post(`/initiatives/${one.slug}/moves`, { ...hold, reason: 'Le leur' }, { as: town.carrier.accountId })
    await moveIt(house, one.slug, { event: 'resume' }, town.carrier.by)
    const refused = await house.post(
      `/initiatives/${one.slug}/moves`,
      { ...hold, reason: 'Le mien' },
      { as: town.leadCarrier.accountId },
    )
    expect(refused.status).toBe(409)
    expect(refused.body).toContain('Le mien')
    expect(refused.body).toContain(`name="version" value="${await versionOf(house, one.slug)}"`)
  })

  test('ten at once: one move', async () => {
    const outcomes = await Promise.allSettled(
      Array.from({ length: 10 }, () => moveIt(house, one.slug, { ...hold }, town.carrier.by)),
    )
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    for (const outcome of outcomes)
      if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ status: 409 })
    expect(await movesOf(house, one.slug)).toHaveLength(3)
  })
})

describe('deeds beside each other', () => {
  test('twenty statements at once all land, and the page opened before them is stale', async () => {
    const before = await versionOf(house, one.slug)
    await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        attestIt(house, one.slug, 'M1', town.carrier.by, { statement: `Fois ${n}` }),
      ),
    )
    const rows = await house.db.select().from(attestations).where(eq(attestations.initiativeId, one.id))
    expect(new Set(rows.map(({ statement }) => statement)).size).toBe(20)
    expect((await rowOf(house, one.slug)).version).toBe(Number(before) + 20)
    expect(await firstBrokenLink(house.db)).toBeUndefined()
    const late = moveIt(
      house,
      one.slug,
      { event: 'hold', reason: 'r', reviewOn: '2026-09-01', version: before },
      town.carrier.by,
    )
    await expect(late).rejects.toMatchObject({ status: 409 })
  })

  test('roles proposed at once all land', async () => {
    const name = (n: number) => ({ role: 'support_partner', actor: `Organisme ${n}`, kind: 'organisation' })
    await Promise.all(Array.from({ length: 8 }, (_, n) => addRole(house, one.slug, name(n), town.carrier.by)))
    const rows = await house.db.select().from(participations).where(eq(participations.initiativeId, one.id))
    expect(rows.filter(({ state }) => state === 'proposed')).toHaveLength(8)
  })
})
