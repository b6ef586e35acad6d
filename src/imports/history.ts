import { type Passage, standing } from '../domain/history.ts'
import {
  canStartAt,
  type EndingKind,
  type MoveEvent,
  moveBetween,
  type Position,
  possible,
  type Stage,
  stages,
} from '../domain/lifecycle.ts'
import type { Fault, Waypoint } from './said.ts'

/** One move that a row leads to. `start` has no position before it. */
export interface Step {
  event: MoveEvent | 'start'
  from: Position | null
  to: Position
  on: string
  endingKind: EndingKind | null
  reason: string
  lessons: string
}

export type Verdict =
  | { line: number; outcome: 'moved' | 'planned' | 'unchanged' }
  | { line: number; outcome: 'refused'; fault: Fault }

export interface History {
  /** Moves to add, in order. */
  steps: Step[]
  /** What lies after today: expected, counted nowhere. */
  planned: Step[]
  verdicts: Verdict[]
}

export interface Known {
  today: string
  /** Every move of the initiative so far, corrections included. */
  passages: readonly Passage[]
  /** Whether the rows tell the whole history, which those moves then begin; otherwise only where it stands now. */
  isWhole: boolean
}

/**
 * Waypoints as moves of the machine, by day. Two of the same day follow the path, an ending last: lists that people
 * keep are often sorted by name there, and a step back made and undone within a day is not a thing that happened.
 * Then comes the order that the file gives, then the line. Passages that are all numbered follow their numbers. Each is asked of the machine from the last one
 * accepted; judged by no gate. What the machine does not know is refused, and the next is judged from where it stood.
 */
export function historyOf(waypoints: readonly Waypoint[], known: Known): History {
  const past = standing(known.passages)
  const isNumbered = waypoints.every(({ passage, isPlan }) => isPlan || passage !== undefined)
  const within = (a: Waypoint, b: Waypoint) =>
    isNumbered ? (a.passage ?? 0) - (b.passage ?? 0) : wayTo(a.place) - wayTo(b.place) || a.order - b.order
  const byDay = (a: Waypoint, b: Waypoint) => (a.on < b.on ? -1 : a.on > b.on ? 1 : within(a, b) || a.line - b.line)
  const sorted = [...waypoints].sort((a, b) => Number(a.isPlan ?? false) - Number(b.isPlan ?? false) || byDay(a, b))
  const result: History = { steps: [], planned: [], verdicts: [] }
  const last = past.at(-1)
  let met = known.isWhole ? 0 : past.length
  let at: Position | undefined = known.isWhole ? undefined : last?.to
  let expected: Position | undefined

  for (const waypoint of sorted) {
    const { line, on } = waypoint
    const refuse = (reason: string) => {
      const { column, value } = waypoint
      result.verdicts.push({ line, outcome: 'refused', fault: { reason, column, value } })
    }
    const isPlanned = waypoint.isPlan || on > known.today
    const from = isPlanned ? (expected ?? at) : at
    if (isPlanned && !from) {
      refuse('starts-in-the-future')
      continue
    }
    const goal = goalOf(waypoint, from)
    if (!goal) {
      refuse('stage-never-reached')
      continue
    }
    const steps = stepsTo(from, goal, waypoint)
    if (!steps) refuse('impossible-move')
    else if (steps.length === 0) {
      // What was planned may have come about since.
      if (!waypoint.isPlan && (known.isWhole || !last)) refuse('same-position')
      else result.verdicts.push({ line, outcome: 'unchanged' })
    } else if (isPlanned) {
      result.planned.push(...steps)
      expected = goal
      result.verdicts.push({ line, outcome: 'planned' })
    } else if (follows(past.slice(met), steps)) {
      met += steps.length
      at = goal
      result.verdicts.push({ line, outcome: 'unchanged' })
    } else if (met < past.length) refuse('history-differs')
    else if (last && on < last.effectiveOn) refuse('before-last-move')
    else {
      result.steps.push(...steps)
      at = goal
      result.verdicts.push({ line, outcome: 'moved' })
    }
  }
  return result
}

/** Whether these moves are already on record, next in turn. */
function follows(past: readonly Passage[], steps: readonly Step[]): boolean {
  return steps.every((step, index) => {
    const passage = past[index]
    return passage?.event === step.event && passage.effectiveOn === step.on && same(passage.to, step.to)
  })
}

// How far along the path a place is.
function wayTo({ stage, status }: Waypoint['place']): number {
  if (status === 'discontinued' || stage === 'same' || !stage) return stages.length
  return stages.indexOf(stage) + (status === 'sustained' || status === 'transferred' ? 0.5 : 0)
}

/** Where a row leads from here; « last stage reached » is nowhere before any stage was. */
function goalOf({ place }: Waypoint, at: Position | undefined): Position | undefined {
  const stage: Stage | undefined = place.stage === 'same' ? at?.stage : place.stage
  return stage && { stage, status: place.status ?? 'active' }
}

function stepsTo(from: Position | undefined, goal: Position, waypoint: Waypoint): Step[] | undefined {
  const { on, reason, lessons, place } = waypoint
  const passages = from ? wayBetween(from, goal) : wayIn(goal)
  return passages?.map((passage, index) => {
    const isLast = index === passages.length - 1
    return {
      ...passage,
      on,
      endingKind: passage.event === 'discontinue' ? (place.endingKind ?? null) : null,
      reason: isLast ? reason : '',
      lessons: isLast ? lessons : '',
    }
  })
}

type Bare = Pick<Step, 'event' | 'from' | 'to'>

/** Where nothing may start (an ending), it starts active at that stage, and ends the same day. */
function wayIn(goal: Position): Bare[] | undefined {
  if (canStartAt(goal)) return [{ event: 'start', from: null, to: goal }]
  const start: Position = { stage: goal.stage, status: 'active' }
  const rest = wayBetween(start, goal)
  return rest && [{ event: 'start', from: null, to: start }, ...rest]
}

/** No move, one, or two of the same day (reopen then send back, skip then sustain …). More would be a guess. */
function wayBetween(from: Position, goal: Position): Bare[] | undefined {
  if (same(from, goal)) return []
  const direct = moveBetween(from, goal)
  if (direct) return [{ event: direct.type, from, to: goal }]
  for (const { move, next } of possible(from)) {
    const second = moveBetween(next, goal)
    if (second)
      return [
        { event: move.type, from, to: next },
        { event: second.type, from: next, to: goal },
      ]
  }
  return undefined
}

const same = (a: Position, b: Position) => a.stage === b.stage && a.status === b.status
