import { randomInt, randomLcg } from 'd3-random'
import type { Section } from '../report.ts'
import { column, labelled, number, section, word } from './cells.ts'
import { dayOf, monthEnds, numberOf } from './days.ts'
import { isRunning } from './lives.ts'
import type { Scene } from './scene.ts'

const TRIALS = 10_000
/** Whole months that are drawn from, at most, and what must have happened in them before anything is foretold. */
const MOST_MONTHS = 36
const FEWEST_MONTHS = 12
const FEWEST_ARRIVALS = 10
const HORIZONS = [3, 6, 12] as const
const CHANCES = [95, 85, 50] as const
const MONTH = 365.25 / 12

/**
 * How many will reach appropriation, if months to come are like months that were: past months are drawn at random many
 * times over. Drawn by the query's own numbers, so that asking again answers the same.
 */
export function forecast(scene: Scene): Section {
  const { asOf } = scene.when
  const months = arrivalsByMonth(scene)
  const arrivals = months.reduce((sum, many) => sum + many, 0)
  const waiting = scene.lives.filter(({ last }) => isRunning(last.status) && last.stage !== 'appropriation')
  if (months.length < FEWEST_MONTHS || arrivals < FEWEST_ARRIVALS) {
    return section('forecast', {
      figures: [{ code: 'forecast', unit: 'initiatives', value: null, why: 'too_little_history' }],
      notes: [
        {
          key: 'too_little_history',
          params: { months: months.length, arrivals, fewestMonths: FEWEST_MONTHS, fewestArrivals: FEWEST_ARRIVALS },
        },
      ],
    })
  }
  const seed = seedOf([asOf, scene.query.filter, months])
  const sums = drawn(months, seed)
  const atLeast = (months: number, chance: number) =>
    Math.min(waiting.length, sums.get(months)![Math.floor(TRIALS * (1 - chance / 100))]!)
  const dayAfter = (months: number) => dayOf(numberOf(asOf) + Math.round(months * MONTH))
  return section('forecast', {
    figures: [
      {
        code: 'forecast',
        unit: 'initiatives',
        value: atLeast(12, 85),
        ...scene.slices.of('forecast.waiting', waiting),
      },
    ],
    tables: [
      {
        code: 'forecast',
        columns: [
          column('by', 'day'),
          ...CHANCES.map((chance) =>
            column(`chance_${chance}`, 'initiatives', {
              label: word('figures.label.chance', { chance }),
              figure: 'forecast',
            }),
          ),
        ],
        rows: HORIZONS.map((horizon) => [
          labelled({ day: dayAfter(horizon) }),
          ...CHANCES.map((chance) => number(atLeast(horizon, chance))),
        ]),
      },
    ],
    notes: [
      { key: 'is_a_forecast', params: { months: months.length, arrivals } },
      { key: 'forecast_sentence', params: { many: atLeast(12, 85), day: dayAfter(12) } },
    ],
  })
}

/** First arrivals in appropriation, in each whole month of at most three years before the as-of day. */
function arrivalsByMonth({ lives, when }: Scene): number[] {
  let first = when.asOf
  const days: string[] = []
  for (const { moves } of lives) {
    if (moves[0]!.on < first) first = moves[0]!.on
    const from = moves.findIndex(({ status }) => isRunning(status))
    const arrival = moves.find((move, index) => index > from && move.stage === 'appropriation' && from >= 0)
    const startedThere = moves[from]?.stage === 'appropriation'
    if (arrival && !startedThere && arrival.on <= when.asOf) days.push(arrival.on)
  }
  // The month in which the history begins is not a whole one.
  const ends = monthEnds(first, when.asOf).slice(1).slice(-MOST_MONTHS)
  const counts = new Map<string, number>()
  for (const day of days) counts.set(day.slice(0, 7), (counts.get(day.slice(0, 7)) ?? 0) + 1)
  return ends.map((end) => counts.get(end.slice(0, 7)) ?? 0)
}

/** For each horizon, what the trials came to by then, smallest first. */
function drawn(months: readonly number[], seed: number): Map<number, Float64Array> {
  const any = randomInt.source(randomLcg(seed))(months.length)
  const sums = new Map<number, Float64Array>(HORIZONS.map((horizon) => [horizon, new Float64Array(TRIALS)]))
  const most = Math.max(...HORIZONS)
  for (let trial = 0; trial < TRIALS; trial++) {
    let sum = 0
    for (let month = 1; month <= most; month++) {
      sum += months[any()]!
      const reached = sums.get(month)
      if (reached) reached[trial] = sum
    }
  }
  for (const one of sums.values()) one.sort()
  return sums
}

/** FNV-1a, into [0, 1). */
function seedOf(of: unknown): number {
  let hash = 0x811c9dc5
  for (const letter of JSON.stringify(of)) hash = Math.imul(hash ^ letter.charCodeAt(0), 0x01000193)
  return (hash >>> 0) / 2 ** 32
}
