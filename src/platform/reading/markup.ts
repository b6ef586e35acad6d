const BREAKS = new Set(['br', 'p', 'div', 'li', 'tr', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'ul', 'ol', 'table'])
const INLINE =
  'a abbr b big blockquote body center code dd dl dt em font head hr html i img link meta ol p pre s script small span strike strong style sub sup tbody td tfoot th thead u'
const KNOWN = new Set([...BREAKS, ...INLINE.split(' ')])

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0' }

/**
 * The words of a cell that holds HTML. Only elements that exist are taken away, so that « a < b and c > d » stays.
 * Not a sanitiser: what comes out is text, to be escaped like any other.
 */
export function plainText(text: string): string {
  if (!/[<&]/u.test(text)) return text
  const words = text.replace(
    /<(\/?)([a-z][a-z0-9]*)([\s/][^<>]*)?>/giu,
    (tag, slash: string, name: string, rest = '') =>
      isElement(name, rest) ? replacement(slash, name.toLowerCase()) : tag,
  )
  return words.replace(/&(?:(amp|lt|gt|quot|apos|nbsp)|#(\d{1,7})|#x([0-9a-f]{1,6}));/giu, decoded)
}

/** A bare tag, or one with an attribute that has a value. */
function isElement(name: string, rest: string): boolean {
  return KNOWN.has(name.toLowerCase()) && (/^[\s/]*$/u.test(rest) || rest.includes('='))
}

function replacement(slash: string, name: string): string {
  if (name === 'br') return '\n'
  return slash !== '' && BREAKS.has(name) ? '\n' : ''
}

function decoded(entity: string, name?: string, decimal?: string, hexadecimal?: string): string {
  if (name !== undefined) return ENTITIES[name.toLowerCase()] ?? entity
  const code = decimal === undefined ? Number.parseInt(hexadecimal ?? '', 16) : Number(decimal)
  const isCharacter = code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff)
  return isCharacter ? String.fromCodePoint(code) : entity
}

/** A text that `plainText` gives back as it is here: what it would take for markup is spelt out. */
export function spelt(text: string): string {
  return plainText(text) === text ? text : text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
}
