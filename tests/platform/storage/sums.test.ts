import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openStorage } from '../../../src/platform/storage/opening.ts'
import type { Storage } from '../../../src/platform/storage/storage.ts'

// A store that makes sums, as AWS and MinIO do: it knows one object, and how it came.
let server: Server
let folder: string
let storage: Storage
let parts: Buffer[]
let asked: string[]
let spoils: boolean

const sumOf = (bytes: Buffer) => createHash('sha256').update(bytes).digest()

/** Takes a body whose sum is right; spoilt on its way to the disk, if so. */
async function taken(req: IncomingMessage): Promise<boolean> {
  const bytes = await buffer(req)
  if (req.headers['x-amz-checksum-sha256'] !== sumOf(bytes).toString('base64')) return false
  if (spoils) bytes[0]! ^= 1
  const number = new URL(req.url!, 'http://store').searchParams.get('partNumber')
  parts[Number(number ?? 1) - 1] = bytes
  return true
}

beforeEach(async () => {
  ;[parts, asked, spoils] = [[], [], false]
  folder = mkdtempSync(join(tmpdir(), 'sillon-sums-'))
  server = createServer((req, res) => {
    const { searchParams } = new URL(req.url!, 'http://store')
    asked.push(`${req.method}${searchParams.has('uploads') ? ' begin' : ''}`)
    const answer = async () => {
      if (req.method === 'PUT') {
        if (!(await taken(req))) return res.writeHead(400).end()
        return res.writeHead(200, { ETag: `"${parts.length}"` }).end()
      }
      if (req.method === 'POST') {
        await buffer(req)
        const xml = searchParams.has('uploads')
          ? '<InitiateMultipartUploadResult><UploadId>u</UploadId></InitiateMultipartUploadResult>'
          : '<CompleteMultipartUploadResult><ETag>"e"</ETag></CompleteMultipartUploadResult>'
        return res.writeHead(200, { 'Content-Type': 'application/xml' }).end(xml)
      }
      if (req.method === 'DELETE') {
        parts = []
        return res.writeHead(204).end()
      }
      const whole = Buffer.concat(parts)
      if (parts.length === 0) return res.writeHead(404).end()
      const sums = Buffer.concat(parts.map(sumOf))
      const sum = parts.length > 1 ? `${sumOf(sums).toString('base64')}-${parts.length}` : sums.toString('base64')
      res.writeHead(200, { 'Content-Length': whole.length, 'x-amz-checksum-sha256': sum })
      return res.end(req.method === 'HEAD' ? undefined : whole)
    }
    void answer()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const s3 = { endpoint, bucket: 'files', region: 'ca-central-1', key: 'k', secret: 's' }
  storage = await openStorage({ dataFolder: folder, s3 })
})
afterEach(() => {
  server.closeAllConnections()
  server.close()
  rmSync(folder, { recursive: true })
})

const short = [Buffer.from('short')]
const long = Array.from({ length: 17 }, (_, n) => Buffer.alloc(1024 ** 2, n))

test.each([
  ['a short file', short, ['HEAD', 'PUT', 'HEAD']],
  ['an empty file', [], ['HEAD', 'PUT', 'HEAD']],
])('the sum of %s is believed, and nothing is read again', async (_what, bytes, requests) => {
  await storage.keep(Readable.from(bytes))
  expect(asked).toEqual(requests)
})

test('each part of a long file is sent with its sum, and the sum of sums is believed', async () => {
  await storage.keep(Readable.from(long))
  expect(asked).toEqual(['HEAD', 'POST begin', 'PUT', 'PUT', 'PUT', 'POST', 'HEAD'])
})

test('what a store spoils is looked at three times, then refused and taken out again', async () => {
  spoils = true
  await expect(storage.keep(Readable.from(short))).rejects.toThrow('as it was sent')
  const looked = ['HEAD', 'GET']
  expect(asked).toEqual(['HEAD', 'PUT', ...looked, ...looked, ...looked, 'DELETE'])
  expect(parts).toEqual([])
})
