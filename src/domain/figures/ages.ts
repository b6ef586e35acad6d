import { max, median } from 'd3-array'
import { ageLevel } from '../ages.ts'
import { stages } from '../lifecycle.ts'
import type { Section } from '../report.ts'
import { column, counted, labelled, number, section, stageLabel } from './cells.ts'
import { between } from './days.ts'
import type { Scene } from './scene.ts'

const OLDEST = 20

/** How long active ones have been in their stage, and which are past the network's thresholds. */
export function ages({ presented, facts, when, slices }: Scene): Section {
  const aged = presented
    .filter(({ last }) => last.status === 'active')
    .map((life) => {
      const days = between(life.stageSince, when.asOf)
      return { life, days, level: ageLevel(facts.thresholds, life.last.stage, days) }
    })
  const at = (level: string, some = aged) => some.filter((one) => one.level === level).map(({ life }) => life)
  return section('ages', {
    figures: (['late', 'stuck'] as const).map((code) => ({
      code,
      unit: 'initiatives',
      value: at(code).length,
      ...slices.of(`ages.${code}`, at(code)),
    })),
    tables: [
      {
        code: 'ages',
        columns: [
          column('stage', 'label'),
          column('active', 'initiatives'),
          column('median_age', 'days', { figure: 'age' }),
          column('oldest_age', 'days', { figure: 'age' }),
          column('late_after', 'days', { figure: 'late' }),
          column('late', 'initiatives', { figure: 'late' }),
          column('stuck_after', 'days', { figure: 'stuck' }),
          column('stuck', 'initiatives', { figure: 'stuck' }),
        ],
        rows: stages.map((stage) => {
          const some = aged.filter(({ life }) => life.last.stage === stage)
          const days = some.map((one) => one.days)
          return [
            labelled(stageLabel(stage)),
            counted(
              slices,
              `ages.${stage}`,
              some.map(({ life }) => life),
            ),
            number(median(days) ?? null),
            number(max(days) ?? null),
            number(facts.thresholds[stage].late),
            counted(slices, `ages.${stage}.late`, at('late', some)),
            number(facts.thresholds[stage].stuck),
            counted(slices, `ages.${stage}.stuck`, at('stuck', some)),
          ]
        }),
      },
      {
        code: 'oldest',
        columns: [
          column('initiative', 'label'),
          column('stage', 'label'),
          column('stage_since', 'day'),
          column('days', 'days', { figure: 'age' }),
        ],
        rows: aged
          .filter(({ level }) => level !== 'fresh')
          .sort((a, b) => b.days - a.days || a.life.place - b.life.place)
          .slice(0, OLDEST)
          .map(({ life, days }) => [
            labelled({ initiative: { slug: life.it.slug, title: life.it.title } }),
            labelled(stageLabel(life.last.stage)),
            labelled({ day: life.stageSince }),
            number(days),
          ]),
      },
    ],
    charts: [{ code: 'ages', kind: 'bars', table: 'ages', x: 'stage', series: ['late', 'stuck'] }],
    notes: [{ key: 'thresholds_of_today' }],
  })
}
