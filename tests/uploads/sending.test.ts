import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { connect } from 'node:net'
import { once } from 'node:events'
import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, test } from 'vitest'
import { documents, documentVersions } from '../../src/documents/tables.ts'
import { purgeDue } from '../../src/privacy/purging.ts'
import { uploads } from '../../src/uploads/tables.ts'
import { pdf, sent } from '../documents/sending.ts'
import { useHouse } from '../house.ts'
import { settle, type Town } from '../town.ts'
import { bytesOf, headersFor, refusalOf, sha256, tusAsked, tusSent } from './sending.ts'

const MB = 1024 ** 2
const house = useHouse('2026-03-02T15:00:00Z', { onDisk: true, uploadLimit: MB })
let town: Town
let as: string
beforeEach(async () => {
  town = await settle(house)
  as = town.supportPartner.accountId
})
const rows = () => house.db.select().from(uploads)
const folder = () => join(house.source.dataFolder, 'uploads')
const partials = () => (existsSync(folder()) ? readdirSync(folder()) : [])
const file = bytesOf(400_000)
const begin = (size: number, visit = { as }, metadata = `filename ${Buffer.from('a.pdf').toString('base64')}`) =>
  tusAsked(house, 'POST', '/uploads', {
    ...visit,
    headers: { 'Upload-Length': String(size), 'Upload-Metadata': metadata },
  })
const patch = (path: string, offset: number, bytes: Buffer, visit = { as }) =>
  tusAsked(
    house,
    'PATCH',
    path,
    { ...visit, headers: { 'Upload-Offset': String(offset), 'Content-Type': 'application/offset+octet-stream' } },
    bytes,
  )

/** The process dies before a file is in the store, until it is called. */
function dying() {
  const { storage } = house
  const keep = storage.keep.bind(storage)
  storage.keep = () => Promise.reject(new Error('the process dies here'))
  return () => (storage.keep = keep)
}

