import { median } from 'd3-array'
import { type AdjustmentState, adjustmentStates } from '../pilots.ts'
import type { Section } from '../report.ts'
import { column, counted, labelled, section, tally, word } from './cells.ts'
import { share } from './cohorts.ts'
import { between } from './days.ts'
import type { AdjustmentFact } from './facts.ts'
import type { Life } from './lives.ts'
import { lastDay, type Scene } from './scene.ts'

interface Adjusted {
  life: Life
  one: AdjustmentFact
  state: AdjustmentState
}

/** What was changed, or not, because of what was said; and how long whoever said it waited for an answer. */
export function adjustments({ presented, when, knownAt, slices }: Scene): Section {
  const all = presented.flatMap((life) =>
    life.it.adjustments
      .filter(({ decidedOn, recordedAt }) => decidedOn <= when.asOf && recordedAt <= knownAt)
      .map((one): Adjusted => ({ life, one, state: stateOn(one, when.asOf) })),
  )
  const until = lastDay(when)
  const isInPeriod = (day: string | null) => day !== null && day >= when.period.from && day <= until
  const at = (state: AdjustmentState) => all.filter((adjusted) => adjusted.state === state)
  const since = ({ one, state }: Adjusted) => (state === 'done' ? one.doneOn : one.decidedOn)
  const traced = all.filter(({ one }) => isTraced(one))
  const days = median(
    traced.filter(({ one }) => one.saidOn! <= one.decidedOn),
    ({ one }) => between(one.saidOn!, one.decidedOn),
  )
  const row = (name: string, those: readonly Adjusted[]) => [
    tally(slices, `adjusted.${name}`, those),
    tally(
      slices,
      `adjusted.${name}.period`,
      those.filter((adjusted) => isInPeriod(since(adjusted))),
    ),
    tally(
      slices,
      `adjusted.${name}.traced`,
      those.filter(({ one }) => isTraced(one)),
    ),
    counted(slices, `adjusted.${name}.initiatives`, [...new Set(those.map(({ life }) => life))]),
  ]
  return section('adjustments', {
    figures: [
      ...adjustmentStates.map((state) => ({
        code: `adjustments_${state}`,
        unit: 'adjustments' as const,
        ...tally(slices, `adjusted.${state}.all`, at(state)),
      })),
      {
        code: 'adjustments_traced',
        unit: 'percent',
        value: share(traced.length, all.length),
        ...(all.length === 0 ? { why: 'no_adjustment' } : {}),
        ...slices.of(
          'adjustments_traced',
          traced.map(({ life }) => life),
        ),
      },
      {
        code: 'adjustment_days',
        unit: 'days',
        value: days ?? null,
        ...(days === undefined ? { why: 'no_adjustment' } : {}),
      },
    ],
    tables: [
      {
        code: 'adjustments',
        columns: [
          column('adjustment_state', 'label'),
          column('adjustments', 'adjustments'),
          column('in_period', 'adjustments'),
          column('traced', 'adjustments', { figure: 'adjustments_traced' }),
          column('initiatives', 'initiatives'),
        ],
        rows: adjustmentStates.map((state) => [
          labelled(word(`words.adjustment_state.${state}`)),
          ...row(state, at(state)),
        ]),
        total: [labelled(word('figures.label.total')), ...row('all', all)],
      },
    ],
    charts: [
      { code: 'adjustments', kind: 'bars', table: 'adjustments', x: 'adjustment_state', series: ['adjustments'] },
    ],
    notes: [{ key: 'adjustments_as_entered' }],
  })
}

/** What is done since was only decided before. */
function stateOn({ state, doneOn }: AdjustmentFact, day: string): AdjustmentState {
  return state === 'done' && (doneOn === null || doneOn > day) ? 'decided' : state
}

/** It answers something that was said. */
const isTraced = ({ saidOn }: AdjustmentFact) => saidOn !== null
