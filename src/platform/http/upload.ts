import { Transform } from 'node:stream'
import busboy, { type Busboy } from 'busboy'
import type { Request } from 'express'
import { Unavailable } from '../db/database.ts'
import type { Kept, Storage } from '../storage/storage.ts'
import { holdsNul } from './nul.ts'
import { Refusal } from './refusal.ts'

export interface Received {
  fields: Record<string, string | string[]>
  /** What was sent as `file`, already in the store. When the deed that wanted it is refused it stays: the store is swept. */
  file?: { name: string; stored: string; size: number }
}

/** Files that came with a form, each already in the store, in the order they were sent. */
export interface ReceivedMany {
  fields: Received['fields']
  files: { name: string; stored: Kept }[]
}

/** The same as `receivedMany` for a form with one file: what is sent besides is passed over. */
export async function received(req: Request, storage: Storage, { maxBytes }: { maxBytes: number }): Promise<Received> {
  const { fields, files } = await receivedMany(req, storage, { maxBytes, most: 1 })
  const [file] = files
  return file ? { fields, file: { name: file.name, stored: file.stored.name, size: file.stored.size } } : { fields }
}

/**
 * Streams a multipart form: what was sent as `file` to the store, its fields to `req.body`, where `by(req)` looks for the
 * key. Refused (413) past `maxBytes` each, and (400) when it is no such form or was cut off. What was kept whole before
 * that stays: the store is swept.
 */
export async function receivedMany(
  req: Request,
  storage: Storage,
  { maxBytes, most = Infinity }: { maxBytes: number; most?: number },
): Promise<ReceivedMany> {
  const parser = parserFor(req, maxBytes)
  const fields: Received['fields'] = Object.create(null) as Received['fields']
  // What was typed before a file that is refused comes back with the form.
  req.body = fields
  const keeping: { name: string; counted: Counted; stored: Promise<Kept> }[] = []
  const { promise: refused, reject: refuse } = Promise.withResolvers<never>()

  parser.on('field', (name, value, { valueTruncated }) => {
    if (valueTruncated) return refuse(new Refusal(413, 'too_large'))
    if (holdsNul(value)) return refuse(new Refusal(400, 'malformed'))
    const before = fields[name]
    fields[name] = before === undefined ? value : [before, value].flat()
  })
  parser.on('file', (name, stream, { filename }) => {
    // A file field left empty is sent too, without a name.
    if (name !== 'file' || !filename || keeping.length >= most) {
      stream.on('error', () => {}).resume()
      return
    }
    const counted = countedTo(maxBytes)
    // Cut off mid-file, busboy fails this stream: unheard, that would end the process.
    stream.on('error', (error) => counted.destroy(error))
    counted.on('error', () => stream.unpipe(counted).resume())
    const stored = storage.keep(stream.pipe(counted))
    stored.catch(refuse)
    keeping.push({ name: cleanName(filename), counted, stored })
  })
  for (const limit of ['partsLimit', 'fieldsLimit'] as const) {
    parser.on(limit, () => refuse(new Refusal(413, 'too_large')))
  }

  try {
    await Promise.race([readInto(parser, req), refused])
    const files = await Promise.all(keeping.map(async ({ name, stored }) => ({ name, stored: await stored })))
    return { fields, files }
  } catch (error) {
    refused.catch(() => {})
    req.unpipe(parser)
    req.resume()
    parser.destroy()
    for (const { counted } of keeping) counted.destroy(new Error('not wanted any more'))
    await Promise.allSettled(keeping.map(({ stored }) => stored))
    throw asRefusal(error)
  }
}

function parserFor(req: Request, maxBytes: number) {
  // The other kind of form has been read before, by the application.
  if (!req.is('multipart/form-data')) throw new Refusal(400, 'malformed')
  try {
    const limits = { fileSize: maxBytes + 1, fields: 100, fieldSize: 100_000, parts: 120, fieldNameSize: 100 }
    return busboy({ headers: req.headers, limits, defParamCharset: 'utf8' })
  } catch {
    throw new Refusal(400, 'malformed')
  }
}

// Not stream.pipeline: it would destroy the request, and with it the connection that carries the refusal.
function readInto(parser: Busboy, req: Request): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  parser.on('close', resolve).on('error', reject)
  req.on('error', reject)
  req.on('close', () => {
    if (!req.complete) parser.destroy(new Error('cut off'))
  })
  req.pipe(parser)
  return promise
}

interface Counted extends Transform {
  size: number
}

/** Passes bytes on and counts them; fails past the limit, so that the store drops what it has. */
function countedTo(maxBytes: number): Counted {
  const counted = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      counted.size += chunk.length
      if (counted.size > maxBytes)
        done(new Refusal(413, 'file_too_large', { limit: maxBytes, megabytes: maxBytes / 1e6 }))
      else done(null, chunk)
    },
  }) as Counted
  counted.size = 0
  return counted
}

// Whatever else stops an upload is the sender's connection or form.
function asRefusal(error: unknown): Error {
  if (error instanceof Refusal || error instanceof Unavailable) return error
  const { code = '' } = error as { code?: string }
  const fault = diskFault(error)
  if (fault) return fault
  if (/^E[A-Z]+$/.test(code) && code !== 'ECONNRESET') return error as Error
  return new Refusal(400, 'malformed')
}

const LONGEST_NAME = 150

/** The last part of a path, without what cannot be seen (control and direction characters), at most 150 characters. */
export function cleanName(filename: string): string {
  const bare = filename
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}]/gu, '')
    .split(/[/\\]/)
    .findLast((part) => part.trim() !== '')
    ?.trim()
  if (!bare || /^\.+$/.test(bare)) return 'file'
  const extension = /\.[\p{L}\p{N}]{1,10}$/u.exec(bare)?.[0] ?? ''
  const stem = bare.slice(0, bare.length - extension.length)
  return (
    Array.from(stem)
      .slice(0, LONGEST_NAME - extension.length)
      .join('') + extension
  )
}

/** What a disk says that takes nothing more, in the words of the house. */
export function diskFault(error: unknown): Unavailable | undefined {
  const { code = '' } = error as { code?: string }
  if (/^(ENOSPC|EDQUOT)$/.test(code)) return new Unavailable('full', error)
  return code === 'EROFS' ? new Unavailable('read_only', error) : undefined
}
