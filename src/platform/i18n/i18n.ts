import i18next from 'i18next'
import { catalogues } from './catalogues.ts'
import { type Locale, languageOf } from './locales.ts'
import { unbroken } from './spacing.ts'

const instance = i18next.createInstance()
await instance.init({
  resources: Object.fromEntries(
    Object.entries(catalogues).map(([language, words]) => [language, { translation: words }]),
  ),
  fallbackLng: 'fr',
  // Views escape; doing it here too would show &amp; to people.
  interpolation: { escapeValue: false },
})

/** Words of a catalogue by key, `room.key`. A missing English word is said in French; a missing French one fails the tests. */
export type Translate = (key: string, params?: Record<string, unknown>) => string

const languages = { fr: sentencesIn('fr'), en: sentencesIn('en') }

export function translate(locale: Locale): Translate {
  return languages[languageOf(locale)]
}

export function hasWords(key: string): boolean {
  return instance.exists(key, { lng: 'fr' })
}

// i18next looks a key up anew each time, and a page says hundreds: each sentence is looked up once, and kept as its
// texts with the names of what stands between them. Catalogues nest no sentence in another and format no value.
function sentencesIn(language: 'fr' | 'en'): Translate {
  const t = instance.getFixedT(language) as unknown as (key: string, params?: object) => string
  const known = new Map<string, string[]>()
  return (key, params) => {
    const count = typeof params?.count === 'number' ? params.count : undefined
    const name = count === undefined ? key : `${key} ${formOf(count)}`
    let sentence = known.get(name)
    if (!sentence) {
      const counted = count === undefined ? {} : { count }
      // What nobody says is not kept: a key may hold what somebody typed.
      if (!instance.exists(key, { ...counted, lng: language })) return t(key, params)
      const text = t(key, { ...counted, skipInterpolation: true })
      sentence = (language === 'fr' ? unbroken(text) : text).split(/\{\{\s*([^{}]*?)\s*\}\}/)
      known.set(name, sentence)
    }
    return sentence.length === 1 ? sentence[0]! : filled(sentence, params ?? {})
  }
}

const plurals = [new Intl.PluralRules('fr'), new Intl.PluralRules('en')]

// An English sentence that is missing is said in French, which counts in its own way.
function formOf(count: number): string {
  return count === 0 ? 'zero' : plurals.map((rules) => rules.select(count)).join(' ')
}

// A name that nothing was given for stays, so that it is seen.
function filled(sentence: readonly string[], params: Record<string, unknown>): string {
  return sentence.map((text, n) => (n % 2 === 0 ? text : valueOf(params, text))).join('')
}

// Joining says nothing of what is null, and anything else as String does.
function valueOf(params: Record<string, unknown>, name: string): string {
  return Object.hasOwn(params, name) ? [params[name]].join('') : `{{${name}}}`
}
