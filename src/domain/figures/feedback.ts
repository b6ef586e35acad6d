import { adequacies, type Adequacy, feedbackWays, SMALLEST_GROUP } from '../feedback.ts'
import type { Cell, Figure, Label, Section, Table } from '../report.ts'
import { takerKinds } from '../roles.ts'
import { keptBack } from '../small-groups.ts'
import { column, labelled, number, section, tally, word } from './cells.ts'
import { share } from './cohorts.ts'
import type { FeedbackFact } from './facts.ts'
import { isKnown, type Life } from './lives.ts'
import { lastDay, type Scene } from './scene.ts'

/**
 * What takers said in the period, counted: by kind, by way, and how well it answers the need. Only the whole leads to
 * initiatives: who is behind one answer would say what few of theirs said.
 */
export function feedback(scene: Scene): Section {
  const { presented, when, knownAt, slices } = scene
  const until = lastDay(when)
  const all = presented.flatMap((life) =>
    life.it.pilots.flatMap((pilot) =>
      pilot.feedback
        .filter((one) => one.on >= when.period.from && one.on <= until && isKnown(one, knownAt))
        .map((said) => ({ life, said })),
    ),
  )
  const those = all.map(({ said }) => said)
  const heard = [...new Set(all.map(({ life }) => life))]
  const whole = tally(slices, 'feedback', all)
  const tables = [
    tableOf('feedback_by_kind', takerKinds, those, ({ takerKind }) => takerKind, kindLabel, whole),
    tableOf('feedback_by_way', feedbackWays, those, ({ way }) => way, wayLabel, whole),
    tableOf('feedback_by_adequacy', [...adequacies, null], those, ({ adequacy }) => adequacy, adequacyLabel, whole),
  ]
  const isWhole = tables.every(isToldWhole)
  return section('feedback', {
    figures: [
      { code: 'feedback', unit: 'feedbacks', ...whole },
      initiativesHeard(scene, heard),
      adequacyFigure(those, isToldWhole(tables[2]!)),
    ],
    tables,
    charts: [
      {
        code: 'feedback_by_adequacy',
        kind: 'bars',
        table: 'feedback_by_adequacy',
        x: 'adequacy',
        series: ['feedback'],
      },
    ],
    notes: [
      { key: 'feedback_counted' },
      ...(isWhole ? [] : [{ key: 'small_groups', params: { fewest: SMALLEST_GROUP } }]),
    ],
  })
}

const initiativesHeard = ({ slices }: Scene, heard: readonly Life[]): Figure => ({
  code: 'feedback_initiatives',
  unit: 'initiatives',
  value: heard.length,
  ...slices.of('heard', heard),
})

const kindLabel = (kind: string): Label => word(`words.taker_kind.${kind}`)
const wayLabel = (way: string): Label => word(`words.feedback_way.${way}`)
const adequacyLabel = (adequacy: Adequacy | null): Label =>
  word(adequacy === null ? 'figures.label.unsaid' : `words.adequacy.${adequacy}`)

const firstColumns = { feedback_by_kind: 'taker_kind', feedback_by_way: 'way_given', feedback_by_adequacy: 'adequacy' }

function tableOf<One>(
  code: keyof typeof firstColumns,
  groups: readonly One[],
  those: readonly FeedbackFact[],
  groupOf: (one: FeedbackFact) => One,
  labelOf: (group: One) => Label,
  whole: Cell,
): Table {
  const byGroup = Map.groupBy(those, groupOf)
  const counts = groups.map((group) => byGroup.get(group)?.length ?? 0)
  const kept = keptBack(counts)
  return {
    code,
    columns: [
      column(firstColumns[code], 'label'),
      column('feedback', 'feedbacks', { figure: 'feedback' }),
      column('share', 'percent'),
    ],
    rows: groups.map((group, at) => [
      labelled(labelOf(group)),
      number(kept[at] ? null : counts[at]!),
      number(kept[at] ? null : share(counts[at]!, those.length)),
    ]),
    total: [labelled(word('figures.label.total')), whole, number(share(those.length, those.length))],
  }
}

const isToldWhole = ({ rows }: Table) => rows.every(([, many]) => many!.value !== null)

/** The mean, with the words that stand nearest. To the tenth it would tell what the groups left out said. */
function adequacyFigure(those: readonly FeedbackFact[], isWhole: boolean): Figure {
  const rated = those.flatMap(({ adequacy }) => adequacy ?? [])
  const figure = { code: 'adequacy', unit: 'score' as const }
  if (rated.length < SMALLEST_GROUP)
    return { ...figure, value: null, why: rated.length === 0 ? 'no_feedback' : 'too_few' }
  const mean = rated.reduce((sum: number, one) => sum + one, 0) / rated.length
  return {
    ...figure,
    value: isWhole ? Math.round(mean * 10) / 10 : Math.round(mean),
    said: word(`words.adequacy.${Math.round(mean)}`),
  }
}
