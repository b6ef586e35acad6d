import { knowledgeKinds } from '../documents.ts'
import type { Section } from '../report.ts'
import { column, counted, labelled, number, section, word } from './cells.ts'
import { isKnown, type Life } from './lives.ts'
import { lastDay, type Scene } from './scene.ts'

const DIVERSE = 3

/** The kinds of knowledge that were brought (RQIS): three of them make a diversity. */
export function knowledge({ presented, when, knownAt, slices }: Scene): Section {
  const brought = presented.flatMap((life) =>
    life.it.knowledge
      .filter((one) => one.on <= when.asOf && isKnown(one, knownAt))
      .map((contribution) => ({ life, contribution })),
  )
  const kindsOf = new Map<Life, Set<string>>()
  for (const { life, contribution } of brought)
    kindsOf.set(life, (kindsOf.get(life) ?? new Set()).add(contribution.kind))
  const diverse = [...kindsOf].filter(([, kinds]) => kinds.size >= DIVERSE).map(([life]) => life)
  const until = lastDay(when)
  return section('knowledge', {
    figures: [
      { code: 'knowledge', unit: 'contributions', value: brought.length },
      {
        code: 'knowledge_diversity',
        unit: 'initiatives',
        value: diverse.length,
        ...slices.of('diverse', diverse),
      },
    ],
    tables: [
      {
        code: 'knowledge',
        columns: [
          column('knowledge_kind', 'label'),
          column('contributions', 'contributions', { figure: 'knowledge' }),
          column('in_period', 'contributions', { figure: 'knowledge' }),
          column('initiatives', 'initiatives', { figure: 'knowledge_reached' }),
        ],
        rows: knowledgeKinds.map((kind) => {
          const those = brought.filter(({ contribution }) => contribution.kind === kind)
          return [
            labelled(word(`words.knowledge.${kind}`)),
            number(those.length),
            number(those.filter(({ contribution: { on } }) => on >= when.period.from && on <= until).length),
            counted(slices, `brought.${kind}`, [...new Set(those.map(({ life }) => life))]),
          ]
        }),
      },
    ],
    charts: [{ code: 'knowledge', kind: 'bars', table: 'knowledge', x: 'knowledge_kind', series: ['contributions'] }],
  })
}
