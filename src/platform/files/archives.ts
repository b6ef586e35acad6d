import { constants, inflateRawSync } from 'node:zlib'
import { DOCX, ODP, ODS, ODT, PPTX, XLSX } from './types.ts'

const LOCAL = Buffer.from('PK\u0003\u0004', 'latin1')
const ENTRIES = 10_000
const MOST = 262_144

const openDocuments: readonly string[] = [ODT, ODP, ODS, 'application/epub+zip']
const officeParts: [RegExp, RegExp, string][] = [
  [/^\/?word\//, /^\/?word\/document\.xml$/, DOCX],
  [/^\/?ppt\//, /^\/?ppt\/presentation\.xml$/, PPTX],
  [/^\/?xl\//, /^\/?xl\/workbook\.xml$/, XLSX],
]

/**
 * What an archive is: an Office or OpenDocument file, a book, a program, or any archive. Told by the entries from its
 * beginning on, as many as there are in what is given; the directory at its end is not needed.
 */
export function archiveType(bytes: Buffer): string {
  const names = new Set<string>()
  let types = ''
  for (const { name, content } of entries(bytes)) {
    if (name === 'mimetype' && names.size === 0) {
      const told = openDocuments.find((one) => content().startsWith(one))
      if (told) return told
    }
    if (/^\/?\[Content_Types\]\.xml$/.test(name)) types = content()
    names.add(name)
  }
  const has = (pattern: RegExp) => [...names].some((name) => pattern.test(name))
  if (has(/^(META-INF\/MANIFEST\.MF|AndroidManifest\.xml)$/)) return 'executable'
  if (/macroEnabled/i.test(types) || has(/vbaProject\.bin$/i)) return 'macros'
  const office = officeParts.find(([part, main]) => has(types === '' ? main : part))?.[2]
  if (office) return office
  return [DOCX, PPTX, XLSX].find((one) => types.includes(one)) ?? 'application/zip'
}

/** The entries met one after the other; how long each is may not be said before it, so that the next mark is looked for. */
function* entries(bytes: Buffer): Generator<{ name: string; content: () => string }> {
  let at = bytes.indexOf(LOCAL)
  for (let count = 0; at !== -1 && count < ENTRIES; count++) {
    const start = at + 30 + (at + 30 <= bytes.length ? bytes.readUInt16LE(at + 26) : 0)
    if (start > bytes.length) return
    const from = start + bytes.readUInt16LE(at + 28)
    const isPacked = bytes.readUInt16LE(at + 8) === 8
    const size = bytes.readUInt32LE(at + 18)
    const next = bytes.indexOf(LOCAL, size > 0 && from + size <= bytes.length ? from + size : from)
    const packed = bytes.subarray(from, size > 0 ? from + size : next === -1 ? bytes.length : next)
    yield { name: bytes.toString('utf8', at + 30, start), content: () => unpacked(packed, isPacked) }
    at = next
  }
}

/** As much as there is of it; nothing when it is not what it says. */
function unpacked(packed: Buffer, isPacked: boolean): string {
  try {
    if (!isPacked) return packed.toString('utf8', 0, MOST)
    return inflateRawSync(packed, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: MOST }).toString('utf8')
  } catch {
    return ''
  }
}
