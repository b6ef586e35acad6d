import type { Described } from '../documents/dublin-core.ts'
import type { Reading } from '../initiatives/cards.ts'
import type { Shelved } from './queries.ts'

/** A document of the library in words of the reader's language. `publisher` is the name of the network. */
export function describedTo({ t, language }: Reading, publisher: string): (one: Shelved) => Described {
  return ({ document, version, initiative, partner, territory, themes }) => ({
    document,
    mediaType: version.mediaType,
    subjects: themes.map(({ fr, en }) => (language === 'en' ? (en ?? fr) : fr)),
    territory,
    kind: t(`words.document_kind.${document.kind}`),
    licence: t(`words.licence.${document.licence}`),
    partner: partner?.name ?? null,
    initiative,
    publisher,
  })
}
