import { extent, max } from 'd3-array'
import { scaleLinear, scaleUtc } from 'd3-scale'
import { area, curveStepAfter, line, stack } from 'd3-shape'
import { stages } from '../domain/lifecycle.ts'
import type { Cell, Chart, Column, Table } from '../domain/report.ts'
import type { Words } from '../platform/http/pages.ts'
import { cellText, comparedText, headingOf } from './telling.ts'

// Where the marks of a chart stand; views draw them, with classes and attributes only.

/** What a mark is of: a stage has its own hue, others are told apart by number, and all by their words. */
export interface Series {
  name: string
  stage?: string
  number: number
}

export interface Bar {
  series: Series
  /** Percent of the width. */
  from: number
  width: number
  text: string
}

/** Rows of text with their bars: they are read and printed as a table is. */
export interface Bars {
  kind: 'bars'
  series: Series[]
  rows: { label: string; href?: string; bars: Bar[]; text: string; compared?: { width: number; text: string } }[]
}

export interface Plot {
  kind: 'plot'
  width: number
  height: number
  frame: { left: number; right: number; top: number; bottom: number }
  series: Series[]
  x: { at: number; text: string; anchor: 'start' | 'middle' | 'end' }[]
  y: { at: number; text: string }[]
  areas: { series: Series; path: string }[]
  lines: { series: Series; path: string }[]
}

const [WIDTH, HEIGHT] = [720, 320]
const frame = { left: 56, right: WIDTH - 12, top: 12, bottom: HEIGHT - 34 }
const TICKS = { x: 6, y: 5 }
/** Of the longest word for a month and its year. */
const MONTH_WIDTH = 120

/** Undefined when the table has nothing that can be drawn. */
export function drawn(
  chart: Chart,
  table: Table,
  words: Words,
  hrefOf: (slice: string) => string,
): Bars | Plot | undefined {
  const column = (code: string) => table.columns.findIndex((one) => one.code === code)
  const x = column(chart.x)
  const columns = chart.series.map(column).filter((index) => index >= 0)
  if (x < 0 || columns.length === 0 || table.rows.length === 0) return undefined
  const series = columns.map((index, number) => seriesOf(table.columns[index]!, number, words))
  if (chart.kind === 'bars' || chart.kind === 'stacked') return barsOf(table, x, columns, series, words, hrefOf)
  return plotOf(chart, table, x, columns, series, words)
}

function seriesOf(column: Column, number: number, words: Words): Series {
  const stage = stages.find((one) => one === column.code)
  return { name: headingOf(column, words), number: number + 1, ...(stage ? { stage } : {}) }
}

function barsOf(
  table: Table,
  x: number,
  columns: number[],
  series: Series[],
  words: Words,
  hrefOf: (slice: string) => string,
): Bars | undefined {
  const totals = table.rows.map((row) => columns.reduce((sum, index) => sum + amountIn(row[index]), 0))
  const others = table.rows.map((row) => columns.reduce((sum, index) => sum + amountOf(row[index]?.compared), 0))
  const most = max([...totals, ...others]) ?? 0
  if (most <= 0) return undefined
  const percent = scaleLinear([0, most], [0, 100])
  const isCompared = table.rows.some((row) => columns.some((index) => row[index]?.compared !== undefined))
  return {
    kind: 'bars',
    series,
    rows: table.rows.map((row, at) => {
      let from = 0
      const bars = columns.map((index, order): Bar => {
        const width = percent(amountIn(row[index]))
        const bar = { series: series[order]!, from, width, text: cellText(row[index]!, table.columns[index]!, words) }
        from += width
        return bar
      })
      const only = columns.length === 1 ? row[columns[0]!] : undefined
      const label = row[x]!
      const slice = only?.slice ?? label.slice
      return {
        label: cellText(label, table.columns[x]!, words),
        ...(slice ? { href: hrefOf(slice) } : {}),
        bars,
        text: only ? cellText(only, table.columns[columns[0]!]!, words) : words.format.number(totals[at]!),
        ...(isCompared
          ? {
              compared: {
                width: percent(others[at]!),
                text:
                  (only && comparedText(only, table.columns[columns[0]!]!, words)) ?? words.format.number(others[at]!),
              },
            }
          : {}),
      }
    }),
  }
}

