import { setup, transition } from 'xstate'

// Cycles of trial (RQIS, rétroaction): planned, run, finished with what was found; or given up, with a reason.

export const pilotStates = ['planned', 'running', 'finished', 'given_up'] as const
export type PilotState = (typeof pilotStates)[number]

export const pilotEvents = ['begin', 'finish', 'give_up'] as const
export type PilotEvent = (typeof pilotEvents)[number]

const pilot = setup({ types: { events: {} as { type: PilotEvent } } }).createMachine({
  id: 'pilot',
  initial: 'planned',
  states: {
    planned: { on: { begin: 'running', give_up: 'given_up' } },
    running: { on: { finish: 'finished', give_up: 'given_up' } },
    finished: {},
    given_up: {},
  },
})

/** Where an event leads; undefined when the machine does not know it from here. */
export function pilotAfter(state: PilotState, event: PilotEvent): PilotState | undefined {
  const before = pilot.resolveState({ value: state })
  return before.can({ type: event }) ? transition(pilot, before, { type: event })[0].value : undefined
}

/** Who gains by what is measured (A6 asks for a collective one). */
export const benefitKinds = ['collective', 'individual'] as const
export type BenefitKind = (typeof benefitKinds)[number]

export const valueKinds = ['baseline', 'target', 'result'] as const
export type ValueKind = (typeof valueKinds)[number]

export const adjustmentStates = ['decided', 'done', 'refused'] as const
export type AdjustmentState = (typeof adjustmentStates)[number]
