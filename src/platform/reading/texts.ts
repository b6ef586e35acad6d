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
  const items = new Map<string, string>()
  for (const item of itemsOf(text, commas)) if (!items.has(unaccented(item))) items.set(unaccented(item), item)
  return read([...items.values()])
}

/** The items of a cell that goes with another, item by item: the same one may come again. Commas part nothing. */
export function readItems(text: string): Reading<string[], never> {
  return read(itemsOf(text, false))
}

// An item that holds a separator itself stands between quotation marks, doubled inside.
function itemsOf(text: string, commas: boolean): string[] {
  const plain = plainText(text)
  const parts = /[|;\r\n]/u.test(plain) || !commas ? partsOf(plain) : plain.split(',')
  return parts.map(tidied).filter((item) => item !== '')
}

// Bounded, so that no cell is read again and again from each of its quotation marks.
const QUOTED = /\s*"((?:[^"]|""){0,1000})"[^\S\r\n]*(?=[|;\r\n]|$)/uy

function partsOf(text: string): string[] {
  if (!text.includes('"')) return text.split(/[|;\r\n]+/u)
  const parts: string[] = []
  const plain = /[^|;\r\n]*[|;\r\n]*/uy
  for (let at = 0; at < text.length; ) {
    QUOTED.lastIndex = at
    const inside = QUOTED.exec(text)?.[1] ?? ''
    const isOneItem = /[|;\r\n]|""/u.test(inside)
    if (isOneItem) parts.push(inside.replaceAll('""', '"'))
    plain.lastIndex = isOneItem ? QUOTED.lastIndex : at
    const [rest = ''] = plain.exec(text) ?? []
    if (!isOneItem) parts.push(rest.replace(/[|;\r\n]+$/u, ''))
    at = plain.lastIndex
  }
  return parts
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
