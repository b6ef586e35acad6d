import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { eq } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { sessions } from '../../src/accounts/tables.ts'
import { documents, documentVersions } from '../../src/documents/tables.ts'
import { newId } from '../../src/platform/id.ts'
import { everybody, levels, readers, visibilityOf } from '../access/people.ts'
import { useHouse } from '../house.ts'
import { pdf, photo } from '../platform/files/made.ts'
import { settle, type Town } from '../town.ts'
import { attachedHere, readHere, storeOf, versionHere } from './files-here.ts'

const house = useHouse(undefined, { onDisk: true })
const TEXT: Buffer = Buffer.from('Une ruelle verte et sa fontaine')

async function here(
  bytes: Buffer = TEXT,
  fileName = 'ruelle.txt',
  wanted: Parameters<typeof attachedHere>[4] = {},
  columns = {},
) {
  const town = await settle(house)
  const { id } = await town.initiativeAt('feedback', { visibility: 'public', ...columns })
  const one = await attachedHere(house, id, bytes, fileName, wanted)
  return { town, one, file: `/documents/${one.id}/file` }
}

const visitOf = (town: Town, person: (typeof everybody)[number]) =>
  person === 'visitor' ? {} : { as: town[person].accountId }

describe('a file is handed to those who may see the document, and does not exist for the others', () => {
  test.each(levels)('a document %s', async (level) => {
    const namedRoles = level === 'restricted to funders too' ? ',funder,' : ','
    const { town, one } = await here(pdf(['a']), 'a.pdf', { visibility: visibilityOf(level), namedRoles })
    await house.work()
    for (const door of ['file', 'thumbnail', 'preview/1']) {
      const met = []
      for (const person of everybody) {
        const { status } = await house.get(`/documents/${one.id}/${door}`, visitOf(town, person))
        if (status === 200) met.push(person)
        else expect(status).toBe(404)
      }
      expect({ door, met: met.sort() }).toEqual({ door, met: [...readers[level]].sort() })
    }
  })

  test('a public document of an initiative that is not is handed to whom may see the initiative', async () => {
    const { town, file } = await here(TEXT, 'a.txt', {}, { visibility: 'team' })
    expect((await house.get(file)).status).toBe(404)
    expect((await house.get(file, { as: town.member.accountId })).status).toBe(404)
    const seen = await house.get(file, { as: town.funder.accountId })
    expect(seen.status).toBe(200)
    expect(seen.headers.get('Cache-Control')).toContain('private, no-store')
  })

  test('nor what is in the bin, nor a link, nor a version that is not', async () => {
    const { town, one, file } = await here()
    for (const odd of ['?version=2', '?version=0', '?version=x', '?version=1e9', '?version=']) {
      expect({ odd, status: (await house.get(file + odd)).status }).toEqual({ odd, status: 404 })
    }
    for (const odd of ['0', '6', 'x', '01'])
      expect((await house.get(`/documents/${one.id}/preview/${odd}`)).status).toBe(404)
    await change(documents.id, one.id, { binnedAt: house.now })
    expect((await house.get(file, { as: town.coordinator.accountId })).status).toBe(404)
  })

  test('an older version keeps its own door', async () => {
    const { one, file } = await here()
    const id = newId()
    const { version } = await readHere(house, one)
    const { file: name, size, mediaType } = version
    await house.db.commit((tx) => [
      versionHere(tx, house, {
        id,
        documentId: one.id,
        number: 2,
        file: name,
        size: 3,
        fileName: 'b.txt',
        mediaType,
        url: '',
      }),
      tx.update(documents).set({ currentVersionId: id }).where(eq(documents.id, one.id)),
    ])
    expect((await house.get(file, { headers: { Range: 'bytes=0-0' } })).headers.get('Content-Range')).toBe(
      'bytes 0-0/3',
    )
    expect((await house.get(`${file}?version=1`)).headers.get('Content-Range')).toBeNull()
    expect((await house.get(`${file}?version=1`)).headers.get('Content-Length')).toBe(String(size))
  })
})

