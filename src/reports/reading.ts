import type { Request } from 'express'
import type { Content } from '../domain/report.ts'
import { readingOf } from '../initiatives/reading.ts'
import { introductionHtml } from '../platform/writing/prose.ts'
import type { Floor } from '../platform/http/floor.ts'
import { definitionsIn, type FrozenDefinition } from './frozen.ts'
import type { Shown } from './parts.ts'
import { worded } from './wording.ts'

/** A content in the words of whoever asks; `base` is the address of the report or of its version. */
export function toldFor(
  req: Request,
  floor: Floor,
  content: Shown,
  base: string,
  definitions: readonly FrozenDefinition[] = definitionsIn(content),
) {
  const reading = readingOf(req, floor)
  const about = (path: string, name: string, value: string) => `${base}/${path}?${name}=${encodeURIComponent(value)}`
  return worded(content, definitions, introductionHtml, {
    ...reading,
    hrefOf: (slice) => about('initiatives', 'slice', slice),
    ...(req.viewer.accountId ? { askAbout: (code: string) => about('questions/new', 'about', code) } : {}),
  })
}

/** What a report asks, said above its figures: dates, filter, comparison. */
export function askedFor(
  req: Request,
  floor: Floor,
  { query, knownAt, population }: Pick<Content, 'query' | 'knownAt' | 'population'>,
) {
  const { t, format } = readingOf(req, floor)
  const { filter, period, asOf, compare, currency, leverage } = query
  const narrowed = [
    filter.stage && t(`words.stage.${filter.stage}`),
    filter.status && t(`words.status.${filter.status}`),
    filter.theme && t('reports.asked.theme', { name: filter.theme }),
    filter.territory && t('reports.asked.territory', { name: filter.territory }),
    filter.funder && t('reports.asked.funder', { name: filter.funder }),
    filter.edition && t('reports.asked.edition', { name: filter.edition }),
  ].filter((one): one is string => Boolean(one))
  const span = (one: typeof period) =>
    t('reports.asked.span', { from: format.day(one.from), until: format.day(one.until) })
  return {
    asOf: format.day(asOf),
    period: span(period),
    known: query.knownAt ? format.instant(new Date(knownAt)) : undefined,
    compared: compare && { asOf: format.day(compare.asOf), period: span(compare.period) },
    filter: narrowed.length > 0 ? format.list(narrowed) : undefined,
    currency: currency && t(`words.currency.${currency}`),
    leverage: t(`words.leverage.${leverage}`),
    population: t('reports.asked.population', { count: population, value: format.number(population) }),
    isEmpty: population === 0,
  }
}
