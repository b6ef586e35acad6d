import sharp from 'sharp'
import { LIMITS } from './limits.ts'
import { withoutExifBoxes } from './stripping-boxes.ts'
import { withoutTags } from './stripping-tags.ts'

/**
 * The same picture without what it says of place, time and camera, and without what hangs on behind it. Nothing of the
 * picture itself is lost: its data stay as they are. What says nothing comes back as it is. Throws when it is not well enough formed to be sure.
 */
export async function withoutMetadata(bytes: Buffer, mediaType: string): Promise<Buffer> {
  if (mediaType === 'image/jpeg') return jpeg(bytes)
  if (mediaType === 'image/png') return png(bytes)
  if (mediaType === 'image/webp') return webp(bytes)
  if (mediaType === 'image/tiff') return withoutTags(bytes)
  return mediaType === 'image/heic' || mediaType === 'image/avif' ? withoutExifBoxes(bytes) : bytes
}

/** JFIF, colour profile and Adobe's colour transform stay; of the rest, only which side is up. */
function jpeg(bytes: Buffer): Buffer {
  const parts: Buffer[] = [bytes.subarray(0, 2)]
  let at = 2
  let isUp = true
  while (at + 4 <= bytes.length) {
    if (bytes[at] !== 0xff) throw new Error('no marker')
    const marker = bytes[at + 1]!
    if (marker === 0xff) {
      at++
      continue
    }
    if (marker === 0xd9) break
    const end = at + 2 + bytes.readUInt16BE(at + 2)
    const part = bytes.subarray(at, end)
    if (isUp && marker === 0xe1) isUp = !turnIn(part, parts)
    const stays = (marker < 0xe0 || marker > 0xef) && marker !== 0xfe
    if (
      stays ||
      marker === 0xe0 ||
      marker === 0xee ||
      (marker === 0xe2 && part.toString('latin1', 4, 15) === 'ICC_PROFILE')
    )
      parts.push(part)
    at = marker === 0xda ? endOfScan(bytes, end, parts) : end
  }
  // What is cut short stays so, for its reader to say.
  if (at < bytes.length) parts.push(Buffer.from([0xff, 0xd9]))
  return Buffer.concat(parts)
}

/** Coded data goes on until a marker that is none of its own. */
function endOfScan(bytes: Buffer, from: number, parts: Buffer[]): number {
  let at = from
  for (;;) {
    at = bytes.indexOf(0xff, at)
    if (at === -1 || at + 1 >= bytes.length) {
      parts.push(bytes.subarray(from))
      return bytes.length
    }
    const next = bytes[at + 1]!
    if (next !== 0 && next !== 0xff && (next < 0xd0 || next > 0xd7)) break
    at += next === 0xff ? 1 : 2
  }
  parts.push(bytes.subarray(from, at))
  return at
}

/** EXIF that holds nothing but an orientation (0x0112), little-endian; its value is at 28. */
const ONE_ENTRY = Buffer.from(
  ['ffe10022', '457869660000', '49492a0008000000', '0100', '1201', '0300', '01000000', '00000000', '00000000'].join(''),
  'hex',
)

/** Adds a mark of which side is up when the camera was turned. */
function turnIn(part: Buffer, parts: Buffer[]): boolean {
  if (part.toString('latin1', 4, 10) !== 'Exif\0\0') return false
  const turn = orientationIn(part.subarray(10))
  if (turn === undefined || turn === 1) return false
  const exif = Buffer.from(ONE_ENTRY)
  exif.writeUInt16LE(turn, 28)
  parts.push(exif)
  return true
}

function orientationIn(tiffPart: Buffer): number | undefined {
  try {
    const isLittle = tiffPart.toString('latin1', 0, 2) === 'II'
    const short = (at: number) => (isLittle ? tiffPart.readUInt16LE(at) : tiffPart.readUInt16BE(at))
    const start = isLittle ? tiffPart.readUInt32LE(4) : tiffPart.readUInt32BE(4)
    for (let n = 0, count = short(start); n < count; n++) {
      const at = start + 2 + 12 * n
      if (short(at) === 0x0112) return short(at + 8) <= 8 ? short(at + 8) : undefined
    }
  } catch {
    // What cannot be read turns nothing.
  }
  return undefined
}

const PNG_KEPT = new Set(
  'IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP sBIT bKGD pHYs hIST sPLT acTL fcTL fdAT cICP mDCV cLLI'.split(' '),
)

function png(bytes: Buffer): Buffer {
  const parts: Buffer[] = [bytes.subarray(0, 8)]
  for (let at = 8; at + 8 <= bytes.length; ) {
    const end = at + 12 + bytes.readUInt32BE(at)
    const name = bytes.toString('latin1', at + 4, at + 8)
    if (!/^[A-Za-z]{4}$/.test(name)) throw new Error('no chunk')
    if (PNG_KEPT.has(name)) parts.push(bytes.subarray(at, end))
    if (name === 'IEND') break
    at = end
  }
  return Buffer.concat(parts)
}

const WEBP_KEPT = new Set(['VP8 ', 'VP8L', 'VP8X', 'ICCP', 'ANIM', 'ANMF', 'ALPH'])

/** Which side is up is part of what is taken off: a picture that was turned is drawn anew. */
async function webp(bytes: Buffer): Promise<Buffer> {
  const { orientation = 1 } = await sharp(bytes, { limitInputPixels: false })
    .metadata()
    .catch(() => ({ orientation: 1 }))
  if (orientation > 1)
    return sharp(bytes, { limitInputPixels: LIMITS.pixels }).autoOrient().webp({ quality: 92 }).toBuffer()
  const parts: Buffer[] = []
  const stop = Math.min(bytes.length, 8 + bytes.readUInt32LE(4))
  for (let at = 12; at + 8 <= stop; ) {
    const size = bytes.readUInt32LE(at + 4)
    const end = at + 8 + size + (size % 2)
    const name = bytes.toString('latin1', at, at + 4)
    if (WEBP_KEPT.has(name))
      parts.push(name === 'VP8X' ? withoutFlags(bytes.subarray(at, end)) : bytes.subarray(at, end))
    at = end
  }
  const body = Buffer.concat(parts)
  const head = Buffer.from(bytes.subarray(0, 12))
  head.writeUInt32LE(body.length + 4, 4)
  return Buffer.concat([head, body])
}

function withoutFlags(part: Buffer): Buffer {
  const copy = Buffer.from(part)
  copy[8] = copy[8]! & ~0x0c
  return copy
}
