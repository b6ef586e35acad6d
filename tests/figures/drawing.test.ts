import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Cell, Chart, Table } from '../../src/domain/report.ts'
import { type Bars, drawn, type Plot } from '../../src/figures/drawing.ts'
import { formatFor } from '../../src/platform/i18n/format.ts'
import { translate } from '../../src/platform/i18n/i18n.ts'

const words = { t: translate('fr-CA'), format: formatFor('fr-CA', 'America/Toronto') }
const table = (rows: Cell[][], codes: string[]): Table => ({
  code: 'a',
  columns: codes.map((code, index) => ({
    code,
    label: { text: code },
    unit: index === 0 ? 'label' : 'initiatives',
  })),
  rows,
})
const chart = (kind: Chart['kind'], series: string[]): Chart => ({ code: 'a', kind, table: 'a', x: 'x', series })
const draw = (kind: Chart['kind'], rows: Cell[][], series = ['n']) =>
  drawn(chart(kind, series), table(rows, ['x', ...series]), words, (slice) => `/to?slice=${slice}`)

describe('bars', () => {
  test('are as long as their figures, the longest over the whole width', () => {
    const { rows } = draw('bars', [
      [{ label: { text: 'Une étiquette française qui est vraiment très longue' } }, { value: 4, slice: 's' }],
      [{ label: { text: 'b' } }, { value: 1 }],
      [{ label: { text: 'c' } }, { value: 0 }],
    ]) as Bars
    expect(rows.map(({ bars }) => bars[0]!.width)).toEqual([100, 25, 0])
    expect(rows[0]).toMatchObject({ text: '4', href: '/to?slice=s' })
  })

  test('stand one after the other when they are stacked, and share one scale with those of the other date', () => {
    const { rows } = draw(
      'stacked',
      [[{ label: { text: 'a' } }, { value: 1, compared: 4 }, { value: 1, compared: 4 }]],
      ['emergence', 'm'],
    ) as Bars
    expect(rows[0]!.bars).toMatchObject([
      { from: 0, width: 12.5, series: { stage: 'emergence' } },
      { from: 12.5, width: 12.5, series: { number: 2 } },
    ])
    expect(rows[0]!.compared).toEqual({ width: 100, text: '8' })
  })

  test('are not drawn of nothing', () => {
    expect(draw('bars', [])).toBeUndefined()
    expect(draw('bars', [[{ label: { text: 'a' } }, { value: 0 }]])).toBeUndefined()
    expect(draw('bars', [[{ label: { text: 'a' } }, { value: null }]])).toBeUndefined()
  })
})

describe('lines and areas', () => {
  const months = (values: (number | null)[][]) =>
    values.map((row, index) => [
      { label: { month: `2026-${String(index + 1).padStart(2, '0')}` } },
      ...row.map((value) => ({ value })),
    ])

  test('run over the whole frame, from round zero up', () => {
    const plot = draw('lines', months([[0], [3], [10]])) as Plot
    expect(plot.lines[0]!.path).toMatch(/^M56,286L.*,12$/)
    expect(plot.y[0]).toEqual({ at: 286, text: '0' })
    expect(plot.x.length).toBeGreaterThan(1)
  })

  test('stack in the order of their series, and say steps as steps', () => {
    const plot = draw(
      'area',
      months([
        [1, 2],
        [3, 4],
      ]),
      ['emergence', 'mobilisation'],
    ) as Plot
    expect(plot.areas.map(({ series }) => series.stage)).toEqual(['emergence', 'mobilisation'])
    const steps = draw('steps', [
      [{ value: 0 }, { value: 100 }],
      [{ value: 30 }, { value: 40 }],
    ]) as Plot
    expect(steps.lines[0]!.path.split('L')).toHaveLength(3)
  })

  test('are not drawn of one point', () => {
    expect(draw('lines', months([[4]]))).toBeUndefined()
  })

  test('never leave the frame, whatever the figures', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.nat(1e6), { minLength: 2, maxLength: 2 }), { minLength: 2, maxLength: 12 }),
        (values) => {
          const plot = draw('area', months(values), ['a', 'b']) as Plot | undefined
          const numbers = [...(plot?.areas ?? []), ...(plot?.lines ?? [])].flatMap(({ path }) =>
            path
              .split(/[MLZ,]/)
              .filter(Boolean)
              .map(Number),
          )
          expect(numbers.every((one) => Number.isFinite(one) && one >= 0 && one <= 720)).toBe(true)
        },
      ),
    )
  })
})
