import { describe, expect, test } from 'vitest'
import type { ValueKind } from '../../src/domain/pilots.ts'
import { plotOf } from '../../src/pilots/chart.ts'
import type { Measured } from '../../src/pilots/indicators.ts'
import { measureTold } from '../../src/pilots/telling.ts'
import { formatFor } from '../../src/platform/i18n/format.ts'
import { translate } from '../../src/platform/i18n/i18n.ts'

const words = (locale: 'fr-CA' | 'en') => ({
  t: translate(locale),
  format: formatFor(locale, 'America/Toronto'),
})
const fr = words('fr-CA')

function of(values: [ValueKind, string, string][], isMoreBetter = true): Measured {
  return {
    indicator: { unit: 'repas', isMoreBetter } as Measured['indicator'],
    values: values.map(([kind, value, effectiveOn], n) => ({
      ...({} as Measured['values'][number]),
      id: String(n),
      kind,
      value,
      effectiveOn,
      supersedesId: null,
      isVoid: false,
    })),
  }
}

describe('the chart of an indicator', () => {
  test('is not drawn of one number alone', () => {
    expect(plotOf(of([]), fr)).toBeUndefined()
    expect(plotOf(of([['baseline', '12', '2026-01-01']]), fr)).toBeUndefined()
    expect(plotOf(of([['result', '12', '2026-01-01']]), fr)).toBeUndefined()
  })

  test('stands in its frame, whatever the numbers', () => {
    for (const values of [
      [
        ['baseline', '0', '2026-01-01'],
        ['result', '0', '2026-01-01'],
      ],
      [
        ['baseline', '-5', '2024-01-01'],
        ['target', '1000000', '2030-01-01'],
        ['result', '7', '2026-01-01'],
      ],
      [
        ['result', '1', '2026-01-01'],
        ['result', '2', '2026-01-02'],
        ['result', '1.5', '2026-01-03'],
      ],
    ] as [ValueKind, string, string][][]) {
      const { dots, levels, frame, x, path } = plotOf(of(values), fr)!
      expect(path).toMatch(/^M[\d.,L]+Z?$/)
      for (const dot of dots) {
        expect(dot.x).toBeGreaterThanOrEqual(frame.left)
        expect(dot.x).toBeLessThanOrEqual(frame.right)
      }
      for (const { y } of [...dots, ...levels]) {
        expect(y).toBeGreaterThanOrEqual(frame.top)
        expect(y).toBeLessThanOrEqual(frame.bottom)
      }
      x.slice(1).forEach(({ at }, n) => expect(at - x[n]!.at).toBeGreaterThan(90))
    }
  })

  test('names its baseline and its target apart, also when they are near', () => {
    const near = of([
      ['baseline', '40', '2026-01-01'],
      ['target', '41', '2026-06-01'],
      ['result', '80', '2026-02-01'],
    ])
    const { levels } = plotOf(near, fr)!
    expect(levels.map(({ text }) => text)).toEqual(['Situation de départ\u00a0: 40', 'Cible\u00a0: 41'])
    expect(Math.abs(levels[0]!.textY - levels[1]!.textY)).toBeGreaterThanOrEqual(16)
  })
})

describe('what an indicator says', () => {
  const cases: [string, Measured, RegExp, RegExp][] = [
    ['nothing', of([]), /Rien n’est encore mesuré/, /Nothing is measured yet/],
    ['its baseline', of([['baseline', '12', '2026-01-01']]), /départ\s: 12\srepas/, /Baseline: 12\srepas/],
    [
      'that it went the right way, and not far enough',
      of([
        ['baseline', '12.5', '2026-01-01'],
        ['target', '60', '2026-06-01'],
        ['result', '44', '2026-02-01'],
      ]),
      /De 12,5 à 44\srepas \(\+31,5\).*mieux qu’au départ.*60\srepas n’est pas atteinte/,
      /From 12\.5 to 44\srepas \(\+31\.5\).*better than at the start.*60\srepas is not reached/,
    ],
    [
      'that less is better',
      of(
        [
          ['baseline', '12', '2026-01-01'],
          ['result', '15', '2026-02-01'],
        ],
        false,
      ),
      /moins bien qu’au départ/,
      /worse than at the start/,
    ],
    [
      'that it cannot be compared',
      of([['result', '15', '2026-02-01']]),
      /15\srepas.*on ne peut pas comparer/,
      /15\srepas.*cannot be compared/,
    ],
  ]
  test.each(cases)('%s', (_name, one, french, english) => {
    expect(measureTold(one, fr)).toMatch(french)
    expect(measureTold(one, words('en'))).toMatch(english)
  })
})
