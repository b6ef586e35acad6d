import { describe, expect, test } from 'vitest'
import { hashedPassword, passwordMatches, passwordProblem } from '../../src/accounts/passwords.ts'
import { tokens } from '../../src/accounts/tables.ts'
import { useHouse } from '../house.ts'
import { cookieIn, doneIn, linkIn, PASSWORD, someone, withPassword } from './people-here.ts'

const marie = { name: 'Marie-Ève Tremblay', email: 'marieeve.tremblay@example.org' }
const house = useHouse()

describe('a password', () => {
  test.each(['onze lettre', '', 'é'.repeat(11)])('« %s » is too short', (password) => {
    expect(passwordProblem(password, marie)).toBe('password_short')
  })

  test.each([
    'motdepasse1234',
    'M0tDeP@sse!!2026',
    'passwordpassword',
    'P@ssw0rd123456',
    'azertyuiop123',
    'aaaaaaaaaaaa',
    '123456789012',
    'qwertyqwerty',
    'Bienvenue2026!',
    'abababababab',
  ])('« %s » is one of the first to be tried', (password) => {
    expect(passwordProblem(password, marie)).toBe('password_common')
  })

  test.each(['MarieEveTremblay', 'tremblay-1984', 'marieeve.tremblay'])(
    '« %s » is made of who they are',
    (password) => {
      expect(passwordProblem(password, marie)).toBe('password_personal')
    },
  )

  test.each([PASSWORD, 'correct cheval pile agrafe', 'tT7&kq9!mZ2x', 'la tremblay va au marché du samedi'])(
    '« %s » may be chosen: no rule asks for signs or capitals',
    (password) => {
      expect(passwordProblem(password, marie)).toBeUndefined()
    },
  )

  test('is kept as argon2id, and is the same however the keyboard composes its accents', async () => {
    const kept = await hashedPassword('été comme hiver, é')
    expect(kept).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    expect(await passwordMatches(kept, 'été comme hiver, é'.normalize('NFD'))).toBe(true)
    expect(await passwordMatches(kept, 'ete comme hiver, e')).toBe(false)
  })

  test('of nobody never matches', async () => {
    expect(await passwordMatches(undefined, PASSWORD)).toBe(false)
    expect(await passwordMatches(null, PASSWORD)).toBe(false)
  })
})

describe('changing it', () => {
  const path = '/me/account/password'

  test('signs out the other devices, revokes links that were sent, keeps this one and says so by letter', async () => {
    const id = await someone(house, 'marie@example.org', await withPassword())
    const here = await house.cookieOf(id)
    const other = await house.post('/session', { email: 'marie@example.org', password: PASSWORD })
    await house.post('/sign-in/links', { address: 'marie@example.org' })
    await house.work()
    const link = linkIn(house)

    const fields = { current: PASSWORD, password: 'une autre phrase assez longue' }
    expect(doneIn(await house.post(path, fields, { as: id }))).toBe('accounts.done.password_changed')
    const otherCookie = cookieIn(other) ?? ''
    expect((await house.get('/me/account', { headers: { Cookie: otherCookie } })).status).toBe(303)
    expect((await house.get('/me/account', { headers: { Cookie: here } })).status).toBe(200)
    expect((await house.post(link, {})).status).toBe(404)
    expect((await house.db.select().from(tokens)).every(({ usedAt }) => usedAt !== null)).toBe(true)
    await house.work()
    expect(house.letters.at(-1)?.subject).toContain('mot de passe')
  })

  test('asks for the present one', async () => {
    const id = await someone(house, 'marie@example.org', await withPassword())
    const refused = await house.post(path, { current: 'wrong', password: 'une autre phrase longue' }, { as: id })
    expect([refused.status, refused.body.includes('Ce n’est pas votre mot de passe actuel')]).toEqual([422, true])
    expect((await house.post('/session', { email: 'marie@example.org', password: PASSWORD })).status).toBe(303)
  })

  test('is open to those who had none, and refuses what is too common', async () => {
    const id = await someone(house, 'marie@example.org')
    const refused = await house.post(path, { password: 'motdepasse1234' }, { as: id })
    expect([refused.status, refused.body.includes('trop répandu')]).toEqual([422, true])
    expect((await house.post(path, { password: PASSWORD }, { as: id })).status).toBe(303)
  })

  test('is not open to visitors', async () => {
    expect((await house.post(path, { password: PASSWORD })).status).toBe(403)
  })
})
