import { stages } from '../lifecycle.ts'
import type { Section } from '../report.ts'
import { column, labelled, number, section, stageColumns, word } from './cells.ts'
import { before, monthEnds, numberOf } from './days.ts'
import { isRunning } from './lives.ts'
import { lastDay, type Scene } from './scene.ts'

const FEWEST_MONTHS = 6
const YEAR = 365
const MOST_MONTHS = 240

/** Where everything stood at the end of each month: bands that widen where work gathers. */
export function cumulative({ lives, when }: Scene): Section {
  const until = lastDay(when)
  let months = monthEnds(when.period.from, until).slice(-MOST_MONTHS)
  if (months.length < FEWEST_MONTHS) months = monthEnds(before(until, YEAR), until)
  const places = [...stages, 'ended'] as const
  const rows = places.map(() => months.map(() => 0))
  const ends = months.map(numberOf)
  for (const { moves, days } of lives) {
    let next = 0
    for (let month = 0; month < ends.length; month++) {
      while (next < moves.length && days[next]! <= ends[month]!) next += 1
      const move = moves[next - 1]
      if (!move || move.status === 'spotted') continue
      rows[isRunning(move.status) ? stages.indexOf(move.stage) : stages.length]![month]! += 1
    }
  }
  return section('cumulative', {
    tables: [
      {
        code: 'cumulative',
        columns: [
          column('month', 'label'),
          ...stageColumns('initiatives', 'running'),
          column('ended', 'initiatives', { label: word('figures.label.ended'), figure: 'stock' }),
        ],
        rows: months.map((end, month) => [
          labelled({ month: end.slice(0, 7) }),
          ...rows.map((counts) => number(counts[month]!)),
        ]),
      },
    ],
    charts: [
      { code: 'cumulative', kind: 'area', table: 'cumulative', x: 'month', series: ['ended', ...stages.toReversed()] },
    ],
    notes: months.length === 0 ? [{ key: 'no_month' }] : [],
  })
}
