import { definitions } from '../domain/figures/definitions.ts'
import type { Content } from '../domain/report.ts'
import { translate } from '../platform/i18n/i18n.ts'

/** A definition as it is worded at a moment, in both languages: what is published keeps it. */
export interface WordedDefinition {
  code: string
  unit: string
  source: string
  fr: { name: string; formula: string }
  en: { name: string; formula: string }
}

/** The definitions of the figures that a content holds, as they are worded now. */
export function definitionsIn({ sections }: Pick<Content, 'sections'>): WordedDefinition[] {
  const used = new Set(
    sections.flatMap(({ figures, tables }) => [
      ...figures.map(({ code }) => code),
      ...tables.flatMap(({ columns }) => columns.flatMap(({ figure }) => figure ?? [])),
    ]),
  )
  const [fr, en] = [translate('fr-CA'), translate('en')]
  return definitions
    .filter(({ code }) => used.has(code))
    .map(({ code, unit, source }) => {
      const worded = (t: typeof fr) => ({ name: t(`figures.${code}.name`), formula: t(`figures.${code}.formula`) })
      return { code, unit, source, fr: worded(fr), en: worded(en) }
    })
}
