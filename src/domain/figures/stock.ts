import { stages } from '../lifecycle.ts'
import type { Cell, Section, Table } from '../report.ts'
import { column, counted, labelled, section, stageColumns, stageLabel, statusLabel, word } from './cells.ts'
import { numberOf, yearEnds } from './days.ts'
import { isRunning, type Life } from './lives.ts'
import type { Scene } from './scene.ts'

const presentedStatuses = ['active', 'on_hold', 'discontinued', 'sustained', 'transferred'] as const
const endedStatuses = ['discontinued', 'sustained', 'transferred'] as const
const places = [...stages, ...endedStatuses, 'total'] as const
type Place = (typeof places)[number]
type Found = Record<Place, Life[]>

export function stock(scene: Scene): Section {
  const { presented, slices } = scene
  const running = presented.filter(({ last }) => isRunning(last.status))
  return section('stock', {
    figures: [
      { code: 'stock', unit: 'initiatives', value: presented.length, ...slices.of('stock', presented) },
      { code: 'running', unit: 'initiatives', value: running.length, ...slices.of('stock.running', running) },
    ],
    tables: [byStatus(scene), byYear(scene)],
    charts: [
      { code: 'stock', kind: 'bars', table: 'stock', x: 'stage', series: ['active', 'on_hold'] },
      {
        code: 'stock_by_year',
        kind: 'stacked',
        table: 'stock_by_year',
        x: 'day',
        series: [...stages, ...endedStatuses],
      },
    ],
  })
}

function byStatus({ presented, slices }: Scene): Table {
  const row = (name: string, lives: readonly Life[]): Cell[] => {
    const byStatus = Map.groupBy(lives, ({ last }) => last.status)
    return [
      ...presentedStatuses.map((status) => counted(slices, `stock.${name}.${status}`, byStatus.get(status) ?? [])),
      counted(slices, `stock.${name}`, lives),
    ]
  }
  const byStage = Map.groupBy(presented, ({ last }) => last.stage)
  return {
    code: 'stock',
    columns: [
      column('stage', 'label'),
      ...presentedStatuses.map((status) =>
        column(status, 'initiatives', { label: statusLabel(status), figure: 'stock' }),
      ),
      column('total', 'initiatives', { figure: 'stock' }),
    ],
    rows: stages.map((stage) => [labelled(stageLabel(stage)), ...row(stage, byStage.get(stage) ?? [])]),
    total: [labelled(word('figures.label.total')), ...row('all', presented)],
  }
}

/** At the end of each fiscal year: on the way by stage, and ended by how. */
function byYear({ presented, slices, when, query }: Scene): Table {
  const first = presented.reduce((day, { moves }) => (moves[0]!.on < day ? moves[0]!.on : day), when.asOf)
  const days = [...new Set([...yearEnds(first, when.asOf, query.fiscalStart), when.asOf])]
  const ends = days.map(numberOf)
  const found = days.map(() => Object.fromEntries(places.map((place): [Place, Life[]] => [place, []])) as Found)
  for (const life of presented) {
    let next = 0
    for (let index = 0; index < ends.length; index++) {
      while (next < life.days.length && life.days[next]! <= ends[index]!) next += 1
      const move = life.moves[next - 1]
      if (!move || move.status === 'spotted') continue
      found[index]![isRunning(move.status) ? move.stage : move.status].push(life)
      found[index]!.total.push(life)
    }
  }
  return {
    code: 'stock_by_year',
    columns: [
      column('day', 'day'),
      ...stageColumns('initiatives', 'running'),
      ...endedStatuses.map((status) => column(status, 'initiatives', { label: statusLabel(status), figure: 'stock' })),
      column('total', 'initiatives', { figure: 'stock' }),
    ],
    rows: days.map((day, index) => [
      labelled({ day }),
      ...places.map((place) => counted(slices, `stock.${day}.${place}`, found[index]![place])),
    ]),
  }
}
