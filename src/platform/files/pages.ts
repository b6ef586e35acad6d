import { decode } from '../reading/encoding.ts'
import { LIMITS } from './limits.ts'
import type { Raw } from './texts.ts'
import { elementIn, textOfXml, unescaped } from './xml.ts'

const BLOCKS =
  'address article aside blockquote caption dd div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol option p pre section table tr ul br'
const breaks = Object.fromEntries(BLOCKS.split(' ').map((name) => [name, '\n']))
const cells = { td: ' ', th: ' ' }

/** The words of a web page: what is read, without scripts, styles and its head. */
export function pageText(bytes: Buffer): Raw {
  const { text } = decode(bytes)
  const html = lowered(withoutCode(text))
  const words = textOfXml(
    html,
    { opens: breaks, closes: { ...breaks, ...cells }, skips: new Set(['head']) },
    LIMITS.characters,
  )
  return {
    text: words,
    says: {
      title: elementIn(html, 'title'),
      creators: metaIn(html, 'author'),
      dated: metaIn(html, 'date') ?? metaIn(html, 'dcterms.created'),
      language: /<html\b[^<>]{0,500}?\slang\s*=\s*["']?([a-z]{2})/i.exec(html.slice(0, 5_000))?.[1],
    },
  }
}

/** Tags in lower case, as they are compared. */
const lowered = (html: string) => html.replace(/<\/?[a-z][a-z0-9]*/gi, (tag) => tag.toLowerCase())

/** Without scripts and styles, whose signs are not markup. What is not closed has no end. */
function withoutCode(html: string): string {
  const opening = /<(script|style|template|noscript|textarea)\b/gi
  let [kept, at] = ['', 0]
  for (let found = opening.exec(html); found; found = opening.exec(html)) {
    kept += html.slice(at, found.index)
    const closing = new RegExp(`</${found[1]}[^>]{0,100}>`, 'gi')
    closing.lastIndex = opening.lastIndex
    if (!closing.exec(html)) return kept
    at = opening.lastIndex = closing.lastIndex
  }
  return kept + html.slice(at)
}

function metaIn(html: string, name: string): string | undefined {
  const tag = html
    .slice(0, 50_000)
    .match(/<meta\b[^<>]{0,2000}>/gi)
    ?.find((one) => new RegExp(`\\sname\\s*=\\s*["']?${name}["'\\s]`, 'i').test(one))
  return (
    unescaped(
      /\scontent\s*=\s*(?:"([^"]*)"|'([^']*)')/i
        .exec(tag ?? '')
        ?.slice(1)
        .find(Boolean) ?? '',
    ) || undefined
  )
}
