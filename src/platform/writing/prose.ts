import markdownIt from 'markdown-it'
import sanitizeHtml from 'sanitize-html'

const markdown = markdownIt({ html: false, linkify: true, typographer: false })

// Guarded twice: what somebody writes never becomes an element, and what the writing makes is looked through again.
const kept: sanitizeHtml.IOptions = {
  allowedTags: ['p', 'br', 'strong', 'em', 'ul', 'ol', 'li', 'a', 'blockquote', 'code', 'h2', 'h3', 'h4', 'hr'],
  allowedAttributes: { a: ['href', 'rel'], ol: ['start'] },
  allowedSchemes: ['http', 'https', 'mailto'],
  // The page has its own first heading.
  transformTags: {
    h1: 'h2',
    h5: 'h4',
    h6: 'h4',
    a: sanitizeHtml.simpleTransform('a', { rel: 'noopener nofollow' }),
  },
}

/** An introduction written in Markdown, as HTML that may stand in a page. */
export function introductionHtml(written: string): string {
  return sanitizeHtml(markdown.render(written), kept)
}

/** The same without its signs, for a list: the first words of it. */
export function introductionText(written: string, length = 240): string {
  const text = sanitizeHtml(markdown.render(written), { allowedTags: [], allowedAttributes: {} })
    .replace(/\s+/g, ' ')
    .trim()
  // Entities come back as they are written in HTML; the view escapes again.
  const plain = text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&')
  return plain.length > length ? `${plain.slice(0, length).replace(/\s+\S*$/, '')}…` : plain
}
