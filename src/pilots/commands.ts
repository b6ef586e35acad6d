import { recorded } from '../activity/recorded.ts'
import { may } from '../domain/permissions.ts'
import { type PilotEvent, type PilotState, pilotAfter } from '../domain/pilots.ts'
import type { By } from '../domain/viewer.ts'
import { granted, orStale, touch } from '../initiatives/writing.ts'
import type { Moment } from '../platform/clock.ts'
import type { Database } from '../platform/db/database.ts'
import { InvalidInput, type Issue, NotFound, Refusal } from '../platform/http/refusal.ts'
import type { Pilot } from './parts.ts'
import { findPilot } from './queries.ts'
import type { BeginInput, FinishInput, GiveUpInput } from './schema.ts'
import { stalePilot } from './stale.ts'
import { pilotChanged } from './tending.ts'

/** The pilot begins, on a day that has come. Throws Stale, InvalidInput. */
export function beginPilot(db: Database, id: string, input: BeginInput, by: By, when: Moment): Promise<void> {
  return moved(db, id, 'begin', input, by, when, () => {
    const { startsOn, endsOn } = input
    refuse(startsOn > when.today && { field: 'startsOn', key: 'in_the_future' })
    return { startsOn, endsOn }
  })
}

/** It is over: its days as they really were, what came out, what went wrong. */
export function finishPilot(db: Database, id: string, input: FinishInput, by: By, when: Moment): Promise<void> {
  return moved(db, id, 'finish', input, by, when, () => {
    const { startsOn, endsOn, findings, negativeEffects } = input
    refuse(endsOn > when.today && { field: 'endsOn', key: 'in_the_future' })
    return { startsOn, endsOn, findings, negativeEffects }
  })
}

/** It is given up, with a reason; if it had begun, on the day it stopped. */
export function giveUpPilot(db: Database, id: string, input: GiveUpInput, by: By, when: Moment): Promise<void> {
  return moved(db, id, 'give_up', input, by, when, ({ state, startsOn }) => {
    if (state !== 'running') return { giveUpReason: input.reason }
    const endsOn = input.endsOn ?? when.today
    refuse(
      endsOn > when.today && { field: 'endsOn', key: 'in_the_future' },
      endsOn < startsOn && { field: 'endsOn', key: 'until_before_since' },
    )
    return { giveUpReason: input.reason, endsOn }
  })
}

const done = { begin: 'pilot_begun', finish: 'pilot_finished', give_up: 'pilot_given_up' } as const

async function moved(
  db: Database,
  id: string,
  event: PilotEvent,
  input: BeginInput | FinishInput | GiveUpInput,
  by: By,
  when: Moment,
  decide: (pilot: Pilot) => Partial<Pilot>,
): Promise<void> {
  const met = await findPilot(db, by, when.today, id)
  if (!met) throw new NotFound()
  const { pilot, initiative, capacities } = met
  const as = granted(may('pilot.tend', capacities))
  const stale = () => stalePilot(db, id, { ...input }, by, when)
  if (pilot.version !== input.version) throw await stale()
  const state = pilotAfter(pilot.state, event)
  if (!state) throw notFromHere(pilot.state)
  const set = decide(pilot)
  const commit = db.commit((tx) => [
    touch(tx, initiative.id, when.at),
    pilotChanged(tx, pilot, { ...set, state }, when.at),
    recorded(tx, by, when.at, { what: done[event], subject: { kind: 'pilot', id }, initiativeId: initiative.id, as }),
  ])
  await orStale(commit, stale)
}

/** What the machine does not know from where a pilot stands. */
export function notFromHere(state: PilotState): Refusal {
  return new Refusal(409, `pilot_is_${state}`)
}

function refuse(...issues: (Issue | false)[]) {
  const found = issues.filter((issue) => issue !== false)
  if (found.length > 0) throw new InvalidInput(found)
}
