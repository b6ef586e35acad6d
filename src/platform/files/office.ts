import { UnreadableFile } from '../reading/workbook.ts'
import { contentOf, entriesOf } from '../reading/zip.ts'
import { LIMITS } from './limits.ts'
import type { Raw } from './texts.ts'
import { TooLarge } from './words.ts'
import { elementIn, type Reading, textOfXml } from './xml.ts'

/** The parts of an office file that hold words, each unpacked within what is left of the allowance: no bomb gets further. */
export function partsOf(bytes: Buffer, wanted: RegExp): Map<string, Buffer> {
  let allowance: number = LIMITS.unpacked
  const parts = new Map<string, Buffer>()
  for (const entry of within(() => entriesOf(bytes))) {
    if (!wanted.test(entry.name)) continue
    const content = within(() => contentOf(bytes, entry, allowance))
    allowance -= content.length
    parts.set(entry.name.replace(/^\//, ''), content)
  }
  return parts
}

/** What it may not take is told apart from what is broken. */
export function within<T>(read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (error instanceof UnreadableFile && error.key === 'too-large')
      throw new TooLarge('the archive', { cause: error })
    throw error
  }
}

const textPart = (parts: Map<string, Buffer>, name: string) => parts.get(name)?.toString('utf8') ?? ''

/** The text itself, then notes, then what stands at the head and the foot of pages. What was deleted is not read. */
export function docxText(bytes: Buffer): Raw {
  const parts = partsOf(bytes, /^\/?(?:word\/[^/]+|docProps\/[^/]+)\.xml$/i)
  if (!parts.has('word/document.xml')) throw new Error('no document')
  const words = (name: string) => textOfXml(textPart(parts, name), wordReading, LIMITS.characters)
  const besides = [/^word\/(?:foot|end)notes\.xml$/, /^word\/(?:header|footer)\d*\.xml$/]
  const names = besides.flatMap((which) => [...parts.keys()].filter((name) => which.test(name)))
  return { text: ['word/document.xml', ...names].map(words).join('\n\n'), pages: pagesIn(parts), says: coreOf(parts) }
}

const wordReading: Reading = {
  within: new Set(['w:t']),
  closes: { 'w:p': '\n', 'w:br': '\n', 'w:cr': '\n', 'w:tab': ' ', 'w:tc': ' ' },
  // Said twice for older programs.
  skips: new Set(['mc:Fallback']),
}

const slideNumber = (name: string) => Number(/(\d+)\.xml$/.exec(name)?.[1])

/** Slide by slide, each with its notes. */
export function slidesText(bytes: Buffer): Raw {
  const parts = partsOf(bytes, /^\/?(?:ppt\/(?:slides|notesSlides)\/[^/]+|docProps\/[^/]+)\.xml$/i)
  const slides = [...parts.keys()]
    .filter((name) => /^ppt\/slides\/slide\d+\.xml$/i.test(name))
    .sort((a, b) => slideNumber(a) - slideNumber(b))
  const words = (name: string) =>
    textOfXml(
      textPart(parts, name),
      { within: new Set(['a:t']), closes: { 'a:p': '\n', 'a:br': '\n' } },
      LIMITS.characters,
    )
  const notes = [...parts.keys()].filter((name) => name.startsWith('ppt/notesSlides/')).map(words)
  return { text: [...slides.map(words), ...notes].join('\n\n'), pages: slides.length || undefined, says: coreOf(parts) }
}

/** Texts and presentations of LibreOffice. */
export function openDocumentText(bytes: Buffer): Raw {
  const parts = partsOf(bytes, /^(?:content|meta)\.xml$/)
  if (!parts.has('content.xml')) throw new Error('no content')
  const text = textOfXml(
    textPart(parts, 'content.xml'),
    {
      within: new Set(['text:p', 'text:h']),
      opens: { 'text:tab': '\t', 'text:s': ' ', 'text:line-break': '\n' },
      closes: { 'text:p': '\n', 'text:h': '\n' },
      skips: new Set(['office:annotation', 'text:tracked-changes']),
    },
    LIMITS.characters,
  )
  return { text, ...metaOf(textPart(parts, 'meta.xml')) }
}

/** What an OpenDocument file says of itself. */
export function metaOf(meta: string): Pick<Raw, 'pages' | 'says'> {
  const pages = Number(/meta:page-count="(\d{1,6})"/.exec(meta)?.[1])
  return {
    pages: pages > 0 ? pages : undefined,
    says: {
      title: elementIn(meta, 'dc:title'),
      creators: elementIn(meta, 'meta:initial-creator') ?? elementIn(meta, 'dc:creator'),
      dated: elementIn(meta, 'meta:creation-date') ?? elementIn(meta, 'dc:date'),
      language: elementIn(meta, 'dc:language'),
    },
  }
}

/** What a Microsoft Office file says of itself. */
export function coreOf(parts: Map<string, Buffer>): Raw['says'] {
  const core = textPart(parts, 'docProps/core.xml')
  return {
    title: elementIn(core, 'dc:title'),
    creators: elementIn(core, 'dc:creator'),
    dated: elementIn(core, 'dcterms:created') ?? elementIn(core, 'dcterms:modified'),
    language: elementIn(core, 'dc:language'),
  }
}

function pagesIn(parts: Map<string, Buffer>): number | undefined {
  const pages = Number(elementIn(textPart(parts, 'docProps/app.xml'), 'Pages'))
  return Number.isSafeInteger(pages) && pages > 0 && pages < 100_000 ? pages : undefined
}
