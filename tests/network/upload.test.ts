import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import type { Server } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import express, { type ErrorRequestHandler } from 'express'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { by } from '../../src/platform/http/floor.ts'
import type { Refusal } from '../../src/platform/http/refusal.ts'
import { cleanName, received } from '../../src/platform/http/upload.ts'
import { folderStorage } from '../../src/platform/storage/storage.ts'
import { silentStorage } from '../house.ts'

const LIMIT = 100_000
const ONCE = '0198c1a2-0000-7000-8000-000000000001'
let folder: string
let server: Server
let refusals: Refusal[]

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sillon-upload-'))
  refusals = []
  const storage = folderStorage(folder)
  const app = express()
  app.post('/', async (req, res) => {
    const { fields, file } = await received(req, storage, { maxBytes: LIMIT })
    const text = file && (await storage.read(file.stored)).toString()
    res.json({ fields, name: file?.name, size: file?.size, text: text?.slice(0, 20), once: by(req).once })
  })
  app.use(((error: Refusal, _req, res, _next) => {
    refusals.push(error)
    res.status(error.status ?? 500).json({ key: error.key, details: error.details })
  }) as ErrorRequestHandler)
  server = app.listen(0, '127.0.0.1')
  await once(server, 'listening')
})

afterEach(async () => {
  server.closeAllConnections()
  await new Promise((closed) => server.close(closed))
  rmSync(folder, { recursive: true })
})

const address = () => server.address() as AddressInfo
const kept = () => readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())

async function send(body: FormData | string, headers: Record<string, string> = {}) {
  const answer = await fetch(`http://127.0.0.1:${address().port}/`, { method: 'POST', body, headers })
  return { status: answer.status, json: (await answer.json()) as Record<string, unknown> }
}

function formWith(content: string, name = 'liste.csv', field = 'file') {
  const body = new FormData()
  body.set('once', ONCE)
  body.append('kind', 'a')
  body.append('kind', 'b')
  body.set(field, new Blob([content]), name)
  return body
}

describe('an uploaded file', () => {
  test('is kept, and the fields beside it are read, the form’s key too', async () => {
    const { status, json } = await send(formWith('nom;ville\n'))
    expect(status).toBe(200)
    expect(json).toEqual({
      fields: { once: ONCE, kind: ['a', 'b'] },
      name: 'liste.csv',
      size: 10,
      text: 'nom;ville\n',
      once: ONCE,
    })
    expect(kept()).toHaveLength(1)
  })

  test('may be as large as the limit, and not one byte larger', async () => {
    expect((await send(formWith('x'.repeat(LIMIT)))).json.size).toBe(LIMIT)
    const refused = await send(formWith('x'.repeat(LIMIT + 1)))
    expect(refused).toEqual({ status: 413, json: { key: 'file_too_large', details: { limit: LIMIT, megabytes: 0.1 } } })
    expect(kept()).toHaveLength(1)
  })

  test('that is far too large is refused without being read to its end into the store', async () => {
    const { status, json } = await send(formWith('x'.repeat(LIMIT * 60)))
    expect([status, json.key]).toEqual([413, 'file_too_large'])
    expect(kept()).toEqual([])
  })

  test('left out leaves a form without a file', async () => {
    const body = new FormData()
    body.set('once', ONCE)
    body.set('file', new Blob([]), '')
    const { status, json } = await send(body)
    expect([status, json.name]).toEqual([200, undefined])
    expect(kept()).toEqual([])
  })

  test('under another field’s name is not kept', async () => {
    expect((await send(formWith('x', 'a.csv', 'other'))).json.name).toBeUndefined()
    expect(kept()).toEqual([])
  })

  test('comes once: a second one is not kept', async () => {
    const body = formWith('first')
    body.append('file', new Blob(['second']), 'b.csv')
    expect((await send(body)).json.text).toBe('first')
    expect(kept()).toHaveLength(1)
  })
})

describe('nothing stays of an upload', () => {
  test('that is no multipart form', async () => {
    expect((await send('a=1', { 'Content-Type': 'application/x-www-form-urlencoded' })).status).toBe(400)
    expect((await send('x', { 'Content-Type': 'text/plain' })).status).toBe(400)
    expect((await send('x', { 'Content-Type': 'multipart/form-data' })).status).toBe(400)
  })

  test('whose form ends too early', async () => {
    const body = '--b\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\nhalf'
    const { status, json } = await send(body, { 'Content-Type': 'multipart/form-data; boundary=b' })
    expect([status, json.key]).toEqual([400, 'malformed'])
    expect(kept()).toEqual([])
  })

  test.each([
    ['in the middle of the file', 'half of it', 0],
    // Another row may hold the same bytes: what came whole is the sweep's to remove.
    ['after the file, but that', 'all\r\n--b\r\nContent-Disposition: form-data; name="x"\r\n\r\n', 1],
  ])('that is cut off %s, and others are still served', async (_when, part, left) => {
    const socket = connect(address().port, '127.0.0.1')
    const head = '--b\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n'
    socket.write(
      `POST / HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 90000\r\n\r\n${head}${part}`,
    )
    await expect.poll(() => kept().length).toBe(1)
    socket.destroy()
    await expect.poll(() => refusals.map(({ key }) => key)).toEqual(['malformed'])
    await expect.poll(() => kept().length).toBe(left)
    expect((await send(formWith('next'))).status).toBe(200)
  })

  test('when the store fails', async () => {
    rmSync(folder, { recursive: true })
    const blocked = express()
    blocked.post('/', async (req, res) => {
      const full = Object.assign(new Error('no space'), { code: 'ENOSPC' })
      const storage = silentStorage({ keep: () => pause(5).then(() => Promise.reject(full)) })
      await received(req, storage, { maxBytes: LIMIT }).catch((error: Error) => res.json({ name: error.name }))
    })
    server.close()
    server = blocked.listen(0, '127.0.0.1')
    await once(server, 'listening')
    expect((await send(formWith('x'.repeat(LIMIT)))).json).toEqual({ name: 'Unavailable' })
    folder = mkdtempSync(join(tmpdir(), 'sillon-upload-'))
  })
})

describe('the name of a file', () => {
  test.each([
    ['../../etc/passwd', 'passwd'],
    ['C:\\Users\\Bureau\\Budget 2026.xlsx', 'Budget 2026.xlsx'],
    ['facture\u202Efdp.exe', 'facturefdp.exe'],
    ['a\u0000b\nc.csv', 'abc.csv'],
    ['..', 'file'],
    ['Été.csv', 'Été.csv'],
    [`${'é'.repeat(300)}.ods`, `${'é'.repeat(146)}.ods`],
  ])('%j is kept as %j', (typed, name) => {
    expect(cleanName(typed)).toBe(name)
  })
})
