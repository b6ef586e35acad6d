export const locales = ['fr-CA', 'fr-FR', 'en'] as const
export type Locale = (typeof locales)[number]

export function isLocale(text: unknown): text is Locale {
  return locales.includes(text as Locale)
}

/** The region whose dates and numbers are written: English readers here are Canadian. */
export function regionOf(locale: Locale): string {
  return locale === 'en' ? 'en-CA' : locale
}

export function languageOf(locale: Locale): 'fr' | 'en' {
  return locale === 'en' ? 'en' : 'fr'
}

/** The best of the languages that a browser asks for, in its order; French wherever nothing fits. */
export function negotiated(acceptLanguage: string | undefined, otherwise: Locale): Locale {
  for (const part of (acceptLanguage ?? '').slice(0, 200).split(',')) {
    const tag = part.split(';')[0]!.trim().toLowerCase()
    if (tag === 'fr-fr') return 'fr-FR'
    if (tag.startsWith('fr')) return otherwise === 'en' ? 'fr-CA' : otherwise
    if (tag.startsWith('en')) return 'en'
  }
  return otherwise
}
