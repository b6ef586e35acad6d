import { describe, expect, test } from 'vitest'
import { accounts, sessions, tokens } from '../../src/accounts/tables.ts'
import { journal } from '../../src/activity/tables.ts'
import { useHouse } from '../house.ts'
import { linkIn, someone } from './people-here.ts'

const house = useHouse()
const here = '/settings/people'
const asked = { email: 'new@example.org', networkRole: 'member' }
const roleOf = async (id: string) => (await house.db.select().from(accounts)).find((row) => row.id === id)?.networkRole
const ada = () => someone(house, 'ada@example.org', { networkRole: 'administrator' })
const coco = () => someone(house, 'coco@example.org', { networkRole: 'coordinator' })
const marie = () => someone(house, 'marie@example.org')

describe('the people of the network', () => {
  test('are listed for coordinators, and managed by administrators', async () => {
    await marie()
    const forCoordinator = await house.get(here, { as: await coco() })
    expect([forCoordinator.status, forCoordinator.body.includes('marie@example.org')]).toEqual([200, true])
    expect(forCoordinator.body).not.toContain('Désactiver')
    expect((await house.get(here, { as: await ada() })).body).toContain('Désactiver le compte de marie')
  })

  test('are not for members or visitors, who are told for whom the page is', async () => {
    const refused = await house.get(here, { as: await marie() })
    expect([refused.status, refused.body.includes('marie@example.org')]).toEqual([403, false])
    expect((await house.get(here)).status).toBe(403)
  })
})

describe('inviting', () => {
  test('a coordinator may invite a member; the letter leaves in their language, and its link works', async () => {
    const id = await coco()
    await house.post('/language', { locale: 'en', back: '/' }, { as: id })
    expect((await house.post(`${here}/invitations`, asked, { as: id })).status).toBe(303)
    await house.work()
    expect(house.letters[0]).toMatchObject({ to: 'new@example.org', subject: 'coco Tremblay invites you to Sillon' })
    expect((await house.get(linkIn(house))).status).toBe(200)
    expect(JSON.stringify(await house.db.select().from(journal))).not.toContain('@')
  })

  test('a coordinator may not invite a coordinator; an administrator may', async () => {
    const fields = { ...asked, networkRole: 'coordinator' }
    expect((await house.post(`${here}/invitations`, fields, { as: await coco() })).status).toBe(403)
    expect((await house.post(`${here}/invitations`, fields, { as: await ada() })).status).toBe(303)
  })

  test('a member may invite nobody', async () => {
    expect((await house.post(`${here}/invitations`, asked, { as: await marie() })).status).toBe(403)
    expect(await house.db.select().from(tokens)).toEqual([])
  })

  test('somebody who has an account is not invited twice', async () => {
    await marie()
    const answer = await house.post(
      `${here}/invitations`,
      { ...asked, email: 'Marie@example.org' },
      { as: await coco() },
    )
    expect([answer.status, answer.body.includes('a déjà un compte')]).toEqual([422, true])
  })

  test('the same form posted twice invites once', async () => {
    const id = await coco()
    const fields = { ...asked, once: 'a-key-that-is-long-enough' }
    await house.post(`${here}/invitations`, fields, { as: id })
    expect((await house.post(`${here}/invitations`, fields, { as: id })).to).toBe(here)
    expect(await house.db.select().from(tokens)).toHaveLength(1)
  })

  test('sent again, the earlier link stops working and the new one has fourteen days', async () => {
    const id = await coco()
    await house.post(`${here}/invitations`, asked, { as: id })
    await house.work()
    const first = linkIn(house)
    house.now = new Date('2026-03-30T15:00:00Z')
    expect((await house.get(here, { as: id })).body).toContain('expirée le')
    const [row] = await house.db.select().from(tokens)
    await house.post(`${here}/invitations/${row?.id}/letters`, {}, { as: id })
    await house.work()
    expect(house.letters).toHaveLength(2)
    expect((await house.get(first)).status).toBe(404)
    expect((await house.get(linkIn(house))).status).toBe(200)
  })

  test('withdrawn, its link stops working', async () => {
    const id = await coco()
    await house.post(`${here}/invitations`, asked, { as: id })
    await house.work()
    const [row] = await house.db.select().from(tokens)
    await house.post(`${here}/invitations/${row?.id}/end`, {}, { as: id })
    expect((await house.get(linkIn(house))).status).toBe(404)
  })

  test('a coordinator may not withdraw what only an administrator may give', async () => {
    await house.post(`${here}/invitations`, { ...asked, networkRole: 'administrator' }, { as: await ada() })
    const [row] = await house.db.select().from(tokens)
    expect((await house.post(`${here}/invitations/${row?.id}/end`, {}, { as: await coco() })).status).toBe(403)
    expect(await house.db.select().from(tokens)).toHaveLength(1)
  })
})

