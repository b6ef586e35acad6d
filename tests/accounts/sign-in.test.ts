import { describe, expect, test } from 'vitest'
import { originalThresholds } from '../../src/domain/ages.ts'
import { localPath } from '../../src/accounts/local-path.ts'
import { jobs } from '../../src/platform/jobs/tables.ts'
import { accounts, sessions, tokens } from '../../src/accounts/tables.ts'
import { journal } from '../../src/activity/tables.ts'
import { network } from '../../src/network/tables.ts'
import { DEMO_PASSWORD, hashedPassword } from '../../src/accounts/passwords.ts'
import { useHouse } from '../house.ts'
import { cookieIn, linkIn, PASSWORD, someone, withPassword } from './people-here.ts'

const house = useHouse()
const minutes = (count: number) => new Date(house.now.getTime() + count * 60_000)
const later = (count: number) => {
  house.now = minutes(count)
}

async function askForLink(address: string, landing = '/') {
  const answer = await house.post('/sign-in/links', { address, landing })
  await house.work()
  return answer
}

describe('a link by e-mail', () => {
  test('signs in once, and leads where the reader wanted to go', async () => {
    await someone(house, 'marie@example.org')
    await askForLink('Marie@Example.org', '/me/account')
    const link = linkIn(house)

    expect((await house.get(link)).body).toContain('Me connecter')
    expect((await house.get(link)).status).toBe(200)
    const answer = await house.post(link, {})
    expect([answer.status, answer.to]).toEqual([303, '/me/account'])
    const page = await house.get('/me/account', { headers: { Cookie: cookieIn(answer) ?? '' } })
    expect(page.body).toContain('marie@example.org')

    const again = await house.post(link, {})
    expect([again.status, cookieIn(again)]).toEqual([404, undefined])
    expect(again.body).toContain('Demander un nouveau lien')
  })

  test('expires after twenty minutes', async () => {
    await someone(house, 'marie@example.org')
    await askForLink('marie@example.org')
    later(21)
    expect((await house.get(linkIn(house))).status).toBe(404)
    expect((await house.post(linkIn(house), {})).status).toBe(404)
  })

  test('answers an unknown address in the same words, and writes the same to the database', async () => {
    await someone(house, 'marie@example.org')
    const known = await house.submit('/sign-in/links', { address: 'marie@example.org' })
    const unknown = await house.submit('/sign-in/links', { address: 'nobody@example.org' })
    expect(unknown.status).toBe(known.status)
    expect(unknown.body.replace(/[0-9a-f-]{36}/g, '')).toBe(known.body.replace(/[0-9a-f-]{36}/g, ''))
    expect(await house.db.select().from(jobs)).toHaveLength(2)
    await house.work()
    expect(house.letters.map(({ to }) => to)).toEqual(['marie@example.org'])
  })

  test('lies in no table in a form that works, not even in the queue', async () => {
    await someone(house, 'marie@example.org')
    await house.post('/sign-in/links', { address: 'marie@example.org' })
    await house.work()
    const token = linkIn(house).split('/').at(-1) ?? ''
    const cookie = cookieIn(await house.post(linkIn(house), {})) ?? ''
    for (const table of [tokens, sessions, jobs, journal]) {
      const rows = JSON.stringify(await house.db.select().from(table))
      expect(rows).not.toContain(token)
      expect(rows).not.toContain(cookie.replace('session=', ''))
    }
  })

  test('is not sent to a disabled account, and one sent before opens nothing', async () => {
    await someone(house, 'marie@example.org')
    await askForLink('marie@example.org')
    await house.db.commit((tx) => [tx.update(accounts).set({ disabledAt: house.now })])
    expect((await house.post(linkIn(house), {})).status).toBe(404)
    await askForLink('marie@example.org')
    expect(house.letters).toHaveLength(1)
  })

  test.each(['invitations', 'sign-in', 'first-administrator', 'd', 'f', 'r', 'R'])(
    'never carries another link that lets in whoever holds it (/%s/…)',
    async (door) => {
      await someone(house, 'marie@example.org')
      await askForLink('marie@example.org', `/${door}/secret`)
      expect(JSON.stringify([await house.db.select().from(jobs), await house.db.select().from(tokens)])).not.toContain(
        'secret',
      )
      expect((await house.post(linkIn(house), {})).to).toBe('/')
    },
  )
})

