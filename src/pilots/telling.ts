import { courseOf, difference, isReached, measured } from '../domain/indicators.ts'
import type { doneWith } from '../activity/queries.ts'
import type { Reading } from '../initiatives/cards.ts'
import type { TimelineEntry } from '../initiatives/timeline.ts'
import type { Measured } from './indicators.ts'
import type { SolutionVersion } from './queries.ts'

/** « 1 234,5 heures »: the number as the reader writes it, and its unit. */
export function amountOf(value: string, unit: string, { format }: Pick<Reading, 'format'>): string {
  return unit ? `${format.decimal(value)}\u00a0${unit}` : format.decimal(value)
}

/** What an indicator says so far, in sentences that need no chart. */
export function measureTold({ indicator, values }: Measured, reading: Pick<Reading, 't' | 'format'>): string {
  const { t, format } = reading
  const { unit, isMoreBetter } = indicator
  const { baseline, target, results, result } = measured(values)
  const said = (value: string) => amountOf(value, unit, reading)
  const aim = target && { target: said(target.value) }
  if (!result) {
    return [
      baseline
        ? t('pilots.told.baseline', { value: said(baseline.value), when: format.shortDay(baseline.effectiveOn) })
        : t('pilots.told.nothing'),
      aim ? t('pilots.told.aim', aim) : '',
    ]
      .filter(Boolean)
      .join(' ')
  }
  const when = format.shortDay(result.effectiveOn)
  const first = results[0]!
  const from = baseline ?? (first === result ? undefined : first)
  const change = from && difference(result.value, from.value)
  return [
    from && change
      ? t('pilots.told.change', {
          from: format.decimal(from.value),
          to: said(result.value),
          start: format.shortDay(from.effectiveOn),
          when,
          change: change.startsWith('-') ? `\u2212${format.decimal(change.slice(1))}` : `+${format.decimal(change)}`,
        })
      : t('pilots.told.result', { value: said(result.value), when }),
    baseline ? t(`pilots.told.course.${courseOf(baseline.value, result.value, isMoreBetter)}`) : '',
    aim && target
      ? t(`pilots.told.target.${isReached(result.value, target.value, isMoreBetter) ? 'reached' : 'not_reached'}`, aim)
      : '',
    baseline ? '' : t('pilots.told.not_compared'),
  ]
    .filter(Boolean)
    .join(' ')
}

/** On the timeline: what of a version was corrected. The words that stood before are told nowhere, the day is. */
export function correctionsTold(
  versions: readonly SolutionVersion[],
  corrections: Awaited<ReturnType<typeof doneWith>>,
  { t, format }: Pick<Reading, 't' | 'format'>,
): TimelineEntry[] {
  return corrections.flatMap(({ at, capacity, subjectId, particulars }) => {
    const version = versions.find(({ id }) => id === subjectId)
    if (!version) return []
    const { on, fields, since } = JSON.parse(particulars) as { on: string; fields: string[]; since?: string }
    const parts = format.list(fields.map((field) => t(`pilots.version.part.${field}`)))
    return {
      day: on,
      text: t('pilots.version.told', { number: version.number }),
      details: [
        t('pilots.version.told_parts', { parts }),
        ...(since ? [t('pilots.version.told_since', { day: format.day(since) })] : []),
      ],
      recorded: t('initiatives.timeline.recorded_as', {
        when: format.instant(at),
        capacity: t(`words.capacity.${capacity ?? 'member'}`),
      }),
      actions: [],
    }
  })
}

/** An indicator as a row of a list shows it. */
export function indicatorLine(one: Measured, reading: Pick<Reading, 't' | 'format'>) {
  const { id, name, unit, benefits } = one.indicator
  const { baseline, target, result } = measured(one.values)
  const said = (value: { value: string } | undefined) => value && amountOf(value.value, unit, reading)
  return {
    id,
    href: `/indicators/${id}`,
    name,
    benefits,
    baseline: said(baseline),
    target: said(target),
    result: said(result),
    told: measureTold(one, reading),
  }
}
