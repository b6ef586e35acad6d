import { quantileSorted } from 'd3-array'
import { type Stage, stages } from '../lifecycle.ts'
import type { Cell, Column, Figure, Section, Table } from '../report.ts'
import { column, counted, labelled, number, section, stageLabel, word } from './cells.ts'
import { between, numberOf } from './days.ts'
import { isRunning, type Life } from './lives.ts'
import type { Scene } from './scene.ts'
import { type Lasting, survival, survivalQuantile } from './survival.ts'

/** Stretches of time in one stage, until it is left or the initiative ends; pauses are part of them. */
function addPhases(found: Record<Stage, Way[]>, life: Life, asOf: number): void {
  const { moves, days } = life
  let stage: Stage | undefined
  let since = 0
  const add = (until: number, isOver: boolean) => {
    // A stage left on the day it was reached was only passed through: nobody waited in it.
    if (stage && !(isOver && until === since)) found[stage].push({ life, lasting: { days: until - since, isOver } })
  }
  for (let index = 0; index < moves.length && days[index]! <= asOf; index++) {
    const next = isRunning(moves[index]!.status) ? moves[index]!.stage : undefined
    if (next === stage) continue
    add(days[index]!, true)
    stage = next
    since = days[index]!
  }
  add(asOf, false)
}

export function times(scene: Scene): Section {
  const { asOf } = scene.when
  const phases = Object.fromEntries(stages.map((stage): [Stage, Way[]] => [stage, []])) as Record<Stage, Way[]>
  for (const life of scene.lives) addPhases(phases, life, numberOf(asOf))
  const inStages: Table = {
    code: 'times',
    columns: columnsOf('stage', 'time_in_stage'),
    rows: stages.map((stage) => rowOf(scene, stageLabel(stage), `times.${stage}`, phases[stage])),
  }
  const ways = wayOf(scene, 'appropriation')
  const landings = wayOf(scene, 'landing')
  const leads: Table = {
    code: 'lead_times',
    columns: columnsOf('way', 'lead_time'),
    rows: [
      rowOf(scene, word('figures.label.to_appropriation'), 'times.to_appropriation', ways),
      rowOf(scene, word('figures.label.to_landing'), 'times.to_landing', landings),
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
    const { entry } = life
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

function rowOf({ slices }: Scene, label: Parameters<typeof labelled>[0], name: string, those: readonly Way[]): Cell[] {
  const [over, running]: [Life[], Life[]] = [[], []]
  const days: number[] = []
  const told = those.map(({ life, lasting }) => {
    if (lasting.isOver) days.push(lasting.days)
    ;(lasting.isOver ? over : running).push(life)
    return lasting
  })
  const steps = survival(told)
  const sorted = [...Float64Array.from(days).sort()]
  return [
    labelled(label),
    counted(slices, `${name}.finished`, over),
    number(quantileSorted(sorted, 0.5) ?? null),
    number(quantileSorted(sorted, 0.9) ?? null),
    counted(slices, `${name}.unfinished`, running),
    number(survivalQuantile(steps, 0.5)),
    number(survivalQuantile(steps, 0.9)),
  ]
}