describe('managing', () => {
  test('an administrator may change a role; a coordinator may not', async () => {
    const id = await marie()
    const change = { networkRole: 'coordinator', version: '1' }
    expect((await house.post(`${here}/${id}/role`, change, { as: await coco() })).status).toBe(403)
    expect((await house.post(`${here}/${id}/role`, change, { as: await ada() })).status).toBe(303)
    expect(await roleOf(id)).toBe('coordinator')
  })

  test('a disabled account is signed out at once, and comes back when it is enabled', async () => {
    const [admin, id] = [await ada(), await marie()]
    await house.cookieOf(id)
    expect((await house.post(`${here}/${id}/state`, { state: 'disabled', version: '1' }, { as: admin })).status).toBe(
      303,
    )
    expect((await house.get('/me/account', { as: id })).status).toBe(303)
    expect((await house.db.select().from(sessions)).map(({ accountId }) => accountId)).toEqual([admin])
    await house.post(`${here}/${id}/state`, { state: 'enabled', version: '2' }, { as: admin })
    await house.post('/sign-in/links', { address: 'marie@example.org' })
    await house.work()
    expect((await house.post(linkIn(house), {})).status).toBe(303)
  })

  test.each([
    ['state', { state: 'disabled', version: '1' }],
    ['role', { networkRole: 'member', version: '1' }],
  ])('who may invite nobody any more brings nobody in by an earlier letter (%s)', async (what, change) => {
    const [admin, rogue] = [await ada(), await someone(house, 'eve@example.org', { networkRole: 'administrator' })]
    await house.post(`${here}/invitations`, { ...asked, networkRole: 'administrator' }, { as: rogue })
    await house.work()
    await house.post(`${here}/${rogue}/${what}`, change, { as: admin })
    const late = linkIn(house)
    expect((await house.get(late)).status).toBe(404)
    expect((await house.post(late, { name: 'Eve Autre' })).status).toBe(404)
    expect(await house.db.select().from(accounts)).toHaveLength(2)
    // Whoever may sends it again, and answers for it.
    const [row] = await house.db.select().from(tokens)
    await house.post(`${here}/invitations/${row?.id}/letters`, {}, { as: admin })
    await house.work()
    expect((await house.get(linkIn(house))).body).toContain('ada Tremblay')
  })

  test('a role that still may invite leaves its invitations as they are', async () => {
    const [admin, other] = [await ada(), await someone(house, 'eve@example.org', { networkRole: 'administrator' })]
    await house.post(`${here}/invitations`, asked, { as: other })
    await house.work()
    await house.post(`${here}/${other}/role`, { networkRole: 'coordinator', version: '1' }, { as: admin })
    expect((await house.get(linkIn(house))).status).toBe(200)
  })

  test('the last administrator stays', async () => {
    const id = await ada()
    const demoted = await house.post(`${here}/${id}/role`, { networkRole: 'member', version: '1' }, { as: id })
    expect([demoted.status, demoted.body.includes('dernier compte d’administration')]).toEqual([409, true])
    expect((await house.post(`${here}/${id}/state`, { state: 'disabled', version: '1' }, { as: id })).status).toBe(409)
    expect(await roleOf(id)).toBe('administrator')
  })

  test('an administrator who was disabled does not count', async () => {
    const [id, other] = [await ada(), await someone(house, 'eve@example.org', { networkRole: 'administrator' })]
    await house.post(`${here}/${other}/state`, { state: 'disabled', version: '1' }, { as: id })
    expect((await house.post(`${here}/${id}/role`, { networkRole: 'member', version: '1' }, { as: id })).status).toBe(
      409,
    )
  })

  test('of two administrators who dismiss each other at once, one stays', async () => {
    const [one, two] = [await ada(), await someone(house, 'eve@example.org', { networkRole: 'administrator' })]
    const dismiss = (id: string, as: string) =>
      house.post(`${here}/${id}/role`, { networkRole: 'member', version: '1' }, { as })
    const statuses = (await Promise.all([dismiss(one, two), dismiss(two, one)])).map(({ status }) => status)
    expect(statuses.filter((status) => status === 303)).toHaveLength(1)
  })

  test('what somebody else changed meanwhile is not overwritten', async () => {
    const [admin, id] = [await ada(), await marie()]
    await house.post(`${here}/${id}/role`, { networkRole: 'coordinator', version: '1' }, { as: admin })
    expect((await house.post(`${here}/${id}/state`, { state: 'disabled', version: '1' }, { as: admin })).status).toBe(
      409,
    )
  })
})