describe('a file may be asked for in parts', () => {
  const parts: [string, number, string, string?][] = [
    ['bytes=0-3', 206, 'Une ', 'bytes 0-3/31'],
    ['bytes=23-', 206, 'fontaine', 'bytes 23-30/31'],
    ['bytes=-8', 206, 'fontaine', 'bytes 23-30/31'],
    ['bytes=23-99', 206, 'fontaine', 'bytes 23-30/31'],
    ['bytes=31-', 416, '', 'bytes */31'],
    ['bytes=0-1,4-5', 200, TEXT.toString()],
    ['pages=1-2', 200, TEXT.toString()],
    ['bytes=b-a', 200, TEXT.toString()],
  ]
  test.each(parts)('%s', async (range, status, body, content) => {
    const { file } = await here()
    const answer = await house.get(file, { headers: { Range: range } })
    expect(answer.status).toBe(status)
    if (status !== 416) expect(answer.body).toBe(body)
    expect(answer.headers.get('Content-Range')).toBe(content ?? null)
  })

  test('only of the file that was begun', async () => {
    const { file } = await here()
    const tag = (await house.get(file)).headers.get('ETag')!
    const headers = { Range: 'bytes=0-3' }
    expect((await house.get(file, { headers: { ...headers, 'If-Range': tag } })).status).toBe(206)
    expect((await house.get(file, { headers: { ...headers, 'If-Range': '"other"' } })).status).toBe(200)
  })

  test('what has not changed is not sent again', async () => {
    const { file } = await here()
    const tag = (await house.get(file)).headers.get('ETag')!
    expect(tag).toBe(`"${createHash('sha256').update(TEXT).digest('hex')}"`)
    // Asked as browsers ask; fetch would add that it wants it anew.
    const asked = request(house.origin + file, { headers: { 'If-None-Match': tag } }).end()
    const [answer] = (await once(asked, 'response')) as [IncomingMessage]
    expect(answer.statusCode).toBe(304)
    expect(answer.headers['content-length']).toBeUndefined()
  })

  test('HEAD says what GET would, and reads nothing', async () => {
    const { one, file } = await here()
    const head = await fetch(house.origin + file, { method: 'HEAD' })
    expect(head.status).toBe(200)
    expect(head.headers.get('Content-Length')).toBe('31')
    expect(head.headers.get('Accept-Ranges')).toBe('bytes')
    await storeOf(house).remove((await readHere(house, one)).version.file!)
    expect((await fetch(house.origin + file, { method: 'HEAD' })).status).toBe(200)
    // A file that is not there is said on a page, and not as half an answer.
    const lost = await house.get(file)
    expect(lost.status).toBe(500)
    expect(lost.headers.get('Content-Type')).toContain('text/html')
    expect(lost.headers.get('Content-Disposition')).toBeNull()
    expect(lost.headers.get('Cache-Control')).toBe('private, no-store')
  })

  test('somebody who leaves in the middle frees the file', async () => {
    const { file } = await here(Buffer.alloc(30_000_000, 'a'), 'long.txt')
    for (let n = 0; n < 3; n++) {
      await new Promise<void>((left) => {
        const asked = request(house.origin + file, (answer) => answer.once('data', () => asked.destroy()))
        asked.once('close', () => left()).once('error', () => {})
        asked.end()
      })
    }
    const open = () =>
      process.getActiveResourcesInfo().filter((one) => one === 'FSReqCallback' || one === 'ReadStream').length
    await expect.poll(open).toBe(0)
    expect((await house.get('/healthz')).status).toBe(200)
  })
})

