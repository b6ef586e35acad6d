import { type Stage, stages } from '../lifecycle.ts'
import type { Cell, Section, Table } from '../report.ts'
import { column, labelled, number, section, stageLabel, word } from './cells.ts'
import { numberOf } from './days.ts'
import type { MoveFact } from './facts.ts'
import { isRunning, type Life } from './lives.ts'
import { lastDay, type Scene } from './scene.ts'

export const flowKinds = [
  'entered',
  'claimed',
  'advanced',
  'skipped',
  'stepped_back',
  'paused',
  'resumed',
  'ended_inconclusive',
  'ended_stopped',
  'ended_merged',
  'ended_unsaid',
  'sustained',
  'transferred',
  'reopened',
] as const
export type FlowKind = (typeof flowKinds)[number]

export interface Flowed {
  life: Life
  move: MoveFact
  previous: MoveFact | undefined
  kind: FlowKind
}

/** What a move is counted as; undefined for one that only spots. */
function kindOf({ event, status, endingKind }: MoveFact): FlowKind | undefined {
  if (event === 'start') return status === 'spotted' ? undefined : 'entered'
  if (event === 'discontinue') return `ended_${endingKind ?? 'unsaid'}`
  return kinds[event]
}

const kinds = {
  claim: 'claimed',
  advance: 'advanced',
  skip: 'skipped',
  send_back: 'stepped_back',
  hold: 'paused',
  resume: 'resumed',
  sustain: 'sustained',
  transfer: 'transferred',
  reopen: 'reopened',
} as const

/** Figures that gather several kinds. */
export const gathers = {
  entered: (kind) => kind === 'entered' || kind === 'claimed',
  advanced: (kind) => kind === 'advanced' || kind === 'skipped',
  stepped_back: (kind) => kind === 'stepped_back',
  ended: (kind) => kind.startsWith('ended_'),
} satisfies Record<string, (kind: FlowKind) => boolean>

// Several sections speak of the same ones.
const known = new WeakMap<readonly Life[], Map<string, readonly Flowed[]>>()

export function flowed({ lives }: Pick<Scene, 'lives'>, from: string, until: string): readonly Flowed[] {
  const own = known.get(lives) ?? new Map<string, readonly Flowed[]>()
  known.set(lives, own)
  const key = `${from} ${until}`
  const found = own.get(key) ?? flowedIn(lives, numberOf(from), numberOf(until))
  own.set(key, found)
  return found
}

function flowedIn(lives: readonly Life[], from: number, until: number): Flowed[] {
  const found: Flowed[] = []
  for (const life of lives) {
    const { moves, days } = life
    // From the end: most happened before.
    let end = days.length
    while (end > 0 && days[end - 1]! > until) end -= 1
    let begin = end
    while (begin > 0 && days[begin - 1]! >= from) begin -= 1
    for (let index = begin; index < end; index++) {
      const kind = kindOf(moves[index]!)
      if (kind) found.push({ life, move: moves[index]!, previous: moves[index - 1], kind })
    }
  }
  return found
}

export function flow(scene: Scene): Section {
  const { from } = scene.when.period
  const until = lastDay(scene.when)
  const found = flowed(scene, from, until)
  return section('flow', {
    figures: (['entered', 'advanced', 'stepped_back', 'ended'] as const).map((code) => {
      const those = found.filter(({ kind }) => gathers[code](kind))
      return {
        code,
        unit: 'moves',
        value: those.length,
        ...scene.slices.of(
          `flow.${code}`,
          those.map(({ life }) => life),
        ),
      }
    }),
    tables: [byKind(scene, found), balance(scene, from, until)],
    charts: [{ code: 'flow', kind: 'bars', table: 'flow', x: 'kind', series: ['moves'] }],
    notes: found.length === 0 ? [{ key: 'nothing_moved' }] : [],
  })
}

function byKind({ slices }: Scene, found: readonly Flowed[]): Table {
  const byKind = Map.groupBy(found, ({ kind }) => kind)
  return {
    code: 'flow',
    columns: [
      column('kind', 'label'),
      column('moves', 'moves'),
      ...stages.map((stage) => column(`from_${stage}`, 'moves', { label: stageLabel(stage) })),
      column('initiatives', 'initiatives'),
    ],
    rows: flowKinds.map((kind) => {
      const those = byKind.get(kind) ?? []
      const cell = (name: string, some: readonly Flowed[]): Cell => ({
        value: some.length,
        ...slices.of(
          name,
          some.map(({ life }) => life),
        ),
      })
      return [
        labelled(word(`figures.flow_kind.${kind}`)),
        cell(`flow.${kind}.moves`, those),
        ...stages.map((stage) =>
          cell(
            `flow.${kind}.${stage}`,
            those.filter(({ move, previous }) => (previous ?? move).stage === stage),
          ),
        ),
        {
          value: new Set(those.map(({ life }) => life)).size,
          ...slices.of(
            `flow.${kind}`,
            those.map(({ life }) => life),
          ),
        },
      ]
    }),
  }
}

/** The stock of those on their way, from the eve of the period to its end: what came, what went. */
function balance({ lives }: Scene, from: string, until: string): Table {
  const zero = () => Object.fromEntries(stages.map((stage) => [stage, 0])) as Record<Stage, number>
  const [opening, came, went, closing] = [zero(), zero(), zero(), zero()]
  const [first, last] = [numberOf(from), numberOf(until)]
  for (const { moves, days } of lives) {
    let at: Stage | undefined
    for (const [index, move] of moves.entries()) {
      if (days[index]! > last) break
      const next = isRunning(move.status) ? move.stage : undefined
      if (days[index]! >= first && next !== at) {
        if (at) went[at] += 1
        if (next) came[next] += 1
      } else if (days[index]! < first) {
        if (at) opening[at] -= 1
        if (next) opening[next] += 1
      }
      at = next
    }
    if (at) closing[at] += 1
  }
  return {
    code: 'flow_balance',
    columns: [
      column('stage', 'label'),
      ...['opening', 'came', 'went', 'closing'].map((code) => column(code, 'initiatives', { figure: code })),
    ],
    rows: stages.map((stage) => [
      labelled(stageLabel(stage)),
      ...[opening, came, went, closing].map((one) => number(one[stage])),
    ]),
    total: [
      labelled(word('figures.label.total')),
      ...[opening, came, went, closing].map((one) => number(stages.reduce((sum, stage) => sum + one[stage], 0))),
    ],
  }
}
