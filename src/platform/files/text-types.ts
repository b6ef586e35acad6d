import { decode } from '../reading/encoding.ts'

const ENOUGH = 32_768

/** What a text is, told by how it begins; undefined for what is no text. */
export function textType(head: Buffer): string | undefined {
  const text = textOf(head)
  if (text === undefined) return undefined
  const start = text.replace(/^\ufeff/, '').trimStart()
  if (start.startsWith('%!PS')) return 'application/postscript'
  return markupType(start) ?? formType(start) ?? 'text/plain'
}

/** Texts have a mark of UTF-16, or none of the signs that only machines write. */
function textOf(head: Buffer): string | undefined {
  const isWide = (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff)
  // oxlint-disable-next-line eslint/no-control-regex -- those signs are what is looked for
  if (!isWide && /[\x00-\x08\x0e-\x1a\x1c-\x1f]/.test(head.toString('latin1'))) return undefined
  const text = decode(head.subarray(0, ENOUGH)).text
  // oxlint-disable-next-line eslint/no-control-regex -- the same
  return /[\x00-\x08\x0e-\x1a\x1c-\x1f]/.test(text) ? undefined : text
}

/** Elements with which pages begin that somebody forgot to begin well. Browsers would guess the same. */
const PAGE = /^<(?:html|head|body|script|iframe|style|title|meta|link|base|object|embed|form|svg:svg)[\s/>]/i

function markupType(text: string): string | undefined {
  const isXml = /^<\?xml\b/i.test(text)
  const root = withoutPrologue(text)
  if (/^<!doctype\s+html/i.test(root) || PAGE.test(root)) return 'text/html'
  if (/^<(?:svg[\s/>]|!doctype\s+svg)/i.test(root)) return 'image/svg+xml'
  // Markdown may begin with an element too; XML says what it is, or closes what it opens.
  if (isXml || /^<!doctype\b/i.test(root))
    return /<svg[\s>]/i.test(root.slice(0, 4096)) ? 'image/svg+xml' : 'application/xml'
  if (/<script[\s>]/i.test(root.slice(0, 4096)) && /^<[a-z!]/i.test(root)) return 'text/html'
  return undefined
}

/** What stands before the first element: comments, instructions. */
function withoutPrologue(text: string): string {
  let rest = text
  for (;;) {
    const end = rest.startsWith('<!--') ? rest.indexOf('-->') + 3 : rest.startsWith('<?') ? rest.indexOf('?>') + 2 : 0
    if (end < 2 + Number(rest.startsWith('<!--'))) return rest
    rest = rest.slice(end).trimStart()
  }
}

function formType(text: string): string | undefined {
  if (text.startsWith('BEGIN:VCALENDAR')) return 'text/calendar'
  if (/^WEBVTT\b/.test(text)) return 'text/vtt'
  if (/^[{[]/.test(text) && isJson(text)) return 'application/json'
  if (isTable(text)) return 'text/csv'
  return isMarkdown(text) ? 'text/markdown' : undefined
}

function isJson(text: string): boolean {
  if (text.length >= ENOUGH / 2) return /^(?:\{\s*"|\[\s*[[{"\d\]-])/.test(text)
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

/** The same sign parts the first lines into as many columns. */
function isTable(text: string): boolean {
  const lines = text
    .split(/\r\n?|\n/)
    .filter((line) => line.trim() !== '')
    .slice(0, 12)
  const whole = text.length >= ENOUGH / 2 ? lines.slice(0, -1) : lines
  if (whole.length < 2) return false
  return [';', ',', '\t', '|'].some((sign) => {
    const counts = whole.map((line) => line.replace(/"[^"]*"/g, '').split(sign).length - 1)
    return counts[0]! > 0 && counts.every((count) => count === counts[0])
  })
}

function isMarkdown(text: string): boolean {
  const signs = [
    /^#{1,6} \S/m,
    /^```/m,
    /\[[^\]\n]{1,200}\]\([^)\n]{1,400}\)/,
    /^(?:[-*+]|\d+\.) \S/m,
    /\*\*[^*\n]+\*\*/,
    /^> \S/m,
  ]
  const found = signs.filter((sign) => sign.test(text)).length
  return found >= 2 || signs[0]!.test(text)
}
