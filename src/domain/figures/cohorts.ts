import { fiscalYearOf } from '../calendar.ts'
import { type Stage, stages } from '../lifecycle.ts'
import type { Section } from '../report.ts'
import { column, counted, labelled, number, section, stageLabel } from './cells.ts'
import { fiscalName } from './days.ts'
import { isRunning, type Life } from './lives.ts'
import type { Scene } from './scene.ts'

/** Those that entered in the same fiscal year, and how far they came by the as-of day. */
export function cohorts({ lives, when, query, slices }: Scene): Section {
  const entered = lives.flatMap((life) => {
    const { entry } = life
    return entry ? [{ life, year: fiscalYearOf(entry.on, query.fiscalStart) }] : []
  })
  const byYear = [...Map.groupBy(entered, ({ year }) => year)].sort(([a], [b]) => a - b)
  const farthest = new Map(entered.map(({ life }) => [life, farthestOf(life, when.asOf)]))
  const reached = (life: Life, stage: Stage) => farthest.get(life)! >= stages.indexOf(stage)
  const later = stages.slice(1)
  const all = entered.map(({ life }) => life)
  const arrived = all.filter((life) => reached(life, 'appropriation'))
  return section('cohorts', {
    figures: [
      {
        code: 'conversion',
        unit: 'percent',
        value: share(arrived.length, all.length),
        ...(all.length === 0 ? { why: 'nothing' } : {}),
        ...slices.of('cohorts.arrived', arrived),
      },
    ],
    tables: [
      {
        code: 'cohorts',
        columns: [
          column('cohort', 'label'),
          column('entered', 'initiatives', { figure: 'entered' }),
          ...later.map((stage) => column(stage, 'initiatives', { label: stageLabel(stage), figure: 'reached' })),
          column('conversion', 'percent', { figure: 'conversion' }),
          column('landed', 'initiatives', { figure: 'landed' }),
          column('discontinued', 'initiatives', { figure: 'discontinued' }),
          column('running', 'initiatives', { figure: 'running' }),
        ],
        rows: byYear.map(([year, some]) => {
          const group = some.map(({ life }) => life)
          const those = (name: string, isOne: (life: Life) => boolean) =>
            counted(slices, `cohorts.${year}.${name}`, group.filter(isOne))
          const came = group.filter((life) => reached(life, 'appropriation')).length
          return [
            labelled({ text: fiscalName(year, query.fiscalStart) }),
            those('entered', () => true),
            ...later.map((stage) => those(stage, (life) => reached(life, stage))),
            number(share(came, group.length)),
            those('landed', ({ last }) => last.status === 'sustained' || last.status === 'transferred'),
            those('discontinued', ({ last }) => last.status === 'discontinued'),
            those('running', ({ last }) => isRunning(last.status)),
          ]
        }),
      },
    ],
    charts: [{ code: 'cohorts', kind: 'lines', table: 'cohorts', x: 'cohort', series: ['conversion'] }],
    notes: [{ key: 'young_cohorts' }],
  })
}

/** The place of the farthest stage that it was ever in. */
function farthestOf({ moves }: Life, asOf: string): number {
  let farthest = -1
  for (const { on, stage, status } of moves) {
    if (on > asOf) break
    if (status !== 'spotted') farthest = Math.max(farthest, stages.indexOf(stage))
  }
  return farthest
}

/** 0 to 100; null of nothing. */
export function share(part: number, whole: number): number | null {
  return whole === 0 ? null : (100 * part) / whole
}
