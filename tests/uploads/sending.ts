import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { type DetailedError, Upload, type UploadOptions } from 'tus-js-client'
import type { House, Visit } from '../house.ts'

export const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

/** Bytes that differ all along, the same each time. */
export function bytesOf(size: number, seed = 7): Buffer {
  const bytes = Buffer.alloc(size)
  let state = seed
  for (let n = 0; n < size; n++) {
    state = (state * 1_103_515_245 + 12_345) & 0x7fffffff
    bytes[n] = state >> 16
  }
  return bytes
}

export async function headersFor(house: House, { as, headers = {} }: Visit = {}): Promise<Record<string, string>> {
  const cookie = as ? { Cookie: await house.cookieOf(as) } : {}
  return { 'Accept-Language': 'fr-CA', 'Sec-Fetch-Site': 'same-origin', ...cookie, ...headers }
}

interface Sending extends Visit {
  name?: string
  /** Goes on with one that was begun. */
  url?: string
  /** Cuts off once this many bytes have been taken. */
  cutAt?: number
  options?: Partial<UploadOptions>
}

/** Sends a file with the client that browsers use. Resolves with its address and whether it came whole. */
export async function tusSent(house: House, bytes: Buffer, sending: Sending) {
  const { name = 'rapport.pdf', url, cutAt, options = {} } = sending
  const headers = await headersFor(house, sending)
  return new Promise<{ url: string; id: string; isWhole: boolean }>((resolve, reject) => {
    const done = (isWhole: boolean) =>
      resolve({ url: upload.url ?? '', id: (upload.url ?? '').split('/').at(-1)!, isWhole })
    const upload: Upload = new Upload(cutAt === undefined ? bytes : Readable.from(slices(bytes)), {
      endpoint: `${house.origin}/uploads`,
      uploadSize: bytes.length,
      chunkSize: 64 * 1024,
      metadata: { filename: name },
      retryDelays: null,
      headers,
      ...(url ? { uploadUrl: url } : {}),
      onSuccess: () => done(true),
      onError: reject,
      onChunkComplete: (_size, accepted) => {
        if (cutAt !== undefined && accepted >= cutAt) void upload.abort().then(() => done(false))
      },
      ...options,
    })
    upload.start()
  })
}

function* slices(bytes: Buffer) {
  for (let at = 0; at < bytes.length; at += 16_384) yield bytes.subarray(at, at + 16_384)
}

/** What the server answered to a file that it did not take. */
export async function refusalOf(
  sending: Promise<unknown>,
): Promise<{ status: number; error?: string; message?: string }> {
  const failed = (await sending.then(
    () => undefined,
    (error: unknown) => error,
  )) as DetailedError | undefined
  const answer = failed?.originalResponse
  if (!answer) throw new Error(`no refusal: ${String(failed)}`)
  const body = answer.getBody()
  return { status: answer.getStatus(), ...(body ? (JSON.parse(body) as object) : {}) }
}

/** One request of the protocol, by hand. */
export async function tusAsked(house: House, method: string, path: string, visit: Visit = {}, body?: Buffer) {
  const headers = { 'Tus-Resumable': '1.0.0', ...(await headersFor(house, visit)) }
  const response = await fetch(house.origin + path, {
    method,
    headers,
    ...(body ? { body: new Uint8Array(body) } : {}),
  })
  return { status: response.status, headers: response.headers, body: await response.text() }
}
