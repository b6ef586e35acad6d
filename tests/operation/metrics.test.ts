import { request } from 'node:http'
import { beforeEach, describe, expect, test } from 'vitest'
import type { Backup } from '../../src/operation/handed.ts'
import { type House, useHouse } from '../house.ts'
import { person } from '../network/people.ts'
import { deadJobHere, jobHere } from './jobs-here.ts'

const line = /^[a-zA-Z_:][\w:]*(\{(\w+="(\\.|[^"\\])*",?)*\})? (-?[\d.]+(e[+-]?\d+)?|\+Inf|Nan)( \d+)?$/i

/** Each sample by its name and labels. Fails on a line that a monitor could not read. */
function samplesIn(text: string): Map<string, number> {
  const samples = new Map<string, number>()
  for (const one of text.split('\n')) {
    if (one === '' || /^# (HELP|TYPE) /.test(one)) continue
    expect(one).toMatch(line)
    const at = one.lastIndexOf(' ')
    expect(samples.has(one.slice(0, at))).toBe(false)
    samples.set(one.slice(0, at), Number(one.slice(at + 1)))
  }
  return samples
}

async function samplesOf(house: House, headers: Record<string, string> = {}) {
  const { status, body } = await house.get('/metrics', { headers })
  expect(status).toBe(200)
  return samplesIn(body)
}

describe('with a token', () => {
  const metricsToken = 'a-token-of-thirty-two-characters'
  const house = useHouse(undefined, { metricsToken, smtpHost: 'mail.example.org' })
  const status = async (headers: Record<string, string>) => (await house.get('/metrics', { headers })).status

  test('whoever holds it reads them, from anywhere', async () => {
    expect(await status({ Authorization: `Bearer ${metricsToken}` })).toBe(200)
    expect(await status({ Authorization: `Bearer ${metricsToken}`, 'X-Forwarded-For': '203.0.113.9' })).toBe(200)
  })

  test('whoever does not finds nothing, not even on this machine, not even an administrator', async () => {
    const { accountId: as } = await person(house.db, 'administrator')
    expect(await status({})).toBe(404)
    for (const wrong of ['', 'Bearer', 'Bearer ', `Bearer ${metricsToken}x`, `Basic ${metricsToken}`, metricsToken])
      expect(await status({ Authorization: wrong })).toBe(404)
    expect((await house.get('/metrics', { as })).status).toBe(404)
    expect((await house.get(`/metrics?token=${metricsToken}`)).status).toBe(404)
  })

  test('nothing secret and nobody is in them', async () => {
    await person(house.db, 'member', 'Marie Tremblay')
    await house.get('/actors/marie-tremblay?words=marie@example.org')
    await house.get('/sign-in/aB3dEfGhIjKlMnOpQrStUvWxYz012345')
    await deadJobHere(house, 'letter.send', 'Error: smtp://sillon:hunter22@mail.example.org', {
      payload: { to: 'marie@example.org' },
    })
    const { body } = await house.get('/metrics', { headers: { Authorization: `Bearer ${metricsToken}` } })
    expect(body).not.toMatch(/marie|tremblay|example\.org|hunter22|aB3dEf|thirty-two/i)
  })
})

describe('without a token', () => {
  let backups: Backup[] = []
  let isBroken = false
  const house = useHouse(undefined, {
    backups: () => (isBroken ? Promise.reject(new Error('no folder')) : Promise.resolve(backups)),
    live: { open: () => 17 },
  })
  beforeEach(() => {
    backups = []
    isBroken = false
  })

  test('this machine reads them, and nobody for whom a proxy asks', async () => {
    expect((await house.get('/metrics')).status).toBe(200)
    for (const name of ['X-Forwarded-For', 'X-Forwarded-Proto', 'X-Forwarded-Host', 'Forwarded', 'X-Real-IP', 'Via']) {
      expect((await house.get('/metrics', { headers: { [name]: '127.0.0.1' } })).status).toBe(404)
    }
    expect((await house.get('/metrics', { headers: { 'CF-Connecting-IP': '127.0.0.1' } })).status).toBe(404)
  })

  test('nobody reads them by another name that leads to this machine', async () => {
    const status = await new Promise((resolve, reject) => {
      request(`${house.origin}/metrics`, { headers: { Host: 'sillon.test' } }, (res) =>
        resolve(res.resume().statusCode),
      )
        .on('error', reject)
        .end()
    })
    expect(status).toBe(404)
  })

  test('they count jobs by state, letters, live pages, and measure the database and the last back-up', async () => {
    const at = (ms: number) => new Date(house.now.getTime() + ms)
    await jobHere(house, 'letter.send', { runAt: at(-600_000) })
    await jobHere(house, 'import.run', { takenUntil: at(60_000) })
    await jobHere(house, 'import.run', { doneAt: at(-1000) })
    await deadJobHere(house, 'invitation.send', 'Error: x')
    backups = [{ at: at(-7_200_000), bytes: 1 }]
    const samples = await samplesOf(house)
    expect(
      Object.fromEntries([...samples].filter(([name]) => /^sillon_(jobs|letters|live|backup)/.test(name))),
    ).toEqual({
      'sillon_jobs{state="waiting"}': 1,
      'sillon_jobs{state="under_way"}': 1,
      'sillon_jobs{state="late"}': 1,
      'sillon_jobs{state="done"}': 1,
      'sillon_jobs{state="dead"}': 1,
      'sillon_letters{state="waiting"}': 1,
      'sillon_letters{state="dead"}': 1,
      sillon_live_connections: 17,
      'sillon_backup_age_seconds{state="fine"}': 7200,
    })
    expect(samples.get('sillon_database_bytes')).toBeGreaterThan(10_000)
    expect(samples.get('sillon_database_up')).toBe(1)
    expect(samples.get('process_resident_memory_bytes')).toBeGreaterThan(10_000_000)

    backups = []
    expect([...(await samplesOf(house)).keys()].filter((name) => name.startsWith('sillon_backup'))).toEqual([])
  })

  test('they time requests by method, pattern and class of status: no label grows with what is asked', async () => {
    for (let n = 0; n < 20; n++) {
      await house.get(`/actors/nobody-${n}?words=${n}`)
      await house.get(`/nowhere/${n}`)
    }
    await (await fetch(`${house.origin}/nowhere`, { method: 'PROPFIND' })).text()
    // Whoever asked may have the whole answer before the server knows that it is sent.
    const counts = async () =>
      Object.fromEntries(
        [...(await samplesOf(house))].filter(
          ([name]) => name.startsWith('sillon_request_duration_seconds_count') && !name.includes('/metrics'),
        ),
      )
    await expect.poll(counts).toEqual({
      'sillon_request_duration_seconds_count{method="GET",route="/actors/:slug",status="4xx"}': 20,
      'sillon_request_duration_seconds_count{method="GET",route="none",status="4xx"}': 20,
      'sillon_request_duration_seconds_count{method="other",route="none",status="4xx"}': 1,
    })
  })

  test('they come even where something cannot be read', async () => {
    isBroken = true
    expect((await samplesOf(house)).get('sillon_database_up')).toBe(1)
  })
})
