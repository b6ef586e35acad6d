import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { readFile, rm } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { setTimeout as pause } from 'node:timers/promises'
import type { HeadObjectCommandOutput } from '@aws-sdk/client-s3'
import { halvesRemoved, hashOf, type Spooled, spooled } from './spooling.ts'
import { checked, isHash, isStoreName, roomIn, type Storage, StoreUnreachable } from './storage.ts'

export interface S3Settings {
  endpoint: string
  bucket: string
  region: string
  key: string
  secret: string
}

// What is no longer than a part goes in one piece. Two parts are in memory at a time, however long the file.
const PART = 8 * 1024 ** 2
const AT_A_TIME = 2
const SEEN_AFTER_MS = [0, 100, 1000]

/**
 * A store that speaks S3: each file an object of its own bucket, under its name. Its bytes wait in `spool`, on this
 * machine, until their hash is known: that is the name of the object, and an object cannot be renamed.
 */
export async function openS3({ endpoint, bucket, region, key, secret }: S3Settings, spool: string): Promise<Storage> {
  // Loaded here and nowhere else: a server that keeps its files in a folder does without these megabytes.
  const [sdk, { Upload }] = await Promise.all([import('@aws-sdk/client-s3'), import('@aws-sdk/lib-storage')])
  const client = new sdk.S3Client({
    endpoint,
    region,
    credentials: { accessKeyId: key, secretAccessKey: secret },
    // What every store that speaks S3 understands, AWS too: no name to resolve for each bucket, no sums of its own.
    forcePathStyle: true,
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: { connectionTimeout: 5_000, httpAgent: { maxSockets: 100 }, httpsAgent: { maxSockets: 100 } },
  })
  const at = (name: string) => ({ Bucket: bucket, Key: checked(name) })
  const inTurn = turns()

  const head = (name: string): Promise<HeadObjectCommandOutput | undefined> =>
    client.send(new sdk.HeadObjectCommand({ ...at(name), ChecksumMode: 'ENABLED' })).catch(absent)

  async function stream(name: string, range?: { start: number; end: number }): Promise<Readable> {
    const Range = range && `bytes=${range.start}-${range.end}`
    const found = await client.send(new sdk.GetObjectCommand({ ...at(name), Range })).catch(absent)
    if (!found?.Body) throw Object.assign(new Error(`ENOENT: no object ${name}`), { code: 'ENOENT' })
    return found.Body as Readable
  }

  /** Its time becomes the present. False when it is not there or not of this size, or where copying changes no time. */
  async function refreshed({ name, size }: Spooled): Promise<boolean> {
    const before = await head(name)
    if (before?.ContentLength !== size) return false
    const CopySource = `${bucket}/${name}`
    const copying = new sdk.CopyObjectCommand({ ...at(name), CopySource, MetadataDirective: 'REPLACE' })
    if (!(await client.send(copying).catch(absent))) return false
    const after = await head(name)
    return after?.ContentLength === size && Number(after.LastModified) > Number(before.LastModified)
  }

  async function sent({ path, name, size }: Spooled): Promise<void> {
    const params = { ...at(name), ContentType: 'application/octet-stream' }
    try {
      if (size <= PART) {
        const Body = await readFile(path)
        const ChecksumSHA256 = createHash('sha256').update(Body).digest('base64')
        await client.send(new sdk.PutObjectCommand({ ...params, Body, ChecksumSHA256 }))
      } else {
        const Body = createReadStream(path, { highWaterMark: 1024 ** 2 })
        const sending = { ...params, Body, ChecksumAlgorithm: 'SHA256' as const }
        await new Upload({ client, params: sending, partSize: PART, queueSize: AT_A_TIME }).done()
      }
    } catch (error) {
      throw told(error)
    }
    // Some stores answer before what they took can be read.
    for (const wait of SEEN_AFTER_MS) {
      await pause(wait)
      if (await isThere({ path, name, size })) return
    }
    await client.send(new sdk.DeleteObjectCommand(at(name))).catch(absent)
    throw new Error(`the store does not have ${name} as it was sent`)
  }

  /** By the sum that the store made, where it makes one that we know; by reading it again where it does not. */
  async function isThere({ path, name, size }: Spooled): Promise<boolean> {
    const found = await head(name)
    if (found?.ContentLength !== size) return false
    if (found.ChecksumSHA256 && found.ChecksumSHA256 === (await sumOf(path, size))) return true
    return (await hashOf(await stream(name))) === (isHash(name) ? name : await hashOf(createReadStream(path)))
  }

  async function* names() {
    for (let token: string | undefined, more = true; more; ) {
      const listing = new sdk.ListObjectsV2Command({ Bucket: bucket, ContinuationToken: token })
      const page = await client.send(listing).catch((error: unknown) => Promise.reject(told(error)))
      for (const { Key: name = '', Size: size = 0, LastModified: time } of page.Contents ?? []) {
        if (isStoreName(name) && time) yield { name, size, at: time }
      }
      token = page.NextContinuationToken
      more = token !== undefined
    }
  }

  return {
    async keep(file, as) {
      const held = await spooled(file, spool, as)
      try {
        await inTurn(held.name, async () => (await refreshed(held)) || sent(held))
      } finally {
        await rm(held.path, { force: true })
      }
      return { name: held.name, size: held.size }
    },
    read: async (name) => buffer(await stream(name)),
    stream,
    sizeOf: async (name) => (await head(name))?.ContentLength,
    async copyTo(name, path) {
      const found = await stream(name).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== 'ENOENT') throw error
      })
      if (found) await pipeline(found, createWriteStream(path, { flags: 'wx' }))
      return found !== undefined
    },
    remove: async (name) => void (await client.send(new sdk.DeleteObjectCommand(at(name))).catch(absent)),
    removeOlder: (name, than) =>
      inTurn(name, async () => {
        const { LastModified } = (await head(name)) ?? {}
        if (!LastModified || LastModified >= than) return false
        await client.send(new sdk.DeleteObjectCommand(at(name))).catch(absent)
        return true
      }),
    names,
    async tidy(before) {
      await halvesRemoved(spool, before)
      const { Uploads = [] } =
        (await client.send(new sdk.ListMultipartUploadsCommand({ Bucket: bucket })).catch(absent)) ?? {}
      for (const { Key, UploadId, Initiated } of Uploads) {
        if (!Key || !isStoreName(Key) || !Initiated || Initiated >= before) continue
        await client.send(new sdk.AbortMultipartUploadCommand({ ...at(Key), UploadId })).catch(absent)
      }
    },
    // A bucket has no end that anybody tells; what comes in passes by the spool.
    room: () => roomIn(spool),
    async measured() {
      const extent = { files: 0, bytes: 0 }
      for await (const { size } of names()) {
        extent.files += 1
        extent.bytes += size
      }
      return extent
    },
  }
}

