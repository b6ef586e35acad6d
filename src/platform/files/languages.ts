import { franc } from 'franc-min'
import type { DocumentLanguage } from '../../domain/documents.ts'

const byCode: Readonly<Record<string, DocumentLanguage>> = {
  fra: 'fr',
  eng: 'en',
  spa: 'es',
  fr: 'fr',
  en: 'en',
  es: 'es',
  iu: 'iu',
}
const ENOUGH = 200

/** The language of a text by its letters, or, when it is too short, the one that its file says. Undefined when nobody can tell. */
export function languageOf(text: string, said: string | undefined): DocumentLanguage | undefined {
  const declared = byCode[/^[a-z]{2}/i.exec(said ?? '')?.[0]?.toLowerCase() ?? '']
  const letters = text
    .replace(/[^\p{L}\s]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .slice(0, 20_000)
  if (letters.length < ENOUGH) return declared
  // Inuktitut in its own script: franc knows none of it.
  if ((letters.match(/[\u1400-\u167f]/g)?.length ?? 0) > letters.length / 3) return 'iu'
  const code = franc(letters)
  return code === 'und' ? declared : (byCode[code] ?? 'other')
}
