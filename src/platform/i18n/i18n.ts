import i18next, { type TFunction } from 'i18next'
import { catalogues } from './catalogues.ts'
import { type Locale, languageOf } from './locales.ts'

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

const fixed: Record<'fr' | 'en', TFunction> = { fr: instance.getFixedT('fr'), en: instance.getFixedT('en') }

export function translate(locale: Locale): Translate {
  const t = fixed[languageOf(locale)]
  return (key, params) => t(key, params as never) as unknown as string
}

export function hasWords(key: string): boolean {
  return instance.exists(key, { lng: 'fr' })
}