describe('a password', () => {
  test('signs in who knows it', async () => {
    await someone(house, 'marie@example.org', await withPassword())
    const answer = await house.post('/session', { email: 'marie@example.org', password: PASSWORD, landing: '/actors' })
    expect([answer.status, answer.to]).toEqual([303, '/actors'])
    expect(answer.headers.getSetCookie().find((line) => line.startsWith('session='))).toMatch(
      /Path=\/; Expires=.*; HttpOnly; SameSite=Lax/,
    )
  })

  test('is refused in the same words for a wrong one, an unknown address and an account without one', async () => {
    await someone(house, 'marie@example.org', await withPassword())
    await someone(house, 'link@example.org')
    const bodies = await Promise.all(
      ['marie@example.org', 'link@example.org', 'nobody@example.org'].map(async (email) => {
        const { status, body } = await house.post('/session', { email, password: 'not the one' })
        return { status, body: body.replaceAll(email, '').replace(/[0-9a-f-]{36}/g, '') }
      }),
    )
    expect(bodies[0]?.status).toBe(422)
    expect(bodies[0]?.body).toContain('ne vont pas ensemble')
    expect(bodies[1]).toEqual(bodies[0])
    expect(bodies[2]).toEqual(bodies[0])
  })

  test('comes back with the address that was typed, never with itself', async () => {
    const { body } = await house.post('/session', { email: 'marie@example.org', password: 'typed secret' })
    expect(body).toContain('value="marie@example.org"')
    expect(body).not.toContain('typed secret')
  })

  test('may be tried eight times from a place; the ninth says how long to wait, and a link still works', async () => {
    await someone(house, 'marie@example.org', await withPassword())
    for (let i = 0; i < 8; i++) await house.post('/session', { email: 'marie@example.org', password: 'guess' })
    const refused = await house.post('/session', { email: 'marie@example.org', password: PASSWORD })
    expect(refused.status).toBe(429)
    expect(Number(refused.headers.get('Retry-After'))).toBeGreaterThan(800)
    expect(refused.body).toContain('15 minutes')
    await askForLink('marie@example.org')
    expect((await house.post(linkIn(house), {})).status).toBe(303)
  })

  test('of another person is not counted against the same place', async () => {
    await someone(house, 'luc@example.org', await withPassword())
    for (let i = 0; i < 9; i++) await house.post('/session', { email: 'marie@example.org', password: 'guess' })
    expect((await house.post('/session', { email: 'luc@example.org', password: PASSWORD })).status).toBe(303)
  })

  test('does not open a disabled account', async () => {
    await someone(house, 'marie@example.org', await withPassword())
    await house.db.commit((tx) => [tx.update(accounts).set({ disabledAt: house.now })])
    expect((await house.post('/session', { email: 'marie@example.org', password: PASSWORD })).status).toBe(422)
  })
})

describe('after signing in', () => {
  test.each([
    '//evil.example',
    'https://evil.example/',
    '/\\evil.example',
    '/\t/evil.example',
    '/..//evil.example',
    'javascript:alert(1)',
    'me',
    '',
    undefined,
  ])('%s is not a place of this site: the reader lands on the board', (wanted) => {
    expect(localPath(wanted)).toMatch(/^\/(?![/\\])/)
    expect(localPath(wanted)).not.toContain('//evil')
  })

  test('a path of this site is kept with its query', async () => {
    expect(localPath('/?stage=emergence&q=a b')).toBe('/?stage=emergence&q=a%20b')
    await someone(house, 'marie@example.org', await withPassword())
    const fields = { email: 'marie@example.org', password: PASSWORD, landing: '//evil.example' }
    expect((await house.post('/session', fields)).to).toBe('/')
  })

  test('signing out ends the session, and the journal says so without an address', async () => {
    await someone(house, 'marie@example.org', await withPassword())
    const cookie = cookieIn(await house.post('/session', { email: 'marie@example.org', password: PASSWORD })) ?? ''
    await house.post('/session/end', {}, { headers: { Cookie: cookie } })
    expect((await house.get('/me/account', { headers: { Cookie: cookie } })).to).toBe('/sign-in?then=%2Fme%2Faccount')
    const rows = await house.db.select().from(journal)
    expect(rows.map(({ what }) => what)).toEqual(['signed_in', 'signed_out'])
    expect(JSON.stringify(rows)).not.toContain('@')
  })
})

describe('the demo', () => {
  const demo = { isDemo: true, networkRole: 'coordinator' } as const

  test('offers its accounts by role, with their password and one button each', async () => {
    const passwordHash = await hashedPassword(DEMO_PASSWORD)
    await someone(house, 'marie@example.org', { ...demo, passwordHash })
    const row = { id: 'network', name: 'D', timeZone: 'America/Toronto', locale: 'fr-CA', isDemo: true } as const
    await house.db.commit((tx) => [tx.insert(network).values({ ...row, thresholds: originalThresholds })])
    later(1)
    const { body } = await house.get('/sign-in')
    expect(body).toContain('Entrer comme marie Tremblay')
    expect(body).toContain(`<code>${DEMO_PASSWORD}</code>`)
    expect((await house.post('/session', { email: 'marie@example.org', password: DEMO_PASSWORD })).status).toBe(303)
  })

  test('is the only network that says who has an account', async () => {
    await someone(house, 'marie@example.org', demo)
    expect((await house.get('/sign-in')).body).not.toContain('marie')
  })

  test('keeps its accounts as they are: nobody shuts the others out', async () => {
    const marie = await someone(house, 'marie@example.org', { ...demo, networkRole: 'administrator' })
    expect((await house.post('/me/second-factor', {}, { as: marie })).status).toBe(403)
    expect((await house.post('/me/account/password', { password: PASSWORD }, { as: marie })).status).toBe(403)
    const change = { version: '1', state: 'disabled' }
    expect((await house.post(`/settings/people/${marie}/state`, change, { as: marie })).status).toBe(403)
  })
})
