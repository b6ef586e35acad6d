/** Where the bytes of an item lie: in the file, or in a box of its own (`idat`). */
interface Extent {
  start: number
  length: number
}

/**
 * A HEIC or AVIF picture whose notes (EXIF, XMP) are blanked where they lie, so that nothing else moves. Which side is
 * up is said elsewhere in it. Throws when its boxes cannot be followed.
 */
export function withoutExifBoxes(bytes: Buffer): Buffer {
  const meta = boxesIn(bytes, 0, bytes.length).find(({ name }) => name === 'meta')
  if (!meta) return bytes
  const inside = boxesIn(bytes, meta.start + 4, meta.end)
  const box = (name: string) => inside.find((one) => one.name === name)
  const [names, places, own] = [box('iinf'), box('iloc'), box('idat')]
  if (!names || !places) return bytes
  const notes = notesIn(bytes, names)
  const extents = placesIn(bytes.subarray(0, places.end), places.start, own?.start ?? 0).filter(({ id }) =>
    notes.has(id),
  )
  if (extents.every(({ start, length }) => bytes.subarray(start, start + length).every((byte) => byte === 0)))
    return bytes
  const copy = Buffer.from(bytes)
  for (const { start, length } of extents) copy.fill(0, start, length === 0 ? copy.length : start + length)
  return copy
}

interface Box {
  name: string
  start: number
  end: number
}

function boxesIn(bytes: Buffer, from: number, to: number): Box[] {
  const boxes: Box[] = []
  for (let at = from; at + 8 <= to && boxes.length < 1000; ) {
    const short = bytes.readUInt32BE(at)
    const size = short === 1 ? Number(bytes.readBigUInt64BE(at + 8)) : short === 0 ? to - at : short
    if (size < 8 || at + size > to) throw new Error('no box')
    boxes.push({ name: bytes.toString('latin1', at + 4, at + 8), start: at + (short === 1 ? 16 : 8), end: at + size })
    at += size
  }
  return boxes
}

/** Ids of the items that are notes. */
function notesIn(bytes: Buffer, { start, end }: Box): Set<number> {
  const first = start + (bytes[start] === 0 ? 6 : 8)
  const notes = new Set<number>()
  for (const { name, start: at } of boxesIn(bytes, first, end)) {
    if (name !== 'infe') continue
    const isWide = bytes[at]! >= 3
    const kind = at + (isWide ? 10 : 8)
    if (['Exif', 'mime', 'uri '].includes(bytes.toString('latin1', kind, kind + 4)))
      notes.add(isWide ? bytes.readUInt32BE(at + 4) : bytes.readUInt16BE(at + 4))
  }
  return notes
}

/** Where each item lies (ISO/IEC 14496-12, 8.11.3). */
function placesIn(bytes: Buffer, from: number, own: number): (Extent & { id: number })[] {
  const version = bytes[from]!
  let at = from + 4
  const number = (size: number) => {
    at += size
    return size === 0 ? 0 : bytes.readUIntBE(at - Math.min(size, 6), Math.min(size, 6))
  }
  const sizes = bytes.readUInt16BE(at)
  at += 2
  const [offsetSize, lengthSize, baseSize, indexSize] = [
    sizes >> 12,
    (sizes >> 8) & 15,
    (sizes >> 4) & 15,
    version > 0 ? sizes & 15 : 0,
  ]
  const found: (Extent & { id: number })[] = []
  for (let left = number(version < 2 ? 2 : 4); left > 0; left--) {
    const id = number(version < 2 ? 2 : 4)
    const isOwn = version > 0 && (number(2) & 15) === 1
    at += 2
    const base = number(baseSize) + (isOwn ? own : 0)
    for (let extents = number(2); extents > 0; extents--) {
      at += indexSize
      const start = base + number(offsetSize)
      found.push({ id, start, length: number(lengthSize) })
    }
  }
  return found
}