function plotOf(
  { kind, series: codes }: Chart,
  table: Table,
  xColumn: number,
  columns: number[],
  series: Series[],
  words: Words,
): Plot | undefined {
  const points = table.rows
    .map((row) => ({ x: placeOf(row[xColumn]!), values: columns.map((index) => row[index]?.value ?? null) }))
    .filter((point): point is { x: number; values: (number | null)[] } => point.x !== undefined)
    .sort((a, b) => a.x - b.x)
  if (points.length < 2 || codes.length === 0) return undefined
  const isTime = table.rows.some((row) => isDated(row[xColumn]!))
  const [first = 0, last = 1] = extent(points, (point) => point.x)
  const range = [frame.left, frame.right]
  const xScale = isTime ? scaleUtc([first, last], range) : scaleLinear([first, last], range)

  const layers = stack<(typeof points)[number], number>()
    .keys(columns.keys())
    .value((point, key) => Math.max(0, point.values[key] ?? 0))(points)
  const highest =
    kind === 'area'
      ? max(layers, (layer) => max(layer, ([, top]) => top))
      : max(points, (point) => max(point.values, (value) => value ?? 0))
  if (!highest || highest <= 0) return undefined
  const yScale = scaleLinear([0, highest], [frame.bottom, frame.top]).nice(TICKS.y)

  const areaOf = area<(typeof layers)[number][number]>()
    .x(({ data }) => round(xScale(data.x)))
    .y0(([low]) => round(yScale(low)))
    .y1(([, high]) => round(yScale(high)))
  const lineOf = (index: number) =>
    line<(typeof points)[number]>()
      .defined(({ values }) => values[index] !== null)
      .x(({ x }) => round(xScale(x)))
      .y(({ values }) => round(yScale(values[index]!)))
  const unit = table.columns[columns[0]!]!
  return {
    kind: 'plot',
    width: WIDTH,
    height: HEIGHT,
    frame,
    series,
    x: ticksOf(xScale, isTime, words),
    y: yScale.ticks(TICKS.y).map((value) => ({ at: round(yScale(value)), text: cellText({ value }, unit, words) })),
    areas: kind === 'area' ? layers.map((layer, at) => ({ series: series[at]!, path: areaOf(layer) ?? '' })) : [],
    lines: series.map((one, index) => {
      const drawing = kind === 'steps' ? lineOf(index).curve(curveStepAfter) : lineOf(index)
      const top = line<(typeof layers)[number][number]>()
        .x(({ data }) => round(xScale(data.x)))
        .y(([, high]) => round(yScale(high)))
      return { series: one, path: (kind === 'area' ? top(layers[index]!) : drawing(points)) ?? '' }
    }),
  }
}

function ticksOf(
  scale: ReturnType<typeof scaleUtc<number>> | ReturnType<typeof scaleLinear<number>>,
  isTime: boolean,
  { format }: Words,
) {
  const ticks = scale.ticks(TICKS.x)
  const said = (tick: Date | number) => {
    if (!(tick instanceof Date)) return format.number(tick)
    const day = tick.toISOString().slice(0, 10)
    return day.endsWith('-01-01') ? day.slice(0, 4) : format.dated(day.slice(0, 7))
  }
  const far = isTime
    ? ticks.filter((_, index) => index % Math.ceil((ticks.length * MONTH_WIDTH) / (WIDTH - frame.left)) === 0)
    : ticks
  return far.map((tick) => {
    const at = round(scale(tick))
    const anchor = at > frame.right - 40 ? 'end' : at < frame.left + 30 && isTime ? 'start' : 'middle'
    return { at, text: said(tick), anchor } as const
  })
}

const isDated = ({ label }: Cell) => label !== undefined && ('month' in label || 'day' in label)

function placeOf({ label, value }: Cell): number | undefined {
  if (label && 'month' in label) return Date.parse(`${label.month}-01`)
  if (label && 'day' in label) return Date.parse(label.day)
  if (typeof value === 'string') return /^\d{4}-\d\d-\d\d$/.test(value) ? Date.parse(value) : undefined
  return value ?? undefined
}

const amountOf = (value: Cell['value']) => (typeof value === 'number' ? Math.max(0, value) : 0)
const amountIn = (cell: Cell | undefined) => amountOf(cell?.value)
const round = (value: number) => Math.round(value * 10) / 10
