import { extname } from 'node:path'

type Why = 'empty' | 'executable' | 'macros' | 'misnamed' | 'not_accepted'

interface Sniffed {
  mediaType: string
  verdict: 'ok' | 'refused'
  why?: Why
}

const signatures: [string, number[]][] = [
  ['application/pdf', [0x25, 0x50, 0x44, 0x46]],
  ['image/png', [0x89, 0x50, 0x4e, 0x47]],
  ['image/jpeg', [0xff, 0xd8, 0xff]],
]
const byExtension: Record<string, string> = {
  '.docx': 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  '.md': 'text/markdown',
  '.txt': 'text/plain',
}

/** What a file is, told by its first bytes. */
export function sniff(head: Buffer, fileName: string): Promise<Sniffed> {
  const known = signatures.find(([, bytes]) => bytes.every((byte, n) => head[n] === byte))?.[0]
  const mediaType = known ?? byExtension[extname(fileName).toLowerCase()] ?? 'application/octet-stream'
  return Promise.resolve(
    head.length > 0 ? { mediaType, verdict: 'ok' } : { mediaType, verdict: 'refused', why: 'empty' },
  )
}
