import { describe, expect, test } from 'vitest'
import { openSession } from '../../src/accounts/commands.ts'
import { accounts, sessions } from '../../src/accounts/tables.ts'
import { useHouse } from '../house.ts'
import { doneIn, someone } from './people-here.ts'

const house = useHouse()
const profile = { name: 'Voisine Première', locale: 'fr-FR', mailOnMoves: 'on', version: '1' }
const row = async () => (await house.db.select().from(accounts))[0]

describe('my account', () => {
  test('is edited by its owner', async () => {
    const marie = await someone(house, 'marie@example.org')
    expect(doneIn(await house.post('/me/account', profile, { as: marie }))).toBe('accounts.done.saved')
    expect(await row()).toMatchObject({ name: 'Voisine Première', locale: 'fr-FR', mailOnMoves: true, version: 2 })
  })

  test('stops mail when the box is unticked', async () => {
    const marie = await someone(house, 'marie@example.org')
    const { mailOnMoves: _, ...unticked } = profile
    await house.post('/me/account', unticked, { as: marie })
    expect((await row())?.mailOnMoves).toBe(false)
  })

  test('comes back with what was typed when it was changed elsewhere meanwhile', async () => {
    const marie = await someone(house, 'marie@example.org')
    await house.post('/me/account', profile, { as: marie })
    const answer = await house.post('/me/account', { ...profile, name: 'Voisine Seconde' }, { as: marie })
    expect([answer.status, answer.body.includes('value="Voisine Seconde"')]).toEqual([409, true])
    expect((await row())?.name).toBe('Voisine Première')
  })

  test('takes nothing that the form does not ask: not the role, not the address', async () => {
    const marie = await someone(house, 'marie@example.org')
    await house.post('/me/account', { ...profile, networkRole: 'administrator', email: 'x@example.org' }, { as: marie })
    expect(await row()).toMatchObject({ networkRole: 'member', email: 'marie@example.org' })
  })

  test('is not for visitors', async () => {
    expect((await house.get('/me/account')).to).toBe('/sign-in?then=%2Fme%2Faccount')
    expect((await house.post('/me/account', profile)).status).toBe(403)
  })
})

describe('devices', () => {
  const open = (accountId: string) =>
    openSession(house.db, { accountId, userAgent: 'Firefox/1 Windows', proven: true }, house.now)
  const ids = async () => (await house.db.select().from(sessions)).map(({ id }) => id)

  test('are signed out one by one', async () => {
    const marie = await someone(house, 'marie@example.org')
    const { token } = await open(marie)
    const [id = ''] = await ids()
    await house.cookieOf(marie)
    expect((await house.get('/me/account', { as: marie })).body).toContain('Firefox sur Windows')
    await house.post(`/me/account/sessions/${id}/end`, {}, { as: marie })
    expect((await house.get('/me/account', { headers: { Cookie: `session=${token}` } })).status).toBe(303)
    expect((await house.get('/me/account', { as: marie })).status).toBe(200)
  })

  test('are signed out all at once, but for this one', async () => {
    const marie = await someone(house, 'marie@example.org')
    const luc = await someone(house, 'luc@example.org')
    await Promise.all([open(marie), open(marie), open(luc)])
    await house.post('/me/account/sessions/end-others', {}, { as: marie })
    const left = await house.db.select().from(sessions)
    expect(left.map(({ accountId }) => accountId).sort()).toEqual(['luc', 'marie'])
    expect((await house.get('/me/account', { as: marie })).status).toBe(200)
  })

  test('of somebody else stay signed in', async () => {
    const marie = await someone(house, 'marie@example.org')
    const luc = await someone(house, 'luc@example.org')
    await open(luc)
    const [id = ''] = await ids()
    await house.post(`/me/account/sessions/${id}/end`, {}, { as: marie })
    expect(await ids()).toContain(id)
  })
})

describe('language and theme', () => {
  test('are kept a year for a visitor, and lead back where they were chosen', async () => {
    const answer = await house.post('/language', { locale: 'en', back: '/actors?q=a' })
    expect([answer.status, answer.to]).toEqual([303, '/actors?q=a'])
    const cookie = answer.headers.getSetCookie().join()
    expect(cookie).toMatch(/locale=en; Max-Age=31536000/)
    expect((await house.get('/sign-in', { headers: { Cookie: 'locale=en' } })).body).toContain('Receive a link')
  })

  test('are kept with the account of who is signed in', async () => {
    const marie = await someone(house, 'marie@example.org')
    await house.post('/language', { locale: 'en', back: '/' }, { as: marie })
    await house.post('/theme', { theme: 'dark', back: '/' }, { as: marie })
    expect(await row()).toMatchObject({ locale: 'en', theme: 'dark' })
  })

  test('lead back to no other site', async () => {
    expect((await house.post('/language', { locale: 'en', back: 'https://evil.example' })).to).toBe('/')
    expect((await house.post('/theme', { theme: 'dark', back: '//evil.example' })).to).toBe('/')
  })

  test('take only what exists', async () => {
    expect((await house.post('/theme', { theme: 'pink' })).status).toBe(422)
  })
})
