import { quantile } from 'd3-array'
import { type Stage, stages } from '../lifecycle.ts'
import type { Cell, Column, Figure, Section, Table } from '../report.ts'
import { column, counted, labelled, number, section, stageLabel, word } from './cells.ts'
import { between } from './days.ts'
import { isRunning, type Life } from './lives.ts'
import type { Scene } from './scene.ts'
import { type Lasting, survival, survivalQuantile } from './survival.ts'

export interface Phase {
  life: Life
  stage: Stage
  since: string
  /** Null while it lasts. */
  until: string | null
}

/** Stretches of time in one stage, until it is left or the initiative ends; pauses are part of them. */
function phasesOf(life: Life, asOf: string): Phase[] {
  const found: Phase[] = []
  let current: Phase | undefined
  for (const { stage, status, on } of life.moves) {
    if (on > asOf) break
    if (current && isRunning(status) && current.stage === stage) continue
    if (current) current.until = on
    current = isRunning(status) ? { life, stage, since: on, until: null } : undefined
    if (current) found.push(current)
  }
  return found
}

export function times(scene: Scene): Section {
  const { asOf } = scene.when
  // A stage left on the day it was reached was only passed through: nobody waited in it.
  const phases = scene.lives.flatMap((life) => phasesOf(life, asOf)).filter(({ since, until }) => since !== until)
  const byStage = Map.groupBy(phases, ({ stage }) => stage)
  const inStages: Table = {
    code: 'times',
    columns: columnsOf('stage', 'time_in_stage'),
    rows: stages.map((stage) => {
      const those = byStage.get(stage) ?? []
      return rowOf(scene, stageLabel(stage), `times.${stage}`, those, (phase) => ({
        days: between(phase.since, phase.until ?? asOf),
        isOver: phase.until !== null,
      }))
    }),
  }
  const ways = wayOf(scene, 'appropriation')
  const landings = wayOf(scene, 'landing')
  const leads: Table = {
    code: 'lead_times',
    columns: columnsOf('way', 'lead_time'),
    rows: [
      rowOf(scene, word('figures.label.to_appropriation'), 'times.to_appropriation', ways, ({ lasting }) => lasting),
      rowOf(scene, word('figures.label.to_landing'), 'times.to_landing', landings, ({ lasting }) => lasting),
    ],
  }
  return section('times', {
    figures: leadFigures(ways),
    tables: [inStages, leads],
    charts: [{ code: 'times', kind: 'bars', table: 'times', x: 'stage', series: ['median', 'survival_median'] }],
    notes: [{ key: 'still_running' }],
  })
}

interface Way {
  life: Life
  lasting: Lasting
}

/** From entry to the first day in appropriation, or to being sustained or handed over; who ends before is seen until then. */
function wayOf({ lives, when }: Scene, to: 'appropriation' | 'landing'): Way[] {
  return lives.flatMap((life) => {
    const entry = life.moves.find(({ on, status }) => on <= when.asOf && isRunning(status))
    if (!entry) return []
    const arrival = life.moves.find(
      ({ on, stage, status }) =>
        on <= when.asOf &&
        (to === 'appropriation'
          ? stage === 'appropriation' && status !== 'spotted'
          : status === 'sustained' || status === 'transferred'),
    )
    const { last } = life
    const seen = arrival?.on ?? (isRunning(last.status) ? when.asOf : last.on)
    return [{ life, lasting: { days: between(entry.on, seen), isOver: arrival !== undefined } }]
  })
}

function leadFigures(ways: readonly Way[]): Figure[] {
  const steps = survival(ways.map(({ lasting }) => lasting))
  return ([0.5, 0.9] as const).map((part) => {
    const value = survivalQuantile(steps, part)
    return {
      code: part === 0.5 ? 'lead_time_expected' : 'lead_time_expected_p90',
      unit: 'days',
      value,
      ...(value === null ? { why: ways.length === 0 ? 'nothing' : 'not_reached' } : {}),
    }
  })
}

const columnsOf = (first: string, figure: string): Column[] => [
  column(first, 'label'),
  column('finished', 'number', { figure }),
  column('median', 'days', { figure }),
  column('p90', 'days', { figure: `${figure}_p90` }),
  column('unfinished', 'number', { figure }),
  column('survival_median', 'days', { figure: `${figure}_expected` }),
  column('survival_p90', 'days', { figure: `${figure}_expected_p90` }),
]

function rowOf<One extends { life: Life }>(
  { slices }: Scene,
  label: Parameters<typeof labelled>[0],
  name: string,
  those: readonly One[],
  lastingOf: (one: One) => Lasting,
): Cell[] {
  const [over, running]: [Life[], Life[]] = [[], []]
  const days: number[] = []
  const told = those.map((one) => {
    const lasting = lastingOf(one)
    if (lasting.isOver) days.push(lasting.days)
    ;(lasting.isOver ? over : running).push(one.life)
    return lasting
  })
  const steps = survival(told)
  return [
    labelled(label),
    counted(slices, `${name}.finished`, over),
    number(quantile(days, 0.5) ?? null),
    number(quantile(days, 0.9) ?? null),
    counted(slices, `${name}.unfinished`, running),
    number(survivalQuantile(steps, 0.5)),
    number(survivalQuantile(steps, 0.9)),
  ]
}
