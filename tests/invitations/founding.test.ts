import { pino } from 'pino'
import { describe, expect, test, vi } from 'vitest'
import { accounts, tokens } from '../../src/accounts/tables.ts'
import { actors } from '../../src/actors/tables.ts'
import { readConfig } from '../../src/config.ts'
import { foundingLink } from '../../src/invitations/founding.ts'
import { network } from '../../src/network/tables.ts'
import { welcome } from '../../src/welcome.ts'
import { cookieIn, PASSWORD, someone } from '../accounts/people-here.ts'
import { useHouse } from '../house.ts'

const house = useHouse()
const founding = {
  network: 'Réseau des Laurentides',
  name: 'Fondatrice Première',
  email: 'Ada@example.org',
  password: PASSWORD,
}
const link = () => foundingLink(house.db, '', house.now)

/** What a start prints on standard output and in the log. */
async function start(env: NodeJS.ProcessEnv): Promise<{ printed: string; logged: string }> {
  const [printed, logged]: string[][] = [[], []]
  const spy = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed?.push(String(text))
    return true
  })
  const log = pino({}, { write: (line: string) => void logged?.push(line) })
  const clock = { now: () => house.now }
  const floor = {
    db: house.db,
    clock,
    log,
    url: 'http://sillon.test',
    secure: false,
    stopping: new AbortController().signal,
    dataFolder: '.',
  }
  try {
    await welcome({ ...floor, storage: undefined as never }, readConfig(env))
  } finally {
    spy.mockRestore()
  }
  return { printed: printed?.join('') ?? '', logged: logged?.join('') ?? '' }
}
const real = { NODE_ENV: 'production', SILLON_URL: 'http://sillon.test' }
const pathIn = (printed: string) => printed.match(/sillon\.test(\/first-administrator\/[\w-]{43})/)?.[1] ?? ''

describe('the first start', () => {
  test('prints a link, and keeps it out of the log', async () => {
    const { printed, logged } = await start(real)
    expect((await house.get(pathIn(printed))).status).toBe(200)
    expect(logged).not.toContain(pathIn(printed).split('/').at(-1))
    expect(logged).toContain('no account yet')
  })

  test('a second start prints another link, and the first stops working', async () => {
    const [first, second] = [await start(real), await start(real)]
    expect((await house.get(pathIn(first.printed))).status).toBe(404)
    expect((await house.get(pathIn(second.printed))).status).toBe(200)
    expect(await house.db.select().from(tokens)).toHaveLength(1)
  })

  test('of a network that has an account prints nothing', async () => {
    await someone(house, 'ada@example.org')
    expect((await start(real)).printed).toBe('')
  })

  test('of a demo prints no link, but how to enter it', async () => {
    const { printed } = await start({ ...real, SILLON_DEMO: '1' })
    expect(printed).not.toContain('first-administrator')
    expect(printed).toContain('/sign-in')
  })
})

describe('founding', () => {
  test('makes the network, its administrator and the person they are, and signs in', async () => {
    const answer = await house.post(await link(), founding)
    expect([answer.status, answer.to]).toEqual([303, '/'])
    const [account] = await house.db.select().from(accounts)
    expect(account).toMatchObject({ email: 'ada@example.org', networkRole: 'administrator' })
    expect(await house.db.select().from(network)).toMatchObject([
      { name: 'Réseau des Laurentides', timeZone: 'America/Toronto', locale: 'fr-CA', isDemo: false },
    ])
    expect(await house.db.select().from(actors)).toMatchObject([
      { name: 'Fondatrice Première', accountId: account?.id },
    ])
    const page = await house.get('/settings/people', { headers: { Cookie: cookieIn(answer) ?? '' } })
    expect(page.status).toBe(200)
    expect(page.body).toContain('Réseau des Laurentides')
  })

  test('works once, and only while there is no account', async () => {
    const first = await link()
    await house.post(first, founding)
    expect((await house.post(first, { ...founding, email: 'eve@example.org' })).status).toBe(404)
    const later = await link()
    expect((await house.get(later)).status).toBe(404)
    expect((await house.post(later, { ...founding, email: 'eve@example.org' })).status).toBe(404)
    expect(await house.db.select().from(accounts)).toHaveLength(1)
  })

  test('is open for forty-eight hours', async () => {
    const path = await link()
    house.now = new Date(house.now.getTime() + 49 * 3_600_000)
    expect((await house.post(path, founding)).status).toBe(404)
  })

  test('comes back with what was typed', async () => {
    const answer = await house.post(await link(), { ...founding, email: 'nobody', password: '' })
    expect([answer.status, answer.body.includes('value="Réseau des Laurentides"')]).toEqual([422, true])
  })
})
