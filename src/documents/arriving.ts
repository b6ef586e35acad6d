import { extname } from 'node:path'
import type { By } from '../domain/viewer.ts'
import { sniff } from '../platform/files/sniffing.ts'
import type { Reader } from '../platform/db/database.ts'
import { InvalidInput, type Issue } from '../platform/http/refusal.ts'
import type { Storage } from '../platform/storage/storage.ts'
import { type Upload, uploadsOf } from '../uploads/queries.ts'
import type { Contents } from './steps.ts'

/** Enough of a file to tell what it is. */
const HEAD = 65_536

export interface Arrived {
  /** What it is called when nobody says: after its file, or its address. */
  title: string
  contents: Contents
}

/**
 * The files and the link that a form brings, each looked at. Throws InvalidInput when there is none, and for files that
 * are taken from nobody.
 */
export async function arrivals(
  db: Reader,
  storage: Pick<Storage, 'stream'>,
  { upload, url, keepsMetadata = false }: { upload: string[]; url: string; keepsMetadata?: boolean | undefined },
  { accountId }: By,
): Promise<Arrived[]> {
  const files = accountId ? await uploadsOf(db, accountId, upload) : []
  const looked = await Promise.all(files.map(async (file) => ({ file, told: await lookedAt(storage, file) })))
  const refused = looked.filter(({ told }) => told.verdict === 'refused')
  if (refused.length > 0) {
    throw new InvalidInput(
      refused.map(({ file: { fileName: name }, told: { why = 'not_accepted' } }): Issue => {
        return { field: 'file', key: `file_refused_${why}`, params: { name } }
      }),
    )
  }
  const arrived = [
    ...looked.map(({ file: { file, fileName, size }, told: { mediaType } }): Arrived => {
      return { title: titleFrom(fileName), contents: { file, fileName, mediaType, size, keepsMetadata } }
    }),
    ...(url ? [{ title: addressInWords(url), contents: { url } }] : []),
  ]
  if (arrived.length === 0) throw new InvalidInput([{ field: 'file', key: 'file_or_link_missing' }])
  return arrived
}

async function lookedAt(storage: Pick<Storage, 'stream'>, { file, fileName, size }: Upload) {
  if (size === 0) return sniff(Buffer.alloc(0), fileName)
  const parts: Buffer[] = []
  const head = await storage.stream(file, { start: 0, end: Math.min(HEAD, size) - 1 })
  for await (const part of head) parts.push(Buffer.from(part as Uint8Array))
  return sniff(Buffer.concat(parts), fileName)
}

/** « compte_rendu-2026.pdf » → « compte rendu-2026 ». */
function titleFrom(fileName: string): string {
  const bare = fileName.slice(0, fileName.length - extname(fileName).length)
  return bare.replaceAll('_', ' ').replace(/\s+/g, ' ').trim().slice(0, 200) || fileName
}

/** « https://example.org/rapport/ » → « example.org/rapport ». */
function addressInWords(url: string): string {
  const { host, pathname } = new URL(url)
  return (host + pathname).replace(/\/$/, '').slice(0, 200)
}
