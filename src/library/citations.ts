import type { DocumentKind } from '../domain/documents.ts'
import { type Described, dublinCore } from '../documents/dublin-core.ts'
import { slugOf } from '../platform/slug.ts'

type Format = 'bibtex' | 'ris' | 'json'
export type Cited = Described & { documentKind: DocumentKind }

export const writings: Record<Format, { type: string; extension: string }> = {
  bibtex: { type: 'application/x-bibtex; charset=utf-8', extension: 'bib' },
  ris: { type: 'application/x-research-info-systems; charset=utf-8', extension: 'ris' },
  json: { type: 'application/json; charset=utf-8', extension: 'json' },
}

/** What is listed, page by page, in a format that reference managers read, or as Dublin Core terms in JSON. */
export async function* cited(pages: AsyncIterable<Cited[]>, format: Format, url: string): AsyncGenerator<string> {
  if (format === 'json') {
    let isFirst = true
    yield '{"@context":{"@vocab":"http://purl.org/dc/terms/"},"@graph":[\n'
    for await (const some of pages) {
      const lines = some.map((one) => JSON.stringify(withoutBlanks(dublinCore(one, url))))
      if (lines.length > 0) yield `${isFirst ? '' : ',\n'}${lines.join(',\n')}`
      isFirst &&= lines.length === 0
    }
    yield '\n]}\n'
    return
  }
  const cite = await references()
  for await (const some of pages)
    if (some.length > 0)
      yield cite(
        some.map((one) => entry(one, url)),
        format,
      )
}

// Loaded when somebody asks: it takes longer than all else that a start does.
async function references() {
  const [{ Cite, plugins }] = await Promise.all([
    import('@citation-js/core'),
    import('@citation-js/plugin-bibtex'),
    import('@citation-js/plugin-ris'),
  ])
  plugins.config.get('@bibtex').format.useIdAsLabel = true
  return (entries: object[], format: 'bibtex' | 'ris') => new Cite(entries).format(format)
}

const types: Partial<Record<DocumentKind, string>> = {
  press_release: 'article-newspaper',
  press_review: 'article-newspaper',
  photo: 'graphic',
  video: 'motion_picture',
  audio: 'song',
  presentation: 'speech',
  dataset: 'dataset',
  guide: 'book',
}

/** As CSL-JSON, whose types BibTeX and RIS both know. */
function entry(one: Cited, url: string): object {
  const said = dublinCore(one, url)
  const [year, ...rest] = said.date.split('-').map(Number)
  const name = slugOf(said.creator[0] ?? said.publisher).split('-')[0]
  return {
    id: `${name}${year || ''}${one.document.id.slice(-8)}`,
    type: types[one.documentKind] ?? 'report',
    title: said.title,
    // Names are kept as they are written: which part is a family's is not known.
    author: said.creator.map((literal) => ({ literal })),
    ...(year ? { issued: { 'date-parts': [[year, ...rest]] } } : {}),
    publisher: said.publisher,
    abstract: said.description,
    URL: said.identifier,
    language: said.language,
    genre: said.type,
    keyword: said.subject.join(', '),
    note: said.rights,
  }
}

function withoutBlanks(said: object): object {
  return Object.fromEntries(Object.entries(said).filter(([, value]) => value !== '' && (value as unknown[]).length > 0))
}
