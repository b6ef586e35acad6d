/** Bytes that one value of each kind takes (TIFF 6.0, section 2). */
const SIZES = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4]

/** What the picture is said to show, by whom, when, with what; notes of programs (XMP, IPTC, Photoshop). */
const NOTES = new Set([
  269, 270, 271, 272, 285, 305, 306, 315, 316, 700, 33432, 33723, 34377, 37724, 40091, 40092, 40093, 40094, 40095,
])
/** Tables of their own: EXIF, place, interoperability. */
const TABLES = new Set([34665, 34853, 40965])

const MOST_TABLES = 10_000

/**
 * A TIFF whose tags that tell of place, time, camera and people are taken out where they lie, and what they point to is
 * blanked. The picture itself does not move. Throws when its tables cannot be followed.
 */
export function withoutTags(bytes: Buffer): Buffer {
  const isLittle = bytes.toString('latin1', 0, 2) === 'II'
  const copy = Buffer.from(bytes)
  const short = (at: number) => (isLittle ? copy.readUInt16LE(at) : copy.readUInt16BE(at))
  const long = (at: number) => (isLittle ? copy.readUInt32LE(at) : copy.readUInt32BE(at))
  if (short(2) !== 42) throw new Error('another TIFF')
  const met = new Set<number>()

  function cleaned(table: number, isNote: boolean): number {
    if (met.has(table) || met.size > MOST_TABLES) throw new Error('a table without an end')
    met.add(table)
    const count = short(table)
    const end = table + 2 + 12 * count
    const next = long(end)
    let free = table + 2
    for (let at = free; at < end; at += 12) {
      const tag = short(at)
      const length = (SIZES[short(at + 2)] ?? 1) * long(at + 4)
      const start = length > 4 ? long(at + 8) : at + 8
      if (TABLES.has(tag)) cleaned(long(at + 8), true)
      if (isNote || TABLES.has(tag) || NOTES.has(tag)) copy.fill(0, start, start + length)
      else {
        copy.copyWithin(free, at, at + 12)
        free += 12
      }
    }
    const kept = (free - table - 2) / 12
    if (isLittle) copy.writeUInt16LE(kept, table)
    else copy.writeUInt16BE(kept, table)
    if (isLittle) copy.writeUInt32LE(next, free)
    else copy.writeUInt32BE(next, free)
    copy.fill(0, free + 4, end + 4)
    return isNote ? 0 : next
  }

  for (let table = long(4); table !== 0; ) table = cleaned(table, false)
  return copy
}
