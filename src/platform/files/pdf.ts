import { createRequire } from 'node:module'
import { getDocumentProxy, renderPageAsImage } from 'unpdf'
import { LIMITS, WIDTHS } from './limits.ts'
import type { Raw } from './texts.ts'

type Opened = Awaited<ReturnType<typeof getDocumentProxy>>

// Opened once for its words and for its pages. Nothing of it is run, and nothing is fetched.
let opened: { bytes: Buffer; document: Promise<Opened> } | undefined
function documentOf(bytes: Buffer): Promise<Opened> {
  if (opened?.bytes !== bytes) {
    const settings = {
      isEvalSupported: false,
      enableXfa: false,
      stopAtErrors: false,
      useWorkerFetch: false,
      verbosity: 0,
    }
    opened = { bytes, document: getDocumentProxy(new Uint8Array(bytes), settings) }
  }
  return opened.document
}

/** The words of a PDF, page by page, until there are enough. Throws when it is locked or cannot be read. */
export async function pdfText(bytes: Buffer): Promise<Raw> {
  const document = await documentOf(bytes)
  const pages: string[] = []
  let length = 0
  for (let number = 1; number <= document.numPages && length < LIMITS.characters; number++) {
    const page = await document.getPage(number)
    const { items } = await page.getTextContent()
    const text = items.map((item) => ('str' in item ? item.str + (item.hasEOL ? '\n' : '') : '')).join('')
    // A word cut at the end of a line is one word.
    pages.push(text.replace(/(\p{L})[-\u00ad]\n(?=\p{Ll})/gu, '$1'))
    length += text.length
    page.cleanup()
  }
  const { info } = (await document.getMetadata().catch(() => ({ info: {} }))) as { info: Record<string, unknown> }
  const said = (name: string) => (typeof info[name] === 'string' ? info[name] : undefined)
  return {
    text: pages.join('\n\n'),
    pages: document.numPages,
    says: {
      title: said('Title'),
      creators: said('Author'),
      dated: said('CreationDate')?.replace(/^D:(\d{4})(\d{2})(\d{2}).*$/s, '$1-$2-$3'),
      language: said('Language'),
    },
  }
}

/** The first pages as PNG, as wide as a preview. A page of senseless size is passed over. */
export async function* pdfPages(bytes: Buffer): AsyncGenerator<Buffer> {
  const document = await documentOf(bytes)
  const { GlobalFonts } = await import('@napi-rs/canvas')
  if (GlobalFonts.families.length === 0) GlobalFonts.registerFromPath(ownFont(), 'Source Sans 3')
  for (let number = 1; number <= Math.min(document.numPages, LIMITS.previews); number++) {
    const page = await document.getPage(number)
    const { width, height } = page.getViewport({ scale: 1 })
    const scale = WIDTHS.preview / width
    if (!(height * scale <= 4 * WIDTHS.preview)) continue
    const image = await renderPageAsImage(document, number, { canvasImport: () => import('@napi-rs/canvas'), scale })
    yield Buffer.from(image)
    page.cleanup()
  }
}

/** The house's own letters, where the system has none (an image of Docker): else a PDF without fonts would be blank. */
const ownFont = (): string =>
  createRequire(import.meta.url).resolve(
    '@fontsource-variable/source-sans-3/files/source-sans-3-latin-wght-normal.woff2',
  )
