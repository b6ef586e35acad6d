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

/** One thing that M4 asks of a plan and that it lacks; its days are always there. */
export type PlanLack = 'place' | 'responsible' | 'indicator' | 'baseline'

/** What a plan lacks before M4 takes it. The database says the same of every pilot (`initiative_tested`). */
export function lacksOfPlan(plan: {
  place: string
  territoryId: string | null
  responsible: string
  indicators: readonly { hasBaseline: boolean }[]
}): PlanLack[] {
  const { indicators } = plan
  return [
    ...(plan.place === '' && plan.territoryId === null ? (['place'] as const) : []),
    ...(plan.responsible === '' ? (['responsible'] as const) : []),
    ...(indicators.length === 0 ? (['indicator'] as const) : []),
    ...(indicators.length > 0 && !indicators.some(({ hasBaseline }) => hasBaseline) ? (['baseline'] as const) : []),
  ]
}

/** Whether two pilots take place on a same day. Days as YYYY-MM-DD, both ends included. */
export function isAtOnce(
  one: { startsOn: string; endsOn: string },
  other: { startsOn: string; endsOn: string },
): boolean {
  return one.startsOn <= other.endsOn && other.startsOn <= one.endsOn
}

/** Who gains by what is measured (A6 asks for a collective one). */
export const benefitKinds = ['collective', 'individual'] as const
export type BenefitKind = (typeof benefitKinds)[number]

export const valueKinds = ['baseline', 'target', 'result'] as const
export type ValueKind = (typeof valueKinds)[number]

export const adjustmentStates = ['decided', 'done', 'refused'] as const
export type AdjustmentState = (typeof adjustmentStates)[number]

/** In the place of a version of the solution: one that is yet to be made, with an adjustment. */
export const NEW_VERSION = 'new'
