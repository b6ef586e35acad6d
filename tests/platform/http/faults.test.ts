import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import express, { type RequestHandler } from 'express'
import { pino } from 'pino'
import { afterEach, describe, expect, test } from 'vitest'
import { originalThresholds } from '../../../src/domain/ages.ts'
import { visitor } from '../../../src/domain/viewer.ts'
import { type Database, Duplicate, Unavailable } from '../../../src/platform/db/database.ts'
import { errors } from '../../../src/platform/http/errors.ts'
import type { Floor } from '../../../src/platform/http/floor.ts'
import { health } from '../../../src/platform/http/health.ts'
import { pages } from '../../../src/platform/http/pages.ts'
import { InvalidInput, NotAllowed } from '../../../src/platform/http/refusal.ts'
import { requests } from '../../../src/platform/http/requests.ts'
import { root } from '../../database.ts'

// The platform alone, with one route that does what the test says.

let server: Server | undefined
let lines: Record<string, unknown>[] = []
afterEach(() => {
  server?.closeAllConnections()
  server?.close()
  lines = []
})

const ping = (): Promise<void> => Promise.resolve()
const now = {
  name: 'Essai',
  introduction: '',
  timeZone: 'America/Toronto',
  locale: 'fr-CA',
  isDemo: false,
  thresholds: originalThresholds,
}

async function serve(route: RequestHandler, { db = { ping }, dataFolder = tmpdir() } = {}): Promise<string> {
  const view = pages(root, () => now, false)
  const log = pino(
    { level: 'info' },
    { write: (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>) },
  )
  const network = { get: () => now, refresh: ping, keepFresh: ping }
  const page: Floor['page'] = (res, name, data = {}) => view.render(res.req, res, name, data)
  const floor = {
    db: { unavailable: () => undefined, ...db } as Partial<Database>,
    dataFolder,
    log,
    network,
    page,
  } as unknown as Floor
  const app = express()
  app.use(requests(log), health(floor))
  app.get('/early', route)
  app.use((req, _res, next) => {
    Object.assign(req, { viewer: visitor, locale: 'fr-CA', today: '2026-03-02' })
    next()
  })
  app.get('/it', route)
  app.use(errors(floor))
  server = app.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const throwing =
  (error: unknown): RequestHandler =>
  () => {
    throw error
  }
async function answerTo(error: unknown, accept = 'text/html') {
  const answer = await fetch(`${await serve(throwing(error))}/it`, { headers: { Accept: accept } })
  return { status: answer.status, headers: answer.headers, body: await answer.text() }
}

describe('a bug', () => {
  test('is 500, with an id that the log has too, and without its own words', async () => {
    const { status, body, headers } = await answerTo(new Error('password is hunter2'))
    const id = headers.get('X-Request-Id') ?? 'none'
    expect(status).toBe(500)
    expect(body).toContain(id)
    expect(body).not.toContain('hunter2')
    expect(body).not.toContain('node_modules')
    expect(lines.find(({ msg }) => msg === 'bug')).toMatchObject({
      level: 50,
      request: id,
      err: { message: 'password is hunter2' },
    })
  })

  test('thrown after a wait is one too', async () => {
    const origin = await serve(async () => {
      await Promise.resolve()
      throw new TypeError('late')
    })
    expect((await fetch(`${origin}/it`)).status).toBe(500)
  })

  test.each([['a text'], [42], [{}]])('that throws %j is one too', async (thrown) => {
    expect((await answerTo(thrown)).status).toBe(500)
  })

  test('before anything is known of the reader is answered all the same, without its own words', async () => {
    const answer = await fetch(`${await serve(throwing(new Error('password is hunter2')))}/early`)
    const body = await answer.text()
    expect(answer.status).toBe(500)
    expect(body).toContain(answer.headers.get('X-Request-Id'))
    expect(body).not.toMatch(/hunter2|node_modules/)
  })

  test('of a very long message is cut short in the log', async () => {
    await answerTo(new Error('x'.repeat(100_000)))
    const { err } = lines.find(({ msg }) => msg === 'bug') as { err: { message: string; stack: string } }
    expect(err.message.length + err.stack.length).toBeLessThanOrEqual(5_000)
  })
})

describe('what people can act on', () => {
  test.each([
    ['busy', 'La base de données est occupée'],
    ['full', 'Rien n’a été enregistré à moitié'],
    ['read_only', 'n’accepte pas d’écriture'],
    ['unreachable', 'ne répond pas'],
  ] as const)('a database that is %s is 503, with when to try again', async (reason, words) => {
    const { status, headers, body } = await answerTo(new Unavailable(reason, undefined))
    expect(status).toBe(503)
    expect(headers.get('Retry-After')).toBe('5')
    expect(body).toContain(words)
  })

  test('a form that came twice, or a name that is taken, is 409', async () => {
    expect((await answerTo(new Duplicate('journal.once', undefined))).status).toBe(409)
    expect((await answerTo(new Duplicate('journal_once', undefined))).body).toContain('déjà été enregistré')
    expect((await answerTo(new Duplicate('actors_slug', undefined))).status).toBe(409)
  })

  test('a deed reserved to others says to whom, in the reader’s words', async () => {
    const { status, body } = await answerTo(new NotAllowed(['coordinator', 'lead_carrier']))
    expect(status).toBe(403)
    expect(body).toContain('coordination du réseau et responsable de l’équipe porteuse')
  })

  test('refused fields are told one by one as JSON', async () => {
    const { status, body } = await answerTo(new InvalidInput([{ field: 'title', key: 'required' }]), 'application/json')
    expect(status).toBe(422)
    expect(JSON.parse(body)).toMatchObject({ error: 'invalid_input', issues: [{ field: 'title', key: 'required' }] })
  })
})

describe('health', () => {
  const idle: RequestHandler = (_req, res) => void res.end()
  const read = async (url: string) => {
    const answer = await fetch(url)
    return [answer.status, await answer.text()] as const
  }

  test('the process answers, and is ready with its database and its disk', async () => {
    const origin = await serve(idle)
    expect(await read(`${origin}/healthz`)).toEqual([200, 'ok'])
    expect(await read(`${origin}/readyz`)).toEqual([200, '{"ready":true,"failing":[]}'])
  })

  test('without its database it is alive, and not ready: the log says why', async () => {
    const origin = await serve(idle, { db: { ping: () => Promise.reject(new Unavailable('unreachable', undefined)) } })
    expect((await read(`${origin}/healthz`))[0]).toBe(200)
    expect(await read(`${origin}/readyz`)).toEqual([503, '{"ready":false,"failing":["database"]}'])
    expect(lines).toContainEqual(expect.objectContaining({ msg: 'not ready', failing: ['database'] }))
  })

  test('without its disk it is not ready', async () => {
    const origin = await serve(idle, { dataFolder: '/nowhere/at/all' })
    expect(await read(`${origin}/readyz`)).toEqual([503, '{"ready":false,"failing":["disk"]}'])
  })
})

test('the log has one line per request, without what is secret in its address', async () => {
  const origin = await serve((_req, res) => void res.end())
  await fetch(`${origin}/sign-in/0123456789abcdef?back=/x`)
  await fetch(`${origin}/invitations/0123456789abcdef`)
  expect(lines.map(({ path }) => path)).toEqual(['/sign-in/…', '/invitations/…'])
  expect(JSON.stringify(lines)).not.toContain('0123456789abcdef')
})
