import { extent } from 'd3-array'
import { scaleLinear, scaleUtc } from 'd3-scale'
import { line } from 'd3-shape'
import { DAY_MS } from '../domain/calendar.ts'
import { measured } from '../domain/indicators.ts'
import type { Reading } from '../initiatives/cards.ts'
import type { Measured } from './indicators.ts'

// Where the marks of an indicator's chart stand; the view draws them, with classes and attributes only.

export interface IndicatorPlot {
  width: number
  height: number
  frame: { left: number; right: number; top: number; bottom: number }
  x: { at: number; text: string; anchor: 'start' | 'middle' | 'end' }[]
  y: { at: number; text: string }[]
  /** The results, in the order of their days. */
  path: string
  dots: { x: number; y: number }[]
  /** The situation at the start and the target, as lines across. */
  levels: { kind: 'baseline' | 'target'; y: number; textY: number; text: string }[]
}

const [WIDTH, HEIGHT] = [720, 300]
const frame = { left: 72, right: WIDTH - 16, top: 20, bottom: HEIGHT - 34 }
/** Of the longest month and its year. */
const DAY_WIDTH = 140
const MONTH_MS = 30 * DAY_MS

/** Undefined when there is nothing to see: a chart wants a result, and something to look at it beside. */
export function plotOf(one: Measured, { t, format }: Pick<Reading, 't' | 'format'>): IndicatorPlot | undefined {
  const { baseline, target, results } = measured(one.values)
  const marks = [...(baseline ? [baseline] : []), ...(target ? [target] : [])]
  if (results.length === 0 || results.length + marks.length < 2) return undefined
  const days = [...results, ...(baseline ? [baseline] : [])].map(({ effectiveOn }) => Date.parse(effectiveOn))
  const [first = 0, last = 0] = extent(days)
  const around = first === last ? MONTH_MS : 0
  const xScale = scaleUtc([first - around, last + around], [frame.left + 12, frame.right - 12])
  // From zero, unless it goes below: a small change does not look like a great one.
  const values = [...results, ...marks].map(({ value }) => Number(value))
  const [lowest = 0, highest = 0] = extent([0, ...values])
  const yScale = scaleLinear([lowest, highest === lowest ? lowest + 1 : highest], [frame.bottom, frame.top]).nice(5)

  const dots = results.map(({ effectiveOn, value }) => ({
    x: round(xScale(Date.parse(effectiveOn))),
    y: round(yScale(Number(value))),
  }))
  return {
    width: WIDTH,
    height: HEIGHT,
    frame,
    x: daysUnder(xScale, last - first > 3 * MONTH_MS, format),
    y: yScale.ticks(5).map((value) => ({ at: round(yScale(value)), text: format.number(value) })),
    path: line<(typeof dots)[number]>(
      ({ x }) => x,
      ({ y }) => y,
    )(dots)!,
    dots,
    levels: levelsOf(
      marks.map(({ kind, value }) => ({
        kind: kind === 'target' ? 'target' : 'baseline',
        y: round(yScale(Number(value))),
        text: t(`pilots.chart.${kind === 'target' ? 'target' : 'baseline'}`, { value: format.decimal(value) }),
      })),
    ),
  }
}

// As many days as there is room to write.
function daysUnder(scale: ReturnType<typeof scaleUtc<number>>, isLong: boolean, format: Reading['format']) {
  const days = scale.ticks(5).filter((tick) => tick.getTime() % DAY_MS === 0)
  const every = Math.ceil((days.length * DAY_WIDTH) / (frame.right - frame.left))
  return days
    .filter((_, n) => n % every === 0)
    .map((tick) => {
      const at = round(scale(tick))
      const day = tick.toISOString().slice(0, 10)
      const anchor = at > frame.right - 50 ? 'end' : at < frame.left + 50 ? 'start' : 'middle'
      return { at, text: isLong ? format.dated(day.slice(0, 7)) : format.shortDay(day), anchor } as const
    })
}

// The higher of two is named above its line, the lower below when they are too near for both names.
function levelsOf(levels: { kind: 'baseline' | 'target'; y: number; text: string }[]): IndicatorPlot['levels'] {
  const top = Math.min(...levels.map(({ y }) => y))
  const isNear = levels.length === 2 && Math.abs(levels[0]!.y - levels[1]!.y) < 22
  return levels.map((level, n) => {
    const isBelow = isNear && (level.y > top || (n === 1 && levels[0]!.y === level.y))
    return { ...level, textY: level.y + (isBelow ? 16 : -6) }
  })
}

const round = (value: number) => Math.round(value * 10) / 10
