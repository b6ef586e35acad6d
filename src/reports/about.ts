import type { Content } from '../domain/report.ts'
import type { WordedDefinition } from '../figures/definitions.ts'
import type { Words } from '../platform/http/pages.ts'
import type { Locale } from '../platform/i18n/locales.ts'

/** A report on its way out: what is in every file of it, whoever takes it. */
export interface Outgoing {
  title: string
  /** Of a published version; a live report has none. */
  number?: number
  publishedAt?: Date
  hash: string
  content: Content
  definitions: readonly WordedDefinition[]
  /** What the content and its definitions are as text, of which `hash` was taken. */
  text: string
  /** Where it is read. */
  address: string
  network: string
  locale: Locale
  language: 'fr' | 'en'
  /** The day on which the file is made. */
  today: string
  words: Words
  /** What it asked, as the page says it. */
  asked: Asked
}

export interface Asked {
  asOf: string
  period: string
  known: string | undefined
  compared: { asOf: string; period: string } | undefined
  filter: string | undefined
  currency: string | undefined
  leverage: string
  population: string
}

/** What tells a reader what they hold: pairs of a term and its text. */
export function aboutOf({ number, publishedAt, hash, content, address, network, words, asked, today }: Outgoing) {
  const { t, format } = words
  const pairs: [string, string | undefined][] = [
    ['network', network],
    [
      'state',
      number === undefined
        ? t('sharing.about.live', { day: format.day(today) })
        : t('sharing.about.version', { number, when: publishedAt ? format.instant(publishedAt) : '' }),
    ],
    ['asOf', asked.asOf],
    ['period', asked.period],
    ['known', format.instant(new Date(content.knownAt))],
    ['compared', asked.compared && t('reports.asked.compared_text', { ...asked.compared })],
    ['filter', asked.filter ?? t('sharing.about.no_filter')],
    ['currency', asked.currency ?? t('sharing.about.apart')],
    ['leverage', asked.leverage],
    ['population', asked.population],
    ['address', address],
    ['hash', hash],
  ]
  return pairs.flatMap(([term, text]) => (text ? [{ term: t(`sharing.about.${term}`), text }] : []))
}

/** Whether it may name people: initiatives and actors are named in their own words. */
export function namesPeople({ content }: Pick<Outgoing, 'content'>): boolean {
  return (
    content.query.blocks.some((block) => 'words' in block) ||
    content.sections.some(({ tables }) =>
      tables.some(({ rows }) =>
        rows.some((row) => row.some(({ label, value }) => typeof value === 'string' || isName(label))),
      ),
    )
  )
}

const isName = (label: object | undefined) => label !== undefined && ('text' in label || 'initiative' in label)