describe('a file sent piece by piece', () => {
  test('is cut at half, goes on where it was, and is noted once with the same bytes', async () => {
    const cut = await tusSent(house, file, { as, cutAt: file.length / 2 })
    expect(cut.isWhole).toBe(false)
    expect(await rows()).toEqual([])
    const begun = JSON.parse((await house.get(`/uploads/${cut.id}`, { as })).body) as { offset: number }
    expect(begun).toMatchObject({ id: cut.id, name: 'rapport.pdf', size: file.length, done: false })
    expect(begun.offset).toBeGreaterThanOrEqual(file.length / 2)
    expect(begun.offset).toBeLessThan(file.length)

    const whole = await tusSent(house, file, { as, url: cut.url })
    expect(whole).toMatchObject({ id: cut.id, isWhole: true })
    expect(await rows()).toMatchObject([
      { id: cut.id, accountId: as, file: sha256(file), fileName: 'rapport.pdf', size: file.length },
    ])
    expect(sha256(await house.storage.read(sha256(file)))).toBe(sha256(file))
    expect(partials()).toEqual([])
    expect(JSON.parse((await house.get(`/uploads/${cut.id}`, { as })).body)).toMatchObject({ done: true })
  })

  test('keeps what came when the connection breaks in the middle of a piece', async () => {
    const { headers } = await begin(file.length)
    const path = headers.get('Location')!
    const own = await headersFor(house, { as })
    const { hostname, port } = new URL(house.origin)
    const socket = connect(Number(port), hostname)
    await once(socket, 'connect')
    const said = { ...own, Host: hostname, 'Tus-Resumable': '1.0.0', 'Upload-Offset': '0' }
    const lines = Object.entries({
      ...said,
      'Content-Type': 'application/offset+octet-stream',
      'Content-Length': String(file.length),
    }).map(([name, value]) => `${name}: ${value}\r\n`)
    socket.write(`PATCH ${path} HTTP/1.1\r\n${lines.join('')}\r\n`)
    socket.write(file.subarray(0, 150_000))
    const came = () => partials().some((name) => !name.endsWith('.json') && statSync(join(folder(), name)).size > 0)
    await expect.poll(came).toBe(true)
    socket.destroy()
    const { headers: now } = await tusAsked(house, 'HEAD', path, { as })
    const offset = Number(now.get('Upload-Offset'))
    expect(offset).toBeGreaterThan(0)
    expect(offset).toBeLessThanOrEqual(150_000)
    expect((await patch(path, offset, file.subarray(offset))).status).toBe(204)
    expect(await rows()).toMatchObject([{ file: sha256(file) }])
  })

  test('may be empty, and may be sent again', async () => {
    const first = await tusSent(house, Buffer.alloc(0), { as, name: 'vide.txt' })
    await tusSent(house, file, { as })
    await tusSent(house, file, { as })
    expect(first.isWhole).toBe(true)
    expect((await rows()).map(({ size }) => size).sort((a, b) => a - b)).toEqual([0, file.length, file.length])
    expect(await house.storage.measured()).toMatchObject({ files: 2 })
  })

  test('is told whole to a client that missed the answer, and finished once where a process died before noting it', async () => {
    const { headers } = await begin(file.length)
    const path = headers.get('Location')!
    const wakes = dying()
    expect((await patch(path, 0, file)).status).toBe(500)
    wakes()
    expect(await rows()).toEqual([])
    const asked = await Promise.all([
      tusAsked(house, 'HEAD', path, { as }),
      tusAsked(house, 'HEAD', path, { as }),
      patch(path, file.length, Buffer.alloc(0)),
    ])
    expect(asked.map((answer) => answer.headers.get('Upload-Offset'))).toEqual(asked.map(() => String(file.length)))
    expect(await rows()).toHaveLength(1)
    expect(partials()).toEqual([])
  })

  test('is finished by the chore where nobody comes back', async () => {
    const { headers } = await begin(file.length)
    const wakes = dying()
    await patch(headers.get('Location')!, 0, file)
    wakes()
    await purgeDue(house.bench)
    await purgeDue(house.bench)
    expect(await rows()).toMatchObject([{ file: sha256(file), accountId: as }])
    expect(partials()).toEqual([])
  })

  test('is given up by whoever sends it, begun or whole', async () => {
    const cut = await tusSent(house, file, { as, cutAt: 100_000 })
    expect((await tusAsked(house, 'DELETE', `/uploads/${cut.id}`, { as })).status).toBe(204)
    const whole = await tusSent(house, file, { as })
    expect((await tusAsked(house, 'DELETE', `/uploads/${whole.id}`, { as })).status).toBe(204)
    expect(await rows()).toEqual([])
    expect(partials()).toEqual([])
  })

  test('goes with a day: one that was cut leaves nothing, one that nobody took up neither', async () => {
    await tusSent(house, file, { as, cutAt: 100_000 })
    await tusSent(house, bytesOf(1000), { as })
    await purgeDue(house.bench)
    expect(partials()).toHaveLength(2)
    expect(await rows()).toHaveLength(1)
    house.now = new Date('2026-03-03T15:00:01Z')
    await purgeDue(house.bench)
    expect(partials()).toEqual([])
    expect(await rows()).toEqual([])
  })

  test('becomes a document, and its text is read', async () => {
    const one = await town.initiativeAt('emergence')
    const { id } = await tusSent(house, pdf('Compte rendu du verger'), { as, name: 'verger.pdf' })
    const answer = await sent(house, `/initiatives/${one.slug}/documents`, { kind: 'minutes', upload: id }, [], { as })
    expect(answer.status).toBe(303)
    await house.work()
    const [version] = await house.db.select().from(documentVersions)
    expect(version).toMatchObject({ fileName: 'verger.pdf', mediaType: 'application/pdf', textState: 'read' })
    const found = await house.get('/initiatives/' + one.slug, { as })
    expect(found.body).toContain('verger')
    expect(await rows()).toEqual([])
  })
})

describe('somebody else’s file', () => {
  test('is not there: neither begun nor whole, to be read, gone on with, given up or attached', async () => {
    const other = { as: town.carrier.accountId }
    const cut = await tusSent(house, file, { as, cutAt: 100_000 })
    const whole = await tusSent(house, bytesOf(1000), { as })
    for (const id of [cut.id, whole.id]) {
      const path = `/uploads/${id}`
      for (const method of ['HEAD', 'GET', 'DELETE']) {
        expect((await tusAsked(house, method, path, other)).status).toBe(404)
      }
      expect((await patch(path, 0, bytesOf(10), other)).status).toBe(404)
    }
    const one = await town.initiativeAt('emergence')
    const fields = { kind: 'minutes', upload: whole.id }
    expect((await sent(house, `/initiatives/${one.slug}/documents`, fields, [], other)).status).toBe(422)
    expect(await house.db.select().from(documents)).toEqual([])
    expect((await house.get(`/initiatives/${one.slug}/documents/new`, other)).body).not.toContain('rapport.pdf')
    expect((await house.get(`/initiatives/${one.slug}/documents/new`, { as })).body).toContain('rapport.pdf')
    expect(await rows()).toHaveLength(1)
  })

  test('is not reached by an address that ends like its own', async () => {
    const other = { as: town.carrier.accountId }
    const theirs = await tusSent(house, file, { as, cutAt: 100_000 })
    const own = await tusSent(house, file, { ...other, cutAt: 100_000 })
    const before = JSON.parse((await house.get(`/uploads/${theirs.id}`, { as })).body) as { offset: number }
    const sly = `/uploads/${own.id}?/${theirs.id}`
    await patch(sly, before.offset, bytesOf(10), other)
    expect(JSON.parse((await house.get(`/uploads/${theirs.id}`, { as })).body)).toEqual(before)
    expect((await tusAsked(house, 'DELETE', sly, other)).status).toBe(204)
    expect((await house.get(`/uploads/${theirs.id}`, { as })).status).toBe(200)
    expect((await house.get(`/uploads/${own.id}`, other)).status).toBe(404)
  })

  test('stays theirs whatever a client says of itself', async () => {
    const owner = Buffer.from(town.carrier.accountId).toString('base64')
    const { headers } = await begin(3, { as }, `owner ${owner},filename ${Buffer.from('a').toString('base64')}`)
    const path = headers.get('Location')!
    expect((await tusAsked(house, 'HEAD', path, { as: town.carrier.accountId })).status).toBe(404)
    await patch(path, 0, Buffer.from('abc'))
    expect(await rows()).toMatchObject([{ accountId: as }])
  })
})

