import { describe, expect, test } from 'vitest'
import { getShortestPaths, getSimplePaths } from 'xstate/graph'
import { assess, originalGate } from '../../src/domain/gates.ts'
import {
  canStartAt,
  decide,
  lifecycle,
  type Move,
  moveBetween,
  moveEvents,
  type Position,
  possible,
  type Stage,
  type Status,
  stages,
  statuses,
} from '../../src/domain/lifecycle.ts'
import { nothing } from './evidence.ts'

const positions = stages.flatMap((stage) => statuses.map((status): Position => ({ stage, status })))
const moves = moveEvents.flatMap((type): Move[] =>
  type === 'skip' || type === 'send_back' ? stages.map((to) => ({ type, to })) : [{ type }],
)
const name = ({ stage, status }: Position) => `${stage} ${status}`

// The table of moves, event by event: where each leads from each position. Nothing else is possible.
const E = 'emergence'
const M = 'mobilisation'
const F = 'feedback'
const A = 'appropriation'
const table: Record<string, [from: Position, to: Position][]> = {
  claim: stages.map((stage) => [at(stage, 'spotted'), at(stage, 'active')]),
  advance: [
    [at(E, 'active'), at(M, 'active')],
    [at(M, 'active'), at(F, 'active')],
    [at(F, 'active'), at(A, 'active')],
  ],
  'skip feedback': [[at(E, 'active'), at(F, 'active')]],
  'skip appropriation': [
    [at(E, 'active'), at(A, 'active')],
    [at(M, 'active'), at(A, 'active')],
  ],
  'send_back emergence': [
    [at(M, 'active'), at(E, 'active')],
    [at(F, 'active'), at(E, 'active')],
    [at(A, 'active'), at(E, 'active')],
  ],
  'send_back mobilisation': [
    [at(F, 'active'), at(M, 'active')],
    [at(A, 'active'), at(M, 'active')],
  ],
  'send_back feedback': [[at(A, 'active'), at(F, 'active')]],
  hold: stages.map((stage) => [at(stage, 'active'), at(stage, 'on_hold')]),
  resume: stages.map((stage) => [at(stage, 'on_hold'), at(stage, 'active')]),
  discontinue: stages.flatMap((stage) =>
    (['spotted', 'active', 'on_hold'] as const).map((status): [Position, Position] => [
      at(stage, status),
      at(stage, 'discontinued'),
    ]),
  ),
  reopen: stages.flatMap((stage) =>
    (['discontinued', 'sustained', 'transferred'] as const).map((status): [Position, Position] => [
      at(stage, status),
      at(stage, 'active'),
    ]),
  ),
  sustain: [[at(A, 'active'), at(A, 'sustained')]],
  transfer: [[at(A, 'active'), at(A, 'transferred')]],
}

function at(stage: Stage, status: Status): Position {
  return { stage, status }
}

const written = (move: Move) => ('to' in move ? `${move.type} ${move.to}` : move.type)

function expectedNext(position: Position, move: Move): Position | undefined {
  return table[written(move)]?.find(([from]) => name(from) === name(position))?.[1]
}

describe.each(positions.map((position) => [name(position), position] as const))('from %s', (_name, position) => {
  test.each(moves.map((move) => [written(move), move] as const))('%s leads where the table says', (_written, move) => {
    const next = expectedNext(position, move)
    const decision = decide(position, 'history', move)
    expect(decision.allowed ? decision.next : undefined).toEqual(next)
    expect(possible(position).find((one) => written(one.move) === written(move))?.next).toEqual(next)
  })

  test('the move between it and another is the one that leads there', () => {
    for (const to of positions) {
      const move = moves.find(
        (one) => name(expectedNext(position, one) ?? position) === name(to) && name(to) !== name(position),
      )
      expect(moveBetween(position, to)).toEqual(move)
    }
  })
})

