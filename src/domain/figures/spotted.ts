import { stages } from '../lifecycle.ts'
import type { Section } from '../report.ts'
import { column, counted, labelled, section, stageLabel, word } from './cells.ts'
import { flowed } from './flow.ts'
import { lastDay, type Scene } from './scene.ts'

/** Presented by those who carry them, and spotted from outside: told apart, never added up. */
export function spotted(scene: Scene): Section {
  const { slices, when } = scene
  const claimed = flowed(scene, when.period.from, lastDay(when))
    .filter(({ kind }) => kind === 'claimed')
    .map(({ life }) => life)
  const row = (name: string, isOne: (stage: string) => boolean) =>
    (['presented', 'spotted'] as const).map((which) =>
      counted(
        slices,
        `spotted.${name}.${which}`,
        scene[which].filter(({ last }) => isOne(last.stage)),
      ),
    )
  return section('spotted', {
    figures: [
      { code: 'spotted', unit: 'initiatives', value: scene.spotted.length, ...slices.of('spotted', scene.spotted) },
      { code: 'claimed', unit: 'moves', value: claimed.length, ...slices.of('spotted.claimed', claimed) },
    ],
    tables: [
      {
        code: 'spotted',
        columns: [
          column('stage', 'label'),
          column('presented', 'initiatives', { figure: 'stock' }),
          column('spotted', 'initiatives', { figure: 'spotted' }),
        ],
        rows: stages.map((stage) => [labelled(stageLabel(stage)), ...row(stage, (one) => one === stage)]),
        total: [labelled(word('figures.label.total')), ...row('all', () => true)],
      },
    ],
  })
}
