import { benefitKinds, type ValueKind } from '../pilots.ts'
import type { Figure, Section } from '../report.ts'
import { column, counted, labelled, section, tally, word } from './cells.ts'
import type { IndicatorFact, IndicatorValueFact } from './facts.ts'
import { isKnown, type Life } from './lives.ts'
import type { Scene } from './scene.ts'

const outcomes = ['improved', 'unchanged', 'worsened'] as const

interface Measured {
  life: Life
  indicator: IndicatorFact
  hasResult: boolean
  /** Undefined without a baseline and a result. */
  outcome: (typeof outcomes)[number] | undefined
}

/** What is measured, and how the last result compares with the situation at the start. */
export function indicators({ presented, when, knownAt, slices }: Scene): Section {
  const all = presented.flatMap((life) =>
    life.it.indicators
      .filter(({ recordedAt }) => recordedAt <= knownAt)
      .map((indicator) => measured(life, indicator, when.asOf, knownAt)),
  )
  const compared = all.filter(({ outcome }) => outcome !== undefined)
  const has = (outcome: Measured['outcome']) => (one: Measured) => one.outcome === outcome
  const withBenefit = all.filter(({ indicator, hasResult }) => indicator.benefits === 'collective' && hasResult)
  const figure = (code: string, those: readonly Measured[]): Figure => ({
    code,
    unit: 'indicators',
    ...tally(slices, code, those),
  })
  const row = (name: string, those: readonly Measured[]) => [
    tally(slices, `measured.${name}`, those),
    tally(
      slices,
      `measured.${name}.compared`,
      those.filter(({ outcome }) => outcome !== undefined),
    ),
    ...outcomes.map((outcome) => tally(slices, `measured.${name}.${outcome}`, those.filter(has(outcome)))),
    counted(slices, `measured.${name}.initiatives`, [...new Set(those.map(({ life }) => life))]),
  ]
  const measuring = [...new Set(withBenefit.map(({ life }) => life))]
  return section('indicators', {
    figures: [
      figure('indicators', all),
      figure('indicators_compared', compared),
      figure('indicators_improved', compared.filter(has('improved'))),
      {
        code: 'benefit_measured',
        unit: 'initiatives',
        value: measuring.length,
        ...slices.of('benefit_measured', measuring),
      },
    ],
    tables: [
      {
        code: 'indicators',
        columns: [
          column('benefit_kind', 'label'),
          column('indicators', 'indicators', { figure: 'indicators' }),
          column('compared', 'indicators', { figure: 'indicators_compared' }),
          ...outcomes.map((outcome) => column(outcome, 'indicators', { figure: 'indicators_improved' })),
          column('initiatives', 'initiatives'),
        ],
        rows: benefitKinds.map((kind) => [
          labelled(word(`words.benefit_kind.${kind}`)),
          ...row(
            kind,
            all.filter(({ indicator }) => indicator.benefits === kind),
          ),
        ]),
        total: [labelled(word('figures.label.total')), ...row('all', all)],
      },
    ],
    charts: [{ code: 'indicators', kind: 'stacked', table: 'indicators', x: 'benefit_kind', series: [...outcomes] }],
    notes: [{ key: 'indicators_compared' }],
  })
}

function measured(life: Life, indicator: IndicatorFact, day: string, knownAt: number): Measured {
  const values = indicator.values.filter((one) => one.on <= day && isKnown(one, knownAt))
  const [baseline, result] = [lastOf(values, 'baseline'), lastOf(values, 'result')]
  const gain = baseline && result && (result.value - baseline.value) * (indicator.isMoreBetter ? 1 : -1)
  return {
    life,
    indicator,
    hasResult: result !== undefined,
    outcome: gain === undefined ? undefined : gain > 0 ? 'improved' : gain < 0 ? 'worsened' : 'unchanged',
  }
}

function lastOf(values: readonly IndicatorValueFact[], kind: ValueKind): IndicatorValueFact | undefined {
  let last: IndicatorValueFact | undefined
  for (const one of values) {
    if (one.kind !== kind) continue
    if (!last || one.on > last.on || (one.on === last.on && one.recordedAt >= last.recordedAt)) last = one
  }
  return last
}
