import { crc32, inflateRawSync } from 'node:zlib'
import { UnreadableFile } from './workbook.ts'

export interface ZipEntry {
  name: string
  method: number
  encrypted: boolean
  crc: number
  /** As the archive declares it: `contentOf` believes the bytes only. */
  size: number
  compressedSize: number
  offset: number
}

const LOCAL = 0x04034b50
const CENTRAL = 0x02014b50
const END = 0x06054b50

/** The central directory, read without unpacking anything. Throws UnreadableFile when it is damaged. */
export function entriesOf(bytes: Buffer): ZipEntry[] {
  return readable(() => {
    const end = bytes.lastIndexOf(signature(END))
    if (end === -1) throw new UnreadableFile('unreadable')
    const entries: ZipEntry[] = []
    let at = bytes.readUInt32LE(end + 16)
    for (let left = bytes.readUInt16LE(end + 10); left > 0; left -= 1) {
      if (bytes.readUInt32LE(at) !== CENTRAL) throw new UnreadableFile('unreadable')
      const nameEnd = at + 46 + bytes.readUInt16LE(at + 28)
      const extraEnd = nameEnd + bytes.readUInt16LE(at + 30)
      const wide = wideNumbers(bytes.subarray(nameEnd, extraEnd))
      const number = (where: number) => narrowOr(bytes.readUInt32LE(where), wide)
      entries.push({
        name: bytes.toString('utf8', at + 46, nameEnd),
        encrypted: (bytes.readUInt16LE(at + 8) & 1) === 1,
        method: bytes.readUInt16LE(at + 10),
        crc: bytes.readUInt32LE(at + 16),
        size: number(at + 24),
        compressedSize: number(at + 20),
        offset: number(at + 42),
      })
      at = extraEnd + bytes.readUInt16LE(at + 32)
    }
    return entries
  })
}

/** Unpacks one entry, checks its sum, and refuses as soon as it exceeds `budget` bytes, whatever was declared. */
export function contentOf(bytes: Buffer, entry: ZipEntry, budget: number): Buffer {
  if (entry.encrypted) throw new UnreadableFile('encrypted')
  if (entry.size > budget) throw new UnreadableFile('too-large')
  return readable(() => {
    const start = entry.offset + 30 + bytes.readUInt16LE(entry.offset + 26) + bytes.readUInt16LE(entry.offset + 28)
    const packed = bytes.subarray(start, start + entry.compressedSize)
    const content = entry.method === 0 ? packed : inflated(packed, entry.method, budget)
    if (crc32(content) !== entry.crc) throw new UnreadableFile('unreadable')
    return content
  })
}

/** An archive of the same parts without compression, whose sizes can be trusted. */
export function storedZip(parts: readonly { name: string; content: Buffer }[]): Buffer {
  const files: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const { name, content } of parts) {
    const path = Buffer.from(name)
    const local = Buffer.alloc(30)
    local.writeUInt32LE(LOCAL, 0)
    local.writeUInt32LE(content.length, 18)
    local.writeUInt32LE(content.length, 22)
    local.writeUInt16LE(path.length, 26)
    files.push(local, path, content)
    const central = Buffer.alloc(46)
    central.writeUInt32LE(CENTRAL, 0)
    local.copy(central, 20, 18, 28)
    central.writeUInt32LE(offset, 42)
    directory.push(central, path)
    offset += local.length + path.length + content.length
  }
  const end = Buffer.alloc(22)
  end.writeUInt32LE(END, 0)
  end.writeUInt16LE(parts.length, 8)
  end.writeUInt16LE(parts.length, 10)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...files, ...directory, end])
}

/** ZIP64 keeps the numbers that do not fit in 32 bits aside, in the order size, compressed size, offset. */
function wideNumbers(extra: Buffer): number[] {
  for (let at = 0; at + 4 <= extra.length; ) {
    const length = extra.readUInt16LE(at + 2)
    if (extra.readUInt16LE(at) === 1) {
      return Array.from({ length: Math.floor(length / 8) }, (_, index) =>
        Number(extra.readBigUInt64LE(at + 4 + index * 8)),
      )
    }
    at += 4 + length
  }
  return []
}

const narrowOr = (number: number, wide: number[]): number => (number === 0xffffffff ? (wide.shift() ?? number) : number)

function inflated(packed: Buffer, method: number, budget: number): Buffer {
  if (method !== 8) throw new UnreadableFile('unsupported')
  return inflateRawSync(packed, { maxOutputLength: Math.max(budget, 1) })
}

function signature(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}

function readable<T>(read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (error instanceof UnreadableFile) throw error
    const overflowed = error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE'
    throw new UnreadableFile(overflowed ? 'too-large' : 'unreadable', undefined, { cause: error })
  }
}