/** SHA-256 as S3 has it: of the whole, or of the sums of the parts that were sent. */
async function sumOf(path: string, size: number): Promise<string> {
  const sums: Buffer[] = []
  for (let start = 0; start === 0 || start < size; start += PART) {
    const part = createReadStream(path, { start, end: start + PART - 1 })
    sums.push(Buffer.from(await hashOf(part), 'hex'))
  }
  if (size <= PART) return sums[0]!.toString('base64')
  return `${createHash('sha256').update(Buffer.concat(sums)).digest('base64')}-${sums.length}`
}

/** What asks about one name waits for what was asked before: here, nothing is removed while it is kept again. */
function turns() {
  const last = new Map<string, Promise<unknown>>()
  return async <T>(name: string, work: () => Promise<T>): Promise<T> => {
    const mine = (last.get(name) ?? Promise.resolve()).catch(() => {}).then(work)
    last.set(name, mine)
    try {
      return await mine
    } finally {
      if (last.get(name) === mine) last.delete(name)
    }
  }
}

/** Undefined for what is not there; anything else is thrown. */
function absent(error: unknown): undefined {
  const { name, $metadata } = error as { name: string; $metadata?: { httpStatusCode?: number } }
  if (name === 'NoSuchBucket') throw told(error)
  if (['NotFound', 'NoSuchKey', 'NotImplemented', 'MethodNotAllowed'].includes(name)) return
  if ($metadata?.httpStatusCode === 404) return
  throw told(error)
}

/** A store that does not answer, is not there or refuses the key, told apart from what is wrong here. */
function told(error: unknown): unknown {
  const { code, $metadata } = error as NodeJS.ErrnoException & { $metadata?: { httpStatusCode?: number } }
  const status = $metadata?.httpStatusCode
  const isTheirs = status === undefined ? /^(E[A-Z]+|.*Timeout.*)$/.test(code ?? (error as Error).name) : status >= 400
  return isTheirs ? new StoreUnreachable(error) : error
}
