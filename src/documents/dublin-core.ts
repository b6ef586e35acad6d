import type { Licence } from '../domain/documents.ts'

/** What is said of a document in the terms of the Dublin Core (DCMI Metadata Terms), in whatever form it is written. */
export interface DublinCore {
  identifier: string
  title: string
  creator: string[]
  subject: string[]
  description: string
  publisher: string
  contributor: string[]
  /** YYYY, YYYY-MM or YYYY-MM-DD: W3CDTF. */
  date: string
  type: string
  format: string
  /** RFC 5646; empty where there are no words, or in an unknown one. */
  language: string
  coverage: string
  rights: string
  /** The address of the licence, where it has one. */
  license: string
  /** The initiative it belongs to. */
  isPartOf: string
}

/** A document with what its row does not hold, in words of the reader's language. */
export interface Described {
  document: {
    id: string
    title: string
    description: string
    creators: string
    dated: string
    language: string
    licence: Licence
  }
  mediaType: string
  /** Names of its subjects and of its place; how its kind and its licence are called. */
  subjects: readonly string[]
  territory: string | null
  kind: string
  licence: string
  /** For whom it was attached, if the reader may know. */
  partner: string | null
  initiative: { slug: string }
  /** Who keeps the library: the network. */
  publisher: string
}

const licenceAddresses: Record<Licence, string> = {
  all_rights_reserved: '',
  cc_by: 'https://creativecommons.org/licenses/by/4.0/',
  cc_by_sa: 'https://creativecommons.org/licenses/by-sa/4.0/',
  cc_by_nc_sa: 'https://creativecommons.org/licenses/by-nc-sa/4.0/',
  cc0: 'https://creativecommons.org/publicdomain/zero/1.0/',
  licence_ouverte_2: 'https://www.etalab.gouv.fr/wp-content/uploads/2017/04/ETALAB-Licence-Ouverte-v2.0.pdf',
}

/** `url` is the public address of the house, without a final slash. */
export function dublinCore(described: Described, url: string): DublinCore {
  const { document, partner } = described
  return {
    identifier: `${url}/documents/${document.id}`,
    title: document.title,
    creator: document.creators
      .split('\n')
      .map((name) => name.trim())
      .filter(Boolean),
    subject: [...described.subjects],
    description: document.description,
    publisher: described.publisher,
    contributor: partner ? [partner] : [],
    date: document.dated,
    type: described.kind,
    format: described.mediaType,
    language: document.language === 'none' || document.language === 'other' ? '' : document.language,
    coverage: described.territory ?? '',
    rights: described.licence,
    license: licenceAddresses[document.licence],
    isPartOf: `${url}/initiatives/${described.initiative.slug}`,
  }
}

/** The same as names and values of `<meta>` elements (DCMI, expressing Dublin Core in HTML): nothing that is empty. */
export function metaOf(described: DublinCore): [name: string, content: string][] {
  return Object.entries(described).flatMap(([term, value]) =>
    [value as string | string[]]
      .flat()
      .filter(Boolean)
      .map((one): [string, string] => [`DCTERMS.${term}`, one]),
  )
}
