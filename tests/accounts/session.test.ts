import { eq } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { openSession } from '../../src/accounts/commands.ts'
import { deviceOf } from '../../src/accounts/devices.ts'
import { accounts, sessions } from '../../src/accounts/tables.ts'
import { useHouse } from '../house.ts'
import { someone } from './people-here.ts'

const house = useHouse()
const DAY = 86_400_000
const after = (ms: number) => {
  house.now = new Date(house.now.getTime() + ms)
}
const seenAt = async () => (await house.db.select().from(sessions))[0]?.seenAt

describe('a session', () => {
  test('is kept as the hash of its token', async () => {
    await someone(house, 'marie@example.org')
    const opened = { accountId: 'marie', userAgent: 'x', proven: true }
    const { token } = await openSession(house.db, opened, house.now)
    expect(token.length).toBe(43)
    expect(JSON.stringify(await house.db.select().from(sessions))).not.toContain(token)
  })

  test('is no other kind of cookie', async () => {
    expect((await house.get('/', { headers: { Cookie: 'session=j:{"a":1}' } })).status).toBe(200)
  })

  test('lasts thirty days after the last visit', async () => {
    const marie = await someone(house, 'marie@example.org')
    await house.cookieOf(marie)
    after(20 * DAY)
    expect((await house.get('/me/account', { as: marie })).status).toBe(200)
    after(20 * DAY)
    expect((await house.get('/me/account', { as: marie })).status).toBe(200)
    after(31 * DAY)
    expect((await house.get('/me/account', { as: marie })).status).toBe(303)
  })

  test('is written at most once an hour: reading a page writes nothing', async () => {
    const marie = await someone(house, 'marie@example.org')
    await house.cookieOf(marie)
    const opened = await seenAt()
    after(59 * 60_000)
    await house.get('/me/account', { as: marie })
    expect(await seenAt()).toEqual(opened)
    after(2 * 60_000)
    const answer = await house.get('/me/account', { as: marie })
    expect(await seenAt()).toEqual(house.now)
    expect(answer.headers.getSetCookie().join()).toContain('session=')
  })

  test('of a disabled account is worth nothing', async () => {
    const marie = await someone(house, 'marie@example.org')
    await house.cookieOf(marie)
    await house.db.commit((tx) => [tx.update(accounts).set({ disabledAt: house.now }).where(eq(accounts.id, marie))])
    expect((await house.get('/me/account', { as: marie })).to).toContain('/sign-in')
  })

  test('speaks the language of its account', async () => {
    const marie = await someone(house, 'marie@example.org', { locale: 'en' })
    expect((await house.get('/me/account', { as: marie })).body).toContain('<html lang="en"')
  })

  test('that does not exist is nobody’s', async () => {
    expect((await house.get('/me/account', { headers: { Cookie: 'session=invented' } })).status).toBe(303)
  })
})

describe('a session without its second factor', () => {
  async function unproven() {
    const marie = await someone(house, 'marie@example.org', { networkRole: 'administrator' })
    const { token } = await openSession(house.db, { accountId: marie, userAgent: 'x', proven: false }, house.now)
    return { headers: { Cookie: `session=${token}` } }
  }

  test('sees nothing but the page that asks for it', async () => {
    const visit = await unproven()
    for (const path of ['/', '/me/account', '/me/second-factor', '/settings/people', '/nowhere']) {
      const { status, to } = await house.get(path, visit)
      expect([path, status, to]).toEqual([path, 303, '/session/second-factor'])
    }
    expect((await house.get('/session/second-factor', visit)).status).toBe(200)
  })

  test('does nothing', async () => {
    const visit = await unproven()
    expect((await house.post('/me/account', { name: 'x' }, visit)).status).toBe(403)
    expect((await house.post('/settings/people/invitations', {}, visit)).status).toBe(403)
  })

  test('waits for twenty minutes', async () => {
    const visit = await unproven()
    after(21 * 60_000)
    expect((await house.get('/session/second-factor', visit)).to).toBe('/sign-in')
  })
})

describe('devices', () => {
  const firefox = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:130.0) Gecko/20100101 Firefox/130.0'
  const phone = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18.0 Mobile Safari/604'
  const edge = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15) AppleWebKit/537 Chrome/130.0 Safari/537 Edg/130.0'

  test.each([
    [firefox, 'Firefox', 'Windows'],
    [phone, 'Safari', 'iPhone'],
    [edge, 'Edge', 'macOS'],
    ['curl/8', undefined, undefined],
  ])('%s is named in plain words', (userAgent, browser, system) => {
    expect(deviceOf(userAgent)).toEqual({ browser, system })
  })
})
