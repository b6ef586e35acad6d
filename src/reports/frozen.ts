import { createHash } from 'node:crypto'
import type { Content } from '../domain/report.ts'
import { definitions } from '../domain/figures/definitions.ts'
import { translate } from '../platform/i18n/i18n.ts'
import type { reportVersions } from './tables.ts'

/** A definition as it was worded when a report was published. */
export interface FrozenDefinition {
  code: string
  unit: string
  source: string
  fr: { name: string; formula: string }
  en: { name: string; formula: string }
}

/** All of a published report: what it says is read from this, whatever became of the network or of Sillon. */
export interface Frozen {
  content: Content
  definitions: readonly FrozenDefinition[]
}

/** The text that is kept, and its SHA-256: the same content gives the same text. */
export function frozen(content: Content): { content: string; hash: string } {
  const text = JSON.stringify({ content, definitions: definitionsIn(content) } satisfies Frozen)
  return { content: text, hash: hashOfText(text) }
}

/** What was published. `isWhole` is false when the kept text is no longer that of which the hash was taken. */
export function frozenOf({ content, hash }: Pick<typeof reportVersions.$inferSelect, 'content' | 'hash'>): Frozen & {
  isWhole: boolean
} {
  return { ...(JSON.parse(content) as Frozen), isWhole: hashOfText(content) === hash }
}

/** The definitions of the figures that a content holds, as they are worded now. */
export function definitionsIn({ sections }: Pick<Content, 'sections'>): FrozenDefinition[] {
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

const hashOfText = (text: string) => createHash('sha256').update(text, 'utf8').digest('hex')
