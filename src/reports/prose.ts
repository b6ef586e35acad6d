import markdownIt, { type Token } from 'markdown-it'

const markdown = markdownIt({ html: false, linkify: true, typographer: false })

export interface Run {
  text: string
  strong: boolean
  em: boolean
  href: string
}
/** A paragraph of an author's words; `kind` says what it is set as. */
export interface Paragraph {
  kind: 'paragraph' | 'heading' | 'item' | 'quote'
  runs: Run[]
}

/** Words written in Markdown, as plain data: what sets them on paper reads no markup. */
export function paragraphsOf(written: string): Paragraph[] {
  const found: Paragraph[] = []
  const open: string[] = []
  for (const token of markdown.parse(written, {})) {
    if (token.nesting === 1) open.push(token.type)
    else if (token.nesting === -1) open.pop()
    else if (token.type === 'inline') found.push({ kind: kindIn(open), runs: runsOf(token.children ?? []) })
    else if (token.content) found.push({ kind: 'paragraph', runs: [plain(token.content)] })
  }
  return found
}

function kindIn(open: readonly string[]): Paragraph['kind'] {
  if (open.includes('heading_open')) return 'heading'
  if (open.includes('list_item_open')) return 'item'
  return open.includes('blockquote_open') ? 'quote' : 'paragraph'
}

const plain = (text: string): Run => ({ text, strong: false, em: false, href: '' })

function runsOf(tokens: readonly Token[]): Run[] {
  const runs: Run[] = []
  let [strong, em, href] = [0, 0, '']
  for (const token of tokens) {
    const { type, nesting, content } = token
    if (type.startsWith('strong')) strong += nesting
    else if (type.startsWith('em')) em += nesting
    else if (type === 'link_open') href = addressIn(String(token.attrGet('href') ?? ''))
    else if (type === 'link_close') href = ''
    else if (type === 'softbreak' || type === 'hardbreak') runs.push(plain('\n'))
    else if (content) runs.push({ text: content, strong: strong > 0, em: em > 0, href })
  }
  return runs
}

const addressIn = (href: string) => (/^(?:https?|mailto):/i.test(href) ? href : '')
