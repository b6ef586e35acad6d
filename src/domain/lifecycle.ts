import { and, setup, stateIn, transition } from 'xstate'
import type { Assessment } from './gates.ts'

/** The four stages of RQIS, in order. */
export const stages = ['emergence', 'mobilisation', 'feedback', 'appropriation'] as const
export type Stage = (typeof stages)[number]

export const statuses = ['spotted', 'active', 'on_hold', 'discontinued', 'sustained', 'transferred'] as const
export type Status = (typeof statuses)[number]

export const endingKinds = ['inconclusive', 'stopped', 'merged'] as const
export type EndingKind = (typeof endingKinds)[number]

/** Where an initiative stands: two fields, never one. */
export interface Position {
  stage: Stage
  status: Status
}

export const moveEvents = [
  'claim',
  'advance',
  'skip',
  'send_back',
  'hold',
  'resume',
  'discontinue',
  'reopen',
  'sustain',
  'transfer',
] as const
export type MoveEvent = (typeof moveEvents)[number]

/** An event of the machine. `skip` and `send_back` say to which stage; the others go to one place only. */
export type Move = { type: Exclude<MoveEvent, 'skip' | 'send_back'> } | { type: 'skip' | 'send_back'; to: Stage }

/** What each move must be given before it is decided. */
export const asks: Record<MoveEvent, readonly Ask[]> = {
  claim: ['consent'],
  advance: [],
  skip: ['to', 'reason'],
  send_back: ['to', 'reason'],
  hold: ['reason', 'review_on'],
  resume: [],
  discontinue: ['ending_kind', 'reason', 'lessons'],
  reopen: ['reason'],
  sustain: [],
  transfer: ['organisation'],
}
export type Ask = 'consent' | 'to' | 'reason' | 'review_on' | 'ending_kind' | 'lessons' | 'organisation'

/** Whom a move is told to, once it is made. */
export type Audience = 'carriers' | 'team'

interface Context {
  gateOpen: boolean
}

const active = stateIn({ status: 'active' })
const heads = (to: Stage) => ({ type: 'heads' as const, params: { to } })
const towards = (event: 'skip' | 'send_back', ...targets: Stage[]) => ({
  [event]: targets.map((to) => ({ target: to, guard: and([active, heads(to)]), actions: 'tellTeam' as const })),
})
const onward = (target: Stage) => ({
  advance: { target, guard: and([active, 'gateOpen']), actions: 'tellTeam' as const },
})

/** The one authority on moves. Regions run side by side: a stage says how far, a status says whether. */
export const lifecycle = setup({
  types: { context: {} as Context, events: {} as Move },
  guards: {
    gateOpen: ({ context }) => context.gateOpen,
    heads: ({ event }, { to }: { to: Stage }) => 'to' in event && event.to === to,
  },
  actions: { tellTeam: () => {}, tellCarriers: () => {} },
}).createMachine({
  id: 'initiative',
  context: { gateOpen: false },
  type: 'parallel',
  states: {
    stage: {
      initial: 'emergence',
      states: {
        emergence: { on: { ...onward('mobilisation'), ...towards('skip', 'feedback', 'appropriation') } },
        mobilisation: {
          on: { ...onward('feedback'), ...towards('skip', 'appropriation'), ...towards('send_back', 'emergence') },
        },
        feedback: { on: { ...onward('appropriation'), ...towards('send_back', 'emergence', 'mobilisation') } },
        appropriation: { on: towards('send_back', 'emergence', 'mobilisation', 'feedback') },
      },
    },
    status: {
      initial: 'active',
      states: {
        spotted: {
          on: {
            claim: { target: 'active', actions: 'tellCarriers' },
            discontinue: { target: 'discontinued' },
          },
        },
        active: {
          on: {
            hold: { target: 'on_hold', actions: 'tellTeam' },
            discontinue: { target: 'discontinued', actions: 'tellTeam' },
            sustain: {
              target: 'sustained',
              guard: and([stateIn({ stage: 'appropriation' }), 'gateOpen']),
              actions: 'tellTeam',
            },
            transfer: { target: 'transferred', guard: stateIn({ stage: 'appropriation' }), actions: 'tellTeam' },
          },
        },
        on_hold: {
          on: {
            resume: { target: 'active', actions: 'tellTeam' },
            discontinue: { target: 'discontinued', actions: 'tellTeam' },
          },
        },
        discontinued: { on: { reopen: { target: 'active', actions: 'tellCarriers' } } },
        sustained: { on: { reopen: { target: 'active', actions: 'tellCarriers' } } },
        transferred: { on: { reopen: { target: 'active', actions: 'tellCarriers' } } },
      },
    },
  },
})

/** What the gate of the present stage says; `history` is judged by no gate, and a waiver passes one. */
export type Judgement = Assessment | 'history' | 'waived'

export type Decision =
  | { allowed: true; next: Position; tell: Audience[] }
  | { allowed: false; why: 'impossible' }
  | { allowed: false; why: 'gate_closed'; assessment: Assessment }

/** Pure: the same position, judgement and move always give the same decision. */
export function decide(position: Position, judgement: Judgement, move: Move): Decision {
  const isOpen = typeof judgement === 'string' || judgement.open
  const before = standing(position, isOpen)
  if (before.can(move)) {
    const [after, actions] = transition(lifecycle, before, move)
    return {
      allowed: true,
      next: after.value,
      tell: actions.map(({ type }) => audiences[type]!),
    }
  }
  if (typeof judgement !== 'string' && !isOpen && standing(position, true).can(move)) {
    return { allowed: false, why: 'gate_closed', assessment: judgement }
  }
  return { allowed: false, why: 'impossible' }
}

const audiences: Record<string, Audience> = { tellTeam: 'team', tellCarriers: 'carriers' }

function standing({ stage, status }: Position, gateOpen: boolean) {
  return lifecycle.resolveState({ value: { stage, status }, context: { gateOpen } })
}

export interface Possibility {
  move: Move
  next: Position
  /** Whether the gate of the present stage has a word on this move. */
  gated: boolean
}

const everyMove: readonly Move[] = moveEvents.flatMap((type): Move[] =>
  type === 'skip' || type === 'send_back' ? stages.map((to) => ({ type, to })) : [{ type }],
)

/** Every move the machine knows from here, whether or not the gate lets it pass today. */
export function possible({ stage, status }: Position): readonly Possibility[] {
  const key = `${stage} ${status}`
  const known = remembered.get(key) ?? explore({ stage, status })
  remembered.set(key, known)
  return known
}

// There are 24 positions, a page asks for hundreds, and asking the machine costs a third of a millisecond.
const remembered = new Map<string, readonly Possibility[]>()

function explore(position: Position): Possibility[] {
  const open = standing(position, true)
  const closed = standing(position, false)
  return everyMove
    .filter((move) => open.can(move))
    .map((move) => ({
      move,
      next: transition(lifecycle, open, move)[0].value,
      gated: !closed.can(move),
    }))
}

/** The one move that leads from a position to another, if there is any: an import asks it of each pair of phases. */
export function moveBetween(from: Position, to: Position): Move | undefined {
  return possible(from).find(({ next }) => next.stage === to.stage && next.status === to.status)?.move
}

/** An initiative may start at any stage (takers are sometimes at its origin), spotted from outside or active. */
export function canStartAt(position: Position): boolean {
  return position.status === 'spotted' || position.status === 'active'
}
