import type { Request } from 'express'
import type { Content } from '../domain/report.ts'
import { definitionsIn, type WordedDefinition } from '../figures/definitions.ts'
import type { Shown } from '../figures/parts.ts'
import { worded } from '../figures/wording.ts'
import { readingOf } from '../initiatives/reading.ts'
import { introductionHtml } from '../platform/writing/prose.ts'
import type { Floor } from '../platform/http/floor.ts'

/** Where a report or one of its versions is read, and where one asks about it: questions belong to the report. */
export function addressesOf(slug: string, version?: number) {
  const report = `/reports/${slug}`
  const asking = `${report}/questions/new`
  if (version === undefined) return { base: report, ask: asking, askAbout: (code: string) => `${asking}?about=${code}` }
  const ask = `${asking}?version=${version}`
  return { base: `${report}/versions/${version}`, ask, askAbout: (code: string) => `${ask}&about=${code}` }
}

/** A content in the words of whoever asks. */
export function toldFor(
  req: Request,
  floor: Floor,
  content: Shown,
  { base, askAbout }: Pick<ReturnType<typeof addressesOf>, 'base' | 'askAbout'>,
  definitions: readonly WordedDefinition[] = definitionsIn(content),
) {
  const reading = readingOf(req, floor)
  return worded(content, definitions, introductionHtml, {
    ...reading,
    hrefOf: (slice) => `${base}/initiatives?slice=${encodeURIComponent(slice)}`,
    ...(req.viewer.accountId ? { askAbout } : {}),
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
