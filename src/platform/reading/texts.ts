import { read, refused } from './reading.ts'
import type { Reading } from './reading.ts'
import { plainText } from './markup.ts'

/** A text without markup or needless spaces, in NFC; its line breaks stay. Undefined when nothing is left. */
export function readText(text: string): Reading<string | undefined, never> {
  return read(tidied(plainText(text)) || undefined)
}

/** An identifier without spaces. Refused when a spreadsheet has turned it into 2.253E+13: its digits are lost. */
export function readIdentifier(text: string): Reading<string | undefined, 'damaged-number'> {
  const identifier = text.normalize('NFC').replace(/[\s\p{Cc}\ufeff]+/gu, '')
  if (/^[-+]?(?:\d+(?:[.,]\d+)?e\+\d+|\d+[.,]\d+e\d+)$/iu.test(identifier)) return refused('damaged-number')
  return read(identifier || undefined)
}

/** The items of a cell that holds several, each once, as first spelt. Commas part items only when asked to. */
export function readList(text: string, { commas = false }: { commas?: boolean } = {}): Reading<string[], never> {
  const plain = plainText(text)
  const separators = /[|;\r\n]/u.test(plain) || !commas ? /[|;\r\n]+/u : /,/u
  const items = new Map<string, string>()
  for (const part of plain.split(separators)) {
    const item = tidied(part)
    if (item !== '' && !items.has(unaccented(item))) items.set(unaccented(item), item)
  }
  return read([...items.values()])
}

/** For comparing what people type: lower case, no accents, words parted by one space. */
export function folded(text: string): string {
  return unaccented(text)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}

function tidied(text: string): string {
  const lines = text
    .toWellFormed()
    .normalize('NFC')
    .replace(/\r\n?|[\u2028\u2029]/gu, '\n')
    .replace(/(?:(?!\n)[\p{Cc}\p{Zs}\ufeff])+/gu, ' ')
    .split('\n')
    .map((line) => line.trim())
  return lines
    .join('\n')
    .replace(/\n{3,}/gu, '\n\n')
    .trim()
}

function unaccented(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/œ/gu, 'oe')
    .replace(/æ/gu, 'ae')
    .replace(/ß/gu, 'ss')
}