describe('the gate', () => {
  const closed = assess(originalGate(E), nothing)

  test('is asked by advance and sustain, and by nothing else', () => {
    const gated = positions.flatMap((from) =>
      possible(from)
        .filter((one) => one.gated)
        .map((one) => `${name(from)} ${one.move.type}`),
    )
    expect(gated).toEqual([
      'emergence active advance',
      'mobilisation active advance',
      'feedback active advance',
      'appropriation active sustain',
    ])
  })

  test('that is closed refuses, and says what is missing', () => {
    expect(decide(at(E, 'active'), closed, { type: 'advance' })).toEqual({
      allowed: false,
      why: 'gate_closed',
      assessment: closed,
    })
    expect(decide(at(A, 'active'), closed, { type: 'sustain' })).toMatchObject({ why: 'gate_closed' })
  })

  test('is passed by a waiver, and does not judge history', () => {
    expect(decide(at(E, 'active'), 'waived', { type: 'advance' })).toMatchObject({
      allowed: true,
      next: at(M, 'active'),
    })
    expect(decide(at(E, 'active'), 'history', { type: 'advance' })).toMatchObject({
      allowed: true,
      next: at(M, 'active'),
    })
  })

  test('that only advises lets pass', () => {
    const advising = assess({ ...originalGate(E), mode: 'advise' }, nothing)
    expect(decide(at(E, 'active'), advising, { type: 'advance' })).toMatchObject({ allowed: true })
  })

  test('never opens what the machine does not know, not even for history', () => {
    expect(decide(at(E, 'on_hold'), closed, { type: 'advance' })).toEqual({ allowed: false, why: 'impossible' })
    expect(decide(at(E, 'active'), 'history', { type: 'sustain' })).toEqual({ allowed: false, why: 'impossible' })
  })
})

test('a move is told to those whom it concerns', () => {
  expect(decide(at(E, 'active'), 'waived', { type: 'advance' })).toMatchObject({ tell: ['team'] })
  expect(decide(at(E, 'spotted'), 'waived', { type: 'claim' })).toMatchObject({ tell: ['carriers'] })
  expect(decide(at(E, 'discontinued'), 'waived', { type: 'reopen' })).toMatchObject({ tell: ['carriers'] })
  expect(decide(at(E, 'spotted'), 'waived', { type: 'discontinue' })).toMatchObject({ tell: [] })
})

test('an initiative starts at any stage, spotted or active', () => {
  expect(positions.filter(canStartAt).map(name)).toEqual(
    stages.flatMap((stage) => [`${stage} spotted`, `${stage} active`]),
  )
})

describe('walking the machine', () => {
  const walk = (start: Position) => ({
    events: moves,
    fromState: lifecycle.resolveState({ value: { ...start }, context: { gateOpen: true } }),
    serializeState: (state: { value: unknown }) => name(state.value as Position),
  })
  const starts = positions.filter(canStartAt)

  test('every simple path from every start is a chain of moves that decide allows', () => {
    let walked = 0
    for (const start of starts) {
      for (const { steps, state } of getSimplePaths(lifecycle, walk(start))) {
        let position = start
        for (const { event } of steps) {
          if ((event.type as string) === 'xstate.init') continue
          const decision = decide(position, 'history', event)
          if (!decision.allowed) throw new Error(`${name(position)} refuses ${written(event)}`)
          position = decision.next
        }
        expect(name(position)).toBe(name(state.value))
        walked++
      }
    }
    expect(walked).toBeGreaterThan(500)
  })

  test('sustained and transferred are reached from appropriation alone; all the rest from anywhere', () => {
    const reached = new Set(
      starts.flatMap((start) => getShortestPaths(lifecycle, walk(start)).map(({ state }) => name(state.value))),
    )
    const unreached = positions.filter((position) => !reached.has(name(position))).map(name)
    expect(unreached).toEqual([E, M, F].flatMap((stage) => [`${stage} sustained`, `${stage} transferred`]))
  })
})
