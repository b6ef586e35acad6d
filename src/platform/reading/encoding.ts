import { isAscii, isUtf8 } from 'node:buffer'
import type { Encoding } from './workbook.ts'

export interface Decoded {
  text: string
  encoding: Encoding
}

const LINE_FEED = 0x0a

/**
 * UTF-8 when every byte agrees, else Windows-1252, else line by line when both were pasted together.
 * Never loses a character: no replacement sign appears that the file does not hold.
 */
export function decode(bytes: Uint8Array): Decoded {
  const wide = utf16(bytes)
  if (wide) return { text: new TextDecoder(wide).decode(bytes), encoding: 'utf-16' }
  if (isUtf8(bytes)) return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), encoding: 'utf-8' }
  return decodeLines(bytes)
}

function utf16(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  return undefined
}

/** Lines of one encoding are decoded together: a large file has few runs, and millions of lines. */
function decodeLines(bytes: Uint8Array): Decoded {
  const texts: string[] = []
  let holdsUtf8 = false
  let runStart = 0
  let runIsUtf8 = false
  for (let start = 0; start < bytes.length; ) {
    const end = endOfLine(bytes, start)
    const line = bytes.subarray(start, end)
    const isPlain = isAscii(line)
    const lineIsUtf8: boolean = isPlain ? runIsUtf8 : isUtf8(line)
    holdsUtf8 ||= lineIsUtf8 && !isPlain
    if (lineIsUtf8 !== runIsUtf8) {
      texts.push(decodeRun(bytes.subarray(runStart, start), runIsUtf8))
      runStart = start
      runIsUtf8 = lineIsUtf8
    }
    start = end
  }
  texts.push(decodeRun(bytes.subarray(runStart), runIsUtf8))
  return { text: texts.join(''), encoding: holdsUtf8 ? 'mixed' : 'windows-1252' }
}

function endOfLine(bytes: Uint8Array, start: number): number {
  const feed = bytes.indexOf(LINE_FEED, start)
  return feed === -1 ? bytes.length : feed + 1
}

const decodeRun = (bytes: Uint8Array, asUtf8: boolean): string =>
  new TextDecoder(asUtf8 ? 'utf-8' : 'windows-1252').decode(bytes)