describe('a file is refused before any of it is sent', () => {
  test('to a visitor, in words', async () => {
    const refusal = await refusalOf(tusSent(house, file, {}))
    expect(refusal).toMatchObject({ status: 403, error: 'not_allowed' })
    expect(refusal.message).toContain('Connectez-vous')
    expect(partials()).toEqual([])
  })

  test('to a page of another site', async () => {
    const headers = { 'Sec-Fetch-Site': 'cross-site' }
    expect((await tusAsked(house, 'POST', '/uploads', { as, headers })).status).toBe(403)
  })

  test('when it is larger than one may be, by both ways', async () => {
    expect(await refusalOf(tusSent(house, bytesOf(MB + 1), { as }))).toMatchObject({
      status: 413,
      error: 'file_too_large',
      message: 'Le fichier dépasse 1 Mo. Rien n’en a été gardé.',
    })
    const one = await town.initiativeAt('emergence')
    const large = { name: 'grand.pdf', content: bytesOf(MB + 1) }
    const form = await sent(house, `/initiatives/${one.slug}/documents`, { kind: 'minutes' }, [large], { as })
    expect(form.status).toBe(413)
    expect(form.body).toContain('dépasse 1 Mo')
    expect(partials()).toEqual([])
  })

  test('when twenty wait to be finished, even if they begin at once', async () => {
    const statuses = (await Promise.all(Array.from({ length: 22 }, () => begin(10)))).map(({ status }) => status)
    expect(statuses.filter((status) => status === 201)).toHaveLength(20)
    const refusal = await refusalOf(tusSent(house, file, { as }))
    expect(refusal).toMatchObject({ status: 429, error: 'too_many_uploads' })
    expect(refusal.message).toContain('20')
    expect((await begin(10, { as: town.carrier.accountId })).status).toBe(201)
  })

  test('when there is no room left for it', async () => {
    house.storage.room = () => Promise.resolve(file.length - 1)
    expect(await refusalOf(tusSent(house, file, { as }))).toMatchObject({ status: 507, error: 'no_room' })
    expect(partials()).toEqual([])
  })

  test.each([{}, { 'Upload-Defer-Length': '1' }, { 'Upload-Length': '-1' }, { 'Upload-Length': '1e400' }])(
    'when its size is not said: %o',
    async (headers) => {
      expect((await tusAsked(house, 'POST', '/uploads', { as, headers })).status).toBe(400)
    },
  )
})

test.each([
  ['../../etc/passwd', 'passwd'],
  ['C:\\Temp\\bilan.pdf', 'bilan.pdf'],
  ['rap\0port.pdf', 'rapport.pdf'],
  ['fac\u202Efdp.exe', 'facfdp.exe'],
  ['..', 'file'],
  ['', 'file'],
  [`${'é'.repeat(300)}.pdf`, `${'é'.repeat(146)}.pdf`],
])('a name is a label: %j', async (name, label) => {
  const { id } = await tusSent(house, bytesOf(10), { as, name })
  expect(await house.db.select().from(uploads).where(eq(uploads.id, id))).toMatchObject([{ fileName: label }])
  expect(readdirSync(house.source.dataFolder).sort()).toEqual(expect.not.arrayContaining(['passwd']))
})

test('names that lead elsewhere are no uploads', async () => {
  for (const id of ['..%2F..%2Fetc%2Fpasswd', 'x', `${'a'.repeat(36)}.json`]) {
    for (const method of ['GET', 'DELETE']) {
      expect([400, 404]).toContain((await tusAsked(house, method, `/uploads/${id}`, { as })).status)
    }
  }
})
