import { createHash } from 'node:crypto'
import { unzipSync } from 'fflate'
import type { House } from '../house.ts'

export interface Manifest {
  format: string
  initiative: { title: string; url: string }
  madeFor: string
  files: { path: string; sha256: string; size: number; kind: string; licence: string; title?: string }[]
  links: { title: string; url: string }[]
  leftOut: { title: string; why: string }[]
}

export interface Taken {
  status: number
  headers: Headers
  /** Files by their path; none when it is no archive. */
  files: Record<string, Buffer>
  manifest: Manifest
  /** Every word that can be read in it, names of files included. */
  words: string
}

/** Downloads an archive as a browser does, and opens it with another reader than what wrote it. */
export async function taken(house: House, path: string, as?: string, language = 'fr-CA'): Promise<Taken> {
  const cookie = as ? { Cookie: await house.cookieOf(as) } : {}
  const headers = { 'Accept-Language': language, 'Sec-Fetch-Site': 'same-origin', ...cookie }
  const answer = await fetch(house.origin + path, { headers, redirect: 'manual' })
  const bytes = new Uint8Array(await answer.arrayBuffer())
  const found = answer.headers.get('Content-Type') === 'application/zip' ? unzipSync(bytes) : {}
  const files = Object.fromEntries(Object.entries(found).map(([name, content]) => [name, Buffer.from(content)]))
  const texts = Object.entries(files).filter(([name]) => !name.endsWith('.pdf'))
  return {
    status: answer.status,
    headers: answer.headers,
    files,
    manifest: JSON.parse(String(files['manifest.json'] ?? '{}')) as Manifest,
    words: [...Object.keys(files), ...texts.map(([, content]) => String(content))].join('\n'),
  }
}

export const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')
