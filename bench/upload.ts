// What a large file takes in memory and time: sent piece by piece to the built server, cut at half, gone on with.
// `npm run bench:upload [-- --megabytes 1024]`
import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { Upload } from 'tus-js-client'
import { openSession } from '../src/accounts/commands.ts'
import { accountOpened } from '../src/accounts/steps.ts'
import { openDatabase } from '../src/platform/db/open.ts'
import { newId } from '../src/platform/id.ts'
import { uploads } from '../src/uploads/tables.ts'
import { output, root, temporary } from './processes.ts'
import { serve, type Server } from './server.ts'

const { values: options } = parseArgs({ options: { megabytes: { type: 'string', default: '1024' } } })
const size = Number(options.megabytes) * 1024 ** 2
/** What the server may grow by, in megabytes. */
const MOST = 80
/** As browsers send it (public/uploader.js). */
const PIECE = 4 * 1024 ** 2
const BLOCK = 64 * 1024
const first = Buffer.alloc(BLOCK, createHash('sha512').update('sillon').digest())

process.once('SIGINT', () => process.exit(130))
process.once('SIGTERM', () => process.exit(143))

await output('build.mjs')
const folder = temporary('upload')
const databaseUrl = `sqlite:${join(folder, 'sillon.db')}`
const cookie = await somebody()
const built = await serve({ databaseUrl, folder })
const wanted = hashOf(Readable.from(blocks()))
const bare = await bareTime()
const { most, at, seconds, id } = await sentCut(built)
await built.stop()
const db = await openDatabase(databaseUrl, root)
const rows = await db.select().from(uploads)
await db.close()

const isSame = rows.length === 1 && rows[0]!.id === id && rows[0]!.file === (await wanted)
const rise = most - at
const speed = (taken: number) => size / 1024 ** 2 / taken
process.stdout.write(
  [
    `${options.megabytes} MB, cut at half and gone on with: ${isSame ? 'the same bytes, noted once' : 'NOT the same bytes'}`,
    `memory of the server ${at.toFixed(1)} MB before, ${most.toFixed(1)} MB at most: ${rise.toFixed(1)} MB more (to stay under ${MOST})`,
    `${speed(seconds).toFixed(0)} MB/s to the answer that it is kept (sent, hashed, in the store); bare PUT to disk ${speed(bare).toFixed(0)} MB/s, ratio ${(seconds / bare).toFixed(1)}`,
    '',
  ].join('\n'),
)
process.exitCode = isSame && rise < MOST ? 0 : 1

async function somebody(): Promise<string> {
  const opened = await openDatabase(databaseUrl, root)
  const [accountId, now] = [newId(), new Date()]
  const account = { id: accountId, email: 'bench@example.org', name: 'Bench', networkRole: 'member' as const }
  await opened.commit((tx) => [accountOpened(tx, account, now)])
  const { token } = await openSession(opened, { accountId, userAgent: 'bench', proven: true }, now)
  await opened.close()
  return `session=${token}`
}

/** The same bytes each time, made as they are asked for: nobody holds the whole. */
function bytesBetween(start: number, end: number): Buffer {
  const bytes = Buffer.alloc(Math.max(0, end - start))
  for (let n = Math.floor(start / BLOCK); n * BLOCK < end; n++) {
    first.writeUInt32BE(n, 0)
    first.copy(bytes, Math.max(0, n * BLOCK - start), Math.max(0, start - n * BLOCK), Math.min(BLOCK, end - n * BLOCK))
  }
  return bytes
}
function* blocks() {
  for (let at = 0; at < size; at += BLOCK) yield bytesBetween(at, Math.min(size, at + BLOCK))
}

async function hashOf(stream: Readable): Promise<string> {
  const hash = createHash('sha256')
  for await (const part of stream) hash.update(part as Buffer)
  return hash.digest('hex')
}

async function sentCut(server: Server) {
  const { origin } = server
  // The first requests load what stays: not this file's doing.
  for (let n = 0; n < 20; n++) await (await fetch(origin, { headers: { Cookie: cookie } })).arrayBuffer()
  await pause(500)
  const resting = server.memory().resident
  let highest = resting
  const watch = setInterval(() => (highest = Math.max(highest, server.memory().resident)), 20)
  const began = performance.now()
  const url = await sent(origin, { until: size / 2 })
  const { headers } = await fetch(url, { method: 'HEAD', headers: { Cookie: cookie, 'Tus-Resumable': '1.0.0' } })
  const offset = Number(headers.get('Upload-Offset'))
  if (offset < size / 2 || offset >= size) throw new Error(`cut at ${offset}`)
  await sent(origin, { url })
  clearInterval(watch)
  return { most: highest, at: resting, seconds: (performance.now() - began) / 1000, id: url.split('/').at(-1) }
}

function sent(origin: string, { url, until }: { url?: string; until?: number }) {
  return new Promise<string>((resolve, reject) => {
    const source = {
      size,
      slice: (start: number, end: number) => {
        const value = bytesBetween(start, Math.min(end, size))
        return Promise.resolve({ value: Object.assign(value, { size: value.length }), done: end >= size })
      },
      close: () => {},
    }
    const upload: Upload = new Upload(Readable.from([]), {
      fileReader: { openFile: () => Promise.resolve(source as never) },
      endpoint: `${origin}/uploads`,
      uploadSize: size,
      chunkSize: PIECE,
      retryDelays: null,
      metadata: { filename: 'large.bin' },
      headers: { Cookie: cookie, 'Sec-Fetch-Site': 'same-origin' },
      ...(url ? { uploadUrl: url } : {}),
      onError: reject,
      onSuccess: () => resolve(upload.url!),
      onChunkComplete(_piece, accepted) {
        if (until !== undefined && accepted >= until) void upload.abort().then(() => resolve(upload.url!), reject)
      },
    })
    upload.start()
  })
}

/** The same bytes by one PUT to a server that does nothing but write them to disk. */
async function bareTime(): Promise<number> {
  const path = join(folder, 'bare.bin')
  const plain = createServer((req, res) => {
    void pipeline(req, createWriteStream(path, { flush: true })).then(() => res.end())
  })
  await new Promise<void>((listening) => plain.listen(0, '127.0.0.1', listening))
  const began = performance.now()
  await new Promise<void>((resolve, reject) => {
    const { port } = plain.address() as AddressInfo
    const put = request({ port, host: '127.0.0.1', method: 'PUT', headers: { 'Content-Length': size } }, (answer) =>
      answer.resume().once('end', resolve),
    )
    put.once('error', reject)
    Readable.from(blocks()).pipe(put)
  })
  plain.close()
  return (performance.now() - began) / 1000
}
