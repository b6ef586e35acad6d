// Text out of XML without building a tree and without ever expanding an entity of the file's own: neither depth nor
// « a billion laughs » costs more than the length of the file.

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0' }

export function unescaped(text: string): string {
  if (!text.includes('&')) return text
  return text.replace(
    /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,6}));/gi,
    (whole, decimal?: string, hex?: string, name?: string) => {
      if (name !== undefined) return NAMED[name.toLowerCase()] ?? whole
      const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal)
      return code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) ? String.fromCodePoint(code) : ''
    },
  )
}

export interface Reading {
  /** Elements whose text counts. Without any, all text does. */
  within?: ReadonlySet<string>
  /** What stands in the place of an element, at its beginning and at its end. */
  opens?: Readonly<Record<string, string>>
  closes?: Readonly<Record<string, string>>
  /** Elements of which nothing counts, whatever is in them. */
  skips?: ReadonlySet<string>
}

/** The text of a part, at most `most` characters of it. */
export function textOfXml(xml: string, { within, opens = {}, closes = {}, skips }: Reading, most: number): string {
  const parts: string[] = []
  let length = 0
  let inside = 0
  let skipping = 0
  const add = (text: string) => {
    parts.push(text)
    length += text.length
  }
  for (let at = 0; at < xml.length; ) {
    if (length >= most) break
    const tag = xml.indexOf('<', at)
    if (tag > at || tag === -1) {
      const end = tag === -1 ? xml.length : tag
      if (skipping === 0 && (!within || inside > 0)) add(unescaped(xml.slice(at, end)))
      if (tag === -1) break
    }
    const end = endOfTag(xml, tag)
    const { name, isClosing, isEmpty } = tagAt(xml, tag, end)
    at = end
    if (skips?.has(name)) skipping = Math.max(0, skipping + (isEmpty ? 0 : isClosing ? -1 : 1))
    if (skipping > 0 || name === '') continue
    if (within?.has(name) && !isEmpty) inside = Math.max(0, inside + (isClosing ? -1 : 1))
    if (!isClosing && opens[name] !== undefined) add(opens[name])
    if ((isClosing || isEmpty) && closes[name] !== undefined) add(closes[name])
  }
  return parts.join('').slice(0, most)
}

/** Where what begins at a « < » ends. Comments, CDATA and declarations end with signs of their own. */
function endOfTag(xml: string, at: number): number {
  const close = xml.startsWith('<!--', at)
    ? '-->'
    : xml.startsWith('<![CDATA[', at)
      ? ']]>'
      : xml.startsWith('<!DOCTYPE', at)
        ? endOfDoctype(xml, at)
        : '>'
  const end = xml.indexOf(close, at)
  return end === -1 ? xml.length : end + close.length
}

const endOfDoctype = (xml: string, at: number): string => {
  const bracket = xml.indexOf('[', at)
  const end = xml.indexOf('>', at)
  return bracket !== -1 && bracket < end ? ']>' : '>'
}

function tagAt(xml: string, at: number, end: number): { name: string; isClosing: boolean; isEmpty: boolean } {
  const isClosing = xml[at + 1] === '/'
  let stop = at + (isClosing ? 2 : 1)
  while (stop < end && !/[\s/>]/.test(xml[stop]!)) stop++
  const name = xml.slice(at + (isClosing ? 2 : 1), stop)
  return { name: /^[!?]/.test(name) ? '' : name, isClosing, isEmpty: xml[end - 2] === '/' }
}

/** The text of the first element of this name; undefined when it is not there, or empty. */
export function elementIn(xml: string, name: string): string | undefined {
  const found = new RegExp(`<${name}(?:\\s[^<>]{0,2000})?>([^<]{0,2000})<`).exec(xml.slice(0, 200_000))
  return (
    unescaped(found?.[1] ?? '')
      .replace(/\s+/g, ' ')
      .trim() || undefined
  )
}