describe('nothing of a file acts at the house’s address', () => {
  const kinds: [string, Buffer | Promise<Buffer>, string, RegExp][] = [
    [
      'a.html',
      Buffer.from('<!doctype html><script>alert(1)</script>'),
      'application/octet-stream',
      /^attachment; filename="?a\.html"?$/,
    ],
    [
      'a.svg',
      Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
      'application/octet-stream',
      /^attachment/,
    ],
    ['a.xml', Buffer.from('<?xml version="1.0"?><a/>'), 'application/octet-stream', /^attachment/],
    [
      'a.pdf',
      pdf(['a'], { catalog: '/OpenAction<</S/JavaScript/JS(app.alert(1))>>' }),
      'application/pdf',
      /^attachment/,
    ],
    ['sommes.csv', Buffer.from('a;b\n=cmd|calc;1\n'), 'text/csv', /^attachment/],
    ['… été.txt', Buffer.from('é'), 'text/plain', /filename\*=UTF-8''%E2%80%A6%20%C3%A9t%C3%A9\.txt/],
    ['notes', Buffer.from('oui'), 'text/plain', /^attachment; filename="?notes\.txt/],
    ['photo.png', photo(), 'image/jpeg', /^inline; filename="?photo\.png\.jpg/],
  ]
  test.each(kinds)('%s', async (name, bytes, type, disposition) => {
    const { file } = await here(await bytes, name)
    await house.work()
    const { status, headers } = await house.get(file)
    expect(status).toBe(200)
    expect(headers.get('Content-Type')).toBe(type)
    expect(headers.get('Content-Disposition')).toMatch(disposition)
    expect(headers.get('X-Content-Type-Options')).toBe('nosniff')
    expect(headers.get('Content-Security-Policy')).toBe("sandbox; default-src 'none'; frame-ancestors 'none'")
    expect(headers.get('Cache-Control')).toBe('public, max-age=300, no-transform')
    expect(headers.get('Content-Encoding')).toBeNull()
  })
})

test('a public file that brings its reader their session is kept by no cache', async () => {
  const { town, file } = await here()
  const visit = { as: town.member.accountId }
  expect((await house.get(file, visit)).headers.get('Cache-Control')).toBe('public, max-age=300, no-transform')
  // Once an hour a session is prolonged, and its cookie with it.
  house.now = new Date(house.now.getTime() + 2 * 3_600_000)
  for (const path of [file, '/open/scdl.csv']) {
    const long = new Date(house.now.getTime() - 2 * 3_600_000)
    await house.db.commit((tx) => [tx.update(sessions).set({ seenAt: long })])
    const { headers } = await house.get(path, visit)
    expect(headers.get('Set-Cookie')).toContain('session=')
    expect(headers.get('Cache-Control')).toMatch(/^private, no-store/)
  }
})

describe('what is not safe to hand out is held back', () => {
  test('a picture until it is rid of its place', async () => {
    const { file } = await here(await photo(), 'a.jpg')
    const early = await house.get(file)
    expect(early.status).toBe(409)
    expect(early.body).toContain('vérifie encore')
    await house.work()
    const later = await fetch(house.origin + file)
    expect(Buffer.from(await later.arrayBuffer()).includes('SECRET')).toBe(false)
  })

  test('but not one whose place is kept on purpose, nor a text', async () => {
    expect((await house.get((await here(await photo(), 'a.jpg', { keepsMetadata: true })).file)).status).toBe(200)
  })

  test('a picture that cannot be rid of it', async () => {
    const broken = Buffer.concat([(await photo()).subarray(0, 40), Buffer.alloc(200, 1)])
    const { file } = await here(broken, 'a.jpg')
    await house.work()
    const answer = await house.get(file)
    expect(answer.status).toBe(403)
    expect(answer.body).toContain('où elle a été prise')
  })

  test('what is quarantined, at every door and to everybody', async () => {
    const { town, one } = await here(pdf(['a']), 'a.pdf')
    await house.work()
    await change(documentVersions.id, one.versionId, { scanState: 'quarantined' })
    for (const door of ['file', 'thumbnail', 'preview/1']) {
      const answer = await house.get(`/documents/${one.id}/${door}`, { as: town.administrator.accountId })
      expect(answer.status).toBe(403)
      expect(answer.body).toContain('en quarantaine')
    }
  })
})

function change(column: typeof documents.id | typeof documentVersions.id, id: string, set: object) {
  const table = column === documents.id ? documents : documentVersions
  return house.db.commit((tx) => [tx.update(table).set(set).where(eq(column, id))])
}
