import { stages } from '../lifecycle.ts'
import type { Section } from '../report.ts'
import { column, labelled, number, section, stageLabel, statusLabel } from './cells.ts'
import { between } from './days.ts'
import type { Life } from './lives.ts'
import type { Scene } from './scene.ts'

/** One row for each initiative, by stage and title. */
export function annex({ presented, facts, when }: Scene): Section {
  const names = (life: Life) =>
    life.it.territories
      .map((id) => facts.territories.get(id)?.name ?? '')
      .filter(Boolean)
      .join(', ')
  return section('annex', {
    tables: [
      {
        code: 'annex',
        columns: [
          column('initiative', 'label'),
          column('stage', 'label'),
          column('status', 'label'),
          column('stage_since', 'day'),
          column('days', 'days', { figure: 'age' }),
          column('ending_kind', 'label'),
          column('territories', 'text'),
        ],
        rows: [...presented]
          .sort(byStageAndTitle)
          .map(({ it, last, stageSince }, index, all) => [
            labelled({ initiative: { slug: it.slug, title: it.title } }),
            labelled(stageLabel(last.stage)),
            labelled(statusLabel(last.status)),
            labelled({ day: stageSince }),
            number(between(stageSince, when.asOf)),
            last.endingKind && last.status === 'discontinued'
              ? labelled({ word: `words.ending_kind.${last.endingKind}` })
              : {},
            { value: names(all[index]!) },
          ]),
      },
    ],
  })
}

function byStageAndTitle(a: Life, b: Life): number {
  return (
    stages.indexOf(a.last.stage) - stages.indexOf(b.last.stage) ||
    (a.it.title < b.it.title ? -1 : a.it.title > b.it.title ? 1 : a.place - b.place)
  )
}
