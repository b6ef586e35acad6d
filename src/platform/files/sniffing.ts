import { archiveType } from './archives.ts'
import { textType } from './text-types.ts'
import { extensionOf, familiesCalled, fileTypes, OLE } from './types.ts'

/** `executable`, `macros`: would act by itself. `misnamed`: its name says that it is something else. */
export type Why = 'empty' | 'executable' | 'macros' | 'misnamed' | 'not_accepted'

export interface Sniffed {
  mediaType: string
  verdict: 'ok' | 'refused'
  why?: Why
}

/** As much of the beginning of a file as tells what it is. */
export const HEAD = 65_536

/**
 * What a file is, told by its bytes: its beginning, or all of it, which tells Office files apart for certain. The name
 * proves nothing; one that promises something else than what is there is a lie, and the file is refused.
 */
export async function sniff(bytes: Buffer, fileName: string): Promise<Sniffed> {
  if (bytes.length === 0) return refused('application/octet-stream', 'empty')
  if (isExecutable(bytes) || runs.has(extensionOf(fileName))) return refused('application/octet-stream', 'executable')
  const mediaType = await typeOf(bytes)
  if (mediaType === 'executable' || mediaType === 'macros') return refused('application/octet-stream', mediaType)
  const known = fileTypes[mediaType]
  if (!known) return refused(mediaType, 'not_accepted')
  const promised = familiesCalled(fileName)
  if (promised && !known.families.some((family) => promised.has(family))) return refused(mediaType, 'misnamed')
  return { mediaType, verdict: 'ok' }
}

const refused = (mediaType: string, why: Why): Sniffed => ({ mediaType, verdict: 'refused', why })

async function typeOf(bytes: Buffer): Promise<string> {
  const head = bytes.subarray(0, HEAD)
  if (/^\s*%PDF-\d/.test(head.toString('latin1', 0, 64))) return 'application/pdf'
  if (startsWith(head, 'PK\u0003\u0004') || startsWith(head, 'PK\u0005\u0006')) return archiveType(bytes)
  if (head.subarray(0, 8).equals(OLE_MARK)) return oleType(bytes)
  if (startsWith(head, '{\\rtf')) return 'application/rtf'
  const told = textType(head)
  if (told) return told
  const { fileTypeFromBuffer } = await import('file-type')
  const found = await fileTypeFromBuffer(head).catch(() => undefined)
  const mediaType = found?.mime.split(';')[0] ?? 'application/octet-stream'
  return sameAs[mediaType] ?? mediaType
}

const OLE_MARK = Buffer.from('d0cf11e0a1b11ae1', 'hex')

// The names of what is inside lie anywhere in the file; its beginning alone may not hold them.
function oleType(bytes: Buffer): string {
  const holds = (name: string) => bytes.includes(Buffer.from(name, 'utf16le'))
  if (holds('EncryptedPackage')) return OLE
  if (holds('WordDocument')) return 'application/msword'
  if (holds('PowerPoint Document')) return 'application/vnd.ms-powerpoint'
  return holds('Workbook') ? 'application/vnd.ms-excel' : OLE
}

/** Other names of the same. */
const sameAs: Readonly<Record<string, string>> = {
  'image/apng': 'image/png',
  'image/heif': 'image/heic',
  'image/heic-sequence': 'image/heic',
  'image/heif-sequence': 'image/heic',
  'audio/x-m4a': 'audio/mp4',
  'audio/x-m4b': 'audio/mp4',
  'video/x-m4v': 'video/mp4',
  'video/3gpp': 'video/mp4',
}

/** Programs of Windows, Linux, macOS, Java and WebAssembly, shortcuts, and scripts that name who runs them. */
const programs = [
  '4d5a',
  '7f454c46',
  'feedface',
  'feedfacf',
  'cefaedfe',
  'cffaedfe',
  'cafebabe',
  '0061736d',
  '4c000000011402',
  '2321',
].map((mark) => Buffer.from(mark, 'hex'))

function isExecutable(bytes: Buffer): boolean {
  return programs.some((mark) => bytes.subarray(0, mark.length).equals(mark))
}

/** What a double click runs on somebody's computer, whatever is in it. */
const runs = new Set(
  'app bat chm cmd com cpl dll exe gadget hta iso jar js jse lnk mjs msc msi msp pif ps1 psm1 reg scf scr sh url vb vbe vbs wsf wsh'.split(
    ' ',
  ),
)

const startsWith = (bytes: Buffer, mark: string): boolean => bytes.toString('latin1', 0, mark.length) === mark
