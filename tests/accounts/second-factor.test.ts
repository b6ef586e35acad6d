import { generateSync } from 'otplib'
import { describe, expect, test } from 'vitest'
import { acceptedStep, newRecoveryCodes } from '../../src/accounts/codes.ts'
import { accounts, recoveryCodes, sessions } from '../../src/accounts/tables.ts'
import { type Answer, useHouse } from '../house.ts'
import { cookieIn, linkIn, PASSWORD, someone, withPassword } from './people-here.ts'

const house = useHouse()
const secretOf = async () => (await house.db.select().from(accounts))[0]?.totpSecret ?? ''
const codeNow = async (offset = 0) =>
  generateSync({ secret: await secretOf(), epoch: Math.floor(house.now.getTime() / 1000) + offset })
const wait = (seconds: number) => {
  house.now = new Date(house.now.getTime() + seconds * 1000)
}
const codesIn = ({ body }: Answer) => [...body.matchAll(/<li><code>([\w-]+)<\/code>/g)].map(([, code]) => code ?? '')

async function turnedOn(): Promise<{ marie: string; codes: string[] }> {
  const marie = await someone(house, 'marie@example.org', await withPassword())
  await house.post('/me/second-factor', {}, { as: marie })
  const answer = await house.post('/me/second-factor/confirmation', { code: await codeNow() }, { as: marie })
  wait(30)
  return { marie, codes: codesIn(answer) }
}

async function halfway(landing = '/actors') {
  const answer = await house.post('/session', { email: 'marie@example.org', password: PASSWORD, landing })
  return { answer, visit: { headers: { Cookie: cookieIn(answer) ?? '' } } }
}

describe('turning it on', () => {
  test('shows an image and a key, until a first code was given, and never after', async () => {
    const marie = await someone(house, 'marie@example.org')
    expect((await house.get('/me/second-factor/code.svg', { as: marie })).status).toBe(404)
    await house.post('/me/second-factor', {}, { as: marie })
    const image = await house.get('/me/second-factor/code.svg', { as: marie })
    expect([image.headers.get('Content-Type'), image.body.slice(0, 4)]).toEqual([
      'image/svg+xml; charset=utf-8',
      '<svg',
    ])
    const key = (await secretOf()).slice(0, 4)
    expect((await house.get('/me/second-factor', { as: marie })).body).toContain(key)

    await house.post('/me/second-factor/confirmation', { code: await codeNow() }, { as: marie })
    expect((await house.get('/me/second-factor/code.svg', { as: marie })).status).toBe(404)
    expect((await house.get('/me/second-factor', { as: marie })).body).not.toContain(key)
  })

  test('gives ten recovery codes, kept as hashes', async () => {
    const { codes } = await turnedOn()
    expect(codes).toHaveLength(10)
    const rows = JSON.stringify(await house.db.select().from(recoveryCodes))
    for (const code of codes) expect(rows).not.toContain(code)
  })

  test('takes a right code', async () => {
    const marie = await someone(house, 'marie@example.org')
    await house.post('/me/second-factor', {}, { as: marie })
    expect((await house.post('/me/second-factor/confirmation', { code: '000000' }, { as: marie })).status).toBe(422)
    expect((await house.db.select().from(accounts))[0]?.totpConfirmedAt).toBeNull()
  })

  test('is for those who are signed in', async () => {
    expect((await house.post('/me/second-factor', {})).status).toBe(403)
    expect((await house.get('/me/second-factor')).to).toContain('/sign-in?then=')
  })
})

describe('signing in with it', () => {
  test('asks for a code after the password, then leads where the reader wanted to go, with a new token', async () => {
    await turnedOn()
    const { answer, visit } = await halfway()
    expect(answer.to).toBe('/session/second-factor?then=%2Factors')
    expect((await house.get('/me/account', visit)).to).toBe('/session/second-factor')
    const proven = await house.post('/session/second-factor', { code: await codeNow(), landing: '/actors' }, visit)
    expect([proven.status, proven.to]).toEqual([303, '/actors'])
    expect((await house.get('/me/account', { headers: { Cookie: cookieIn(proven) ?? '' } })).status).toBe(200)
    expect((await house.get('/me/account', visit)).status).toBe(303)
  })

  test('asks for it after a link too', async () => {
    await turnedOn()
    await house.post('/sign-in/links', { address: 'marie@example.org' })
    await house.work()
    expect((await house.post(linkIn(house), {})).to).toContain('/session/second-factor')
  })

  test('refuses a code that was used before', async () => {
    await turnedOn()
    const code = await codeNow()
    const first = await halfway()
    expect((await house.post('/session/second-factor', { code }, first.visit)).status).toBe(303)
    const second = await halfway()
    expect((await house.post('/session/second-factor', { code }, second.visit)).status).toBe(422)
  })

  test('refuses a code of more than half a minute ago', async () => {
    await turnedOn()
    const { visit } = await halfway()
    expect((await house.post('/session/second-factor', { code: await codeNow(-90) }, visit)).status).toBe(422)
    expect((await house.db.select().from(sessions)).filter(({ provenAt }) => provenAt === null)).toHaveLength(1)
  })

  test('takes a recovery code once, however it is typed', async () => {
    const { codes } = await turnedOn()
    const code = (codes[0] ?? '').toUpperCase().replaceAll('-', ' ')
    const first = await halfway()
    expect((await house.post('/session/second-factor', { code }, first.visit)).status).toBe(303)
    const second = await halfway()
    expect((await house.post('/session/second-factor', { code }, second.visit)).status).toBe(422)
  })

  test('may be tried ten times', async () => {
    await turnedOn()
    const { visit } = await halfway()
    for (let i = 0; i < 9; i++) await house.post('/session/second-factor', { code: '000000' }, visit)
    expect((await house.post('/session/second-factor', { code: '000000' }, visit)).status).toBe(429)
  })
})

describe('turning it off', () => {
  test.each(['password', 'code', 'recovery code'])('takes a %s', async (kind) => {
    const { marie, codes } = await turnedOn()
    const proofs: Record<string, string> = {
      password: PASSWORD,
      code: await codeNow(),
      'recovery code': codes[3] ?? '',
    }
    const answer = await house.post('/me/second-factor/end', { code: proofs[kind] ?? '' }, { as: marie })
    expect(answer.status).toBe(303)
    expect((await house.db.select().from(accounts))[0]).toMatchObject({ totpSecret: null, totpConfirmedAt: null })
    expect(await house.db.select().from(recoveryCodes)).toEqual([])
  })

  test('takes nothing else', async () => {
    const { marie } = await turnedOn()
    expect((await house.post('/me/second-factor/end', { code: 'please' }, { as: marie })).status).toBe(422)
  })

  test('new recovery codes end the earlier ones', async () => {
    const { marie, codes } = await turnedOn()
    const renewed = await house.post('/me/second-factor/recovery-codes', { code: codes[0] ?? '' }, { as: marie })
    expect(codesIn(renewed)).toHaveLength(10)
    expect((await house.post('/me/second-factor/end', { code: codes[1] ?? '' }, { as: marie })).status).toBe(422)
  })
})

test('Recovery codes are never alike', () => {
  expect(new Set(Array.from({ length: 50 }, newRecoveryCodes).flat()).size).toBe(500)
})

test('A code that is no number is wrong, not an error', () => {
  expect(acceptedStep('JBSWY3DPEHPK3PXP', 'abc', null, house.now)).toBeUndefined()
})
