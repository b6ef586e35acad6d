import { median } from 'd3-array'
import { stages } from '../lifecycle.ts'
import { type PilotState, pilotStates } from '../pilots.ts'
import type { Figure, Section } from '../report.ts'
import { column, counted, labelled, number, section, stageLabel, tally, word } from './cells.ts'
import { between } from './days.ts'
import type { PilotFact } from './facts.ts'
import type { Life } from './lives.ts'
import { lastDay, type Scene } from './scene.ts'

interface Piloted {
  life: Life
  pilot: PilotFact
  state: PilotState
}

/** Trials: where they stood on the day, and which began and finished in the period. */
export function pilots(scene: Scene): Section {
  const { presented, facts, when, knownAt, slices } = scene
  const all = presented.flatMap((life) =>
    life.it.pilots.flatMap((pilot): Piloted[] => {
      const state = pilot.recordedAt <= knownAt ? stateOn(pilot, when.asOf, facts.dayAt) : undefined
      return state ? [{ life, pilot, state }] : []
    }),
  )
  const until = lastDay(when)
  const isInPeriod = (day: string) => day >= when.period.from && day <= until
  const inPeriod: Record<PilotState, readonly Piloted[] | null> = {
    planned: null,
    running: all.filter(({ pilot }) => pilot.hasBegun && isInPeriod(pilot.startsOn)),
    finished: all.filter(({ pilot, state }) => state === 'finished' && isInPeriod(pilot.endsOn)),
    given_up: all.filter(({ pilot, state }) => state === 'given_up' && isInPeriod(pilot.endsOn)),
  }
  const length = median(
    all.filter(({ state }) => state === 'finished'),
    ({ pilot }) => between(pilot.startsOn, pilot.endsOn),
  )
  const figure = (code: string, those: readonly Piloted[]): Figure => ({
    code,
    unit: 'pilots',
    ...tally(slices, code, those),
  })
  const at = (state: PilotState) => all.filter((one) => one.state === state)
  return section('pilots', {
    figures: [
      ...pilotStates.map((state) => figure(`pilots_${state}`, at(state))),
      figure('pilots_begun', inPeriod.running!),
      figure('pilots_ended', inPeriod.finished!),
      { code: 'pilot_days', unit: 'days', value: length ?? null, ...(length === undefined ? { why: 'no_pilot' } : {}) },
    ],
    tables: [
      {
        code: 'pilots',
        columns: [
          column('pilot_state', 'label'),
          column('pilots', 'pilots'),
          column('in_period', 'pilots'),
          column('initiatives', 'initiatives'),
        ],
        rows: pilotStates.map((state) => [
          labelled(word(`words.pilot_state.${state}`)),
          tally(slices, `trials.${state}`, at(state)),
          inPeriod[state] ? tally(slices, `trials.${state}.period`, inPeriod[state]) : number(null),
          counted(slices, `trials.${state}.initiatives`, [...new Set(at(state).map(({ life }) => life))]),
        ]),
      },
      {
        code: 'pilots_by_stage',
        columns: [
          column('stage', 'label'),
          ...pilotStates.map((state) =>
            column(state, 'pilots', { label: word(`words.pilot_state.${state}`), figure: `pilots_${state}` }),
          ),
        ],
        rows: stages.map((stage) => [
          labelled(stageLabel(stage)),
          ...pilotStates.map((state) =>
            tally(
              slices,
              `trials.${stage}.${state}`,
              at(state).filter(({ life }) => life.last.stage === stage),
            ),
          ),
        ]),
      },
    ],
    charts: [{ code: 'pilots', kind: 'bars', table: 'pilots', x: 'pilot_state', series: ['pilots'] }],
    notes: [{ key: 'pilots_as_entered' }],
  })
}

/** Where a trial stood at the end of a day, by the days that it has today; undefined when it was not planned yet. */
function stateOn(
  { state, hasBegun, startsOn, endsOn, recordedAt }: PilotFact,
  day: string,
  dayAt: (instant: number) => string,
): PilotState | undefined {
  if ((state === 'finished' || state === 'given_up') && endsOn <= day) return state
  if (hasBegun && startsOn <= day) return 'running'
  return dayAt(recordedAt) <= day ? 'planned' : undefined
}
