import { type EndingKind, endingKinds } from '../lifecycle.ts'
import type { Section } from '../report.ts'
import { column, counted, labelled, section, word } from './cells.ts'
import { flowed } from './flow.ts'
import { lastDay, type Scene } from './scene.ts'

/** How those that were discontinued ended, and what was learned. */
export function endings(scene: Scene): Section {
  const { lives, slices, when, facts } = scene
  const now = lives.filter(({ last }) => last.status === 'discontinued')
  const inPeriod = flowed(scene, when.period.from, lastDay(when)).filter(({ kind }) => kind.startsWith('ended_'))
  const lessonsOf = (id: string, on: string) => facts.lessons.get(`${id} ${on}`) ?? ''
  const learned = now.filter(({ it, last }) => lessonsOf(it.id, last.on) !== '')
  const kinds: readonly (EndingKind | null)[] = [...endingKinds, null]
  const label = (kind: EndingKind | null) => word(kind ? `words.ending_kind.${kind}` : 'figures.label.unsaid')
  const row = (name: string, isOne: (kind: EndingKind | null) => boolean) => [
    counted(
      slices,
      `endings.${name}`,
      now.filter(({ last }) => isOne(last.endingKind)),
    ),
    {
      ...counted(
        slices,
        `endings.${name}.period`,
        inPeriod.filter(({ move }) => isOne(move.endingKind)).map(({ life }) => life),
      ),
    },
    counted(
      slices,
      `endings.${name}.lessons`,
      learned.filter(({ last }) => isOne(last.endingKind)),
    ),
  ]
  return section('endings', {
    figures: [
      { code: 'discontinued', unit: 'initiatives', value: now.length, ...slices.of('endings', now) },
      { code: 'lessons', unit: 'initiatives', value: learned.length, ...slices.of('endings.lessons', learned) },
    ],
    tables: [
      {
        code: 'endings',
        columns: [
          column('ending_kind', 'label'),
          column('discontinued', 'initiatives', { figure: 'discontinued' }),
          column('in_period', 'moves', { figure: 'ended' }),
          column('lessons', 'initiatives', { figure: 'lessons' }),
        ],
        rows: kinds.map((kind) => [labelled(label(kind)), ...row(kind ?? 'unsaid', (one) => one === kind)]),
        total: [labelled(word('figures.label.total')), ...row('all', () => true)],
      },
      {
        code: 'endings_lessons',
        columns: [
          column('initiative', 'label'),
          column('day', 'day'),
          column('ending_kind', 'label'),
          column('lessons_text', 'text'),
        ],
        rows: inPeriod
          .filter(({ life, move }) => lessonsOf(life.it.id, move.on) !== '')
          .sort((a, b) => (a.move.on < b.move.on ? 1 : a.move.on > b.move.on ? -1 : a.life.place - b.life.place))
          .map(({ life, move }) => [
            labelled({ initiative: { slug: life.it.slug, title: life.it.title } }),
            labelled({ day: move.on }),
            labelled(label(move.endingKind)),
            { value: lessonsOf(life.it.id, move.on) },
          ]),
      },
    ],
    charts: [{ code: 'endings', kind: 'bars', table: 'endings', x: 'ending_kind', series: ['discontinued'] }],
  })
}
