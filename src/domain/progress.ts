import { setup, transition } from 'xstate'
import { daysAfter, fiscalStartIn, monthsAfter } from './calendar.ts'
import { type Capacity, may, mayTendFunding, type Permission } from './permissions.ts'
import type { Period } from './report.ts'

// What a carrier tells a funder at the times that they agreed upon. Days are YYYY-MM-DD; periods hold both of theirs.

export const frequencies = ['monthly', 'quarterly', 'half_yearly', 'yearly', 'fiscal', 'once'] as const
export type Frequency = (typeof frequencies)[number]

export const progressStates = ['due', 'draft', 'submitted', 'questioned', 'accepted', 'skipped'] as const
export type ProgressState = (typeof progressStates)[number]

/** Days before it is due on which the carriers are reminded. */
export const reminderDays = [21, 14, 7] as const

/** What a question of the template is answered with: words, or what Sillon knows, which may be commented. */
export const answerKinds = ['words', 'moves', 'gate', 'documents', 'money', 'takers'] as const
export type AnswerKind = (typeof answerKinds)[number]

/** When reports are due. */
export interface Schedule {
  frequency: Frequency
  /** The first day of the first period. */
  startsOn: string
  /** The last day of the last period; null while none is foreseen. */
  endsOn: string | null
  /** Days after the end of a period in which its report is due. */
  delayDays: number
  /** MM-DD: the first day of the fiscal year. 02-29 is 1 March where there is none. */
  fiscalStart: string
}

export interface DuePeriod extends Period {
  dueOn: string
}

const monthsOf = { monthly: 1, quarterly: 3, half_yearly: 6, yearly: 12 } as const

/**
 * The periods of a schedule that begin on a day or before, in order: each begins on the day after the one before ends.
 * Those that begin on the 29th to the 31st begin on the last day of shorter months, and come back to their day after.
 */
export function periodsOf(schedule: Schedule, until: string): DuePeriod[] {
  const { startsOn, endsOn, delayDays } = schedule
  const periods: DuePeriod[] = []
  const last = endsOn !== null && endsOn < until ? endsOn : until
  for (let n = 0, from = startsOn; from <= last; n++) {
    const next = beginningOf(schedule, n + 1)
    const whole = next === undefined ? (endsOn ?? from) : daysAfter(next, -1)
    const end = endsOn !== null && endsOn < whole ? endsOn : whole
    periods.push({ from, until: end, dueOn: daysAfter(end, delayDays) })
    if (next === undefined) break
    from = next
  }
  return periods
}

/** The day on which the nth period begins; undefined when there is one only. */
function beginningOf({ frequency, startsOn, fiscalStart }: Schedule, n: number): string | undefined {
  if (frequency === 'once') return undefined
  if (frequency !== 'fiscal') return monthsAfter(startsOn, n * monthsOf[frequency])
  const year = Number(startsOn.slice(0, 4))
  const first = fiscalStartIn(year, fiscalStart) > startsOn ? year : year + 1
  return fiscalStartIn(first + n - 1, fiscalStart)
}

/**
 * Of the periods, those whose report is to be opened: over, or due within the days of the first reminder. What was
 * opened before, maybe by another schedule, is not told again: a period that it cuts begins on the day after.
 */
export function toOpen(schedule: Schedule, openedUntil: string | undefined, today: string): DuePeriod[] {
  return periodsOf(schedule, today)
    .filter(({ until, dueOn }) => until < today || daysAfter(dueOn, -reminderDays[0]) <= today)
    .filter(({ until }) => openedUntil === undefined || until > openedUntil)
    .map((period) =>
      openedUntil !== undefined && period.from <= openedUntil ? { ...period, from: daysAfter(openedUntil, 1) } : period,
    )
}

/** The reminder that is to leave today, if any: the nearest one that has come, whatever was missed before it. */
export function reminderFor(dueOn: string, today: string): (typeof reminderDays)[number] | undefined {
  if (today > dueOn) return undefined
  return reminderDays.findLast((days) => daysAfter(dueOn, -days) <= today)
}

export const progressEvents = ['write', 'submit', 'ask', 'answer', 'accept', 'skip'] as const
export type ProgressEvent = (typeof progressEvents)[number]

const unsent = { write: 'draft', submit: 'submitted', skip: 'skipped' } as const

/** What becomes of a report. What was submitted is not written again: what is wrong in it is said in answers. */
const course = setup({ types: { events: {} as { type: ProgressEvent } } }).createMachine({
  id: 'progress',
  initial: 'due',
  states: {
    due: { on: unsent },
    draft: { on: unsent },
    submitted: { on: { ask: 'questioned', accept: 'accepted' } },
    questioned: { on: { ask: 'questioned', answer: 'submitted', accept: 'accepted' } },
    accepted: {},
    skipped: {},
  },
})

/** Where an event leads; undefined where it leads nowhere. Pure. */
export function after(state: ProgressState, event: ProgressEvent): ProgressState | undefined {
  const before = course.resolveState({ value: state, context: {} })
  return before.can({ type: event }) ? transition(course, before, { type: event })[0].value : undefined
}

/**
 * Carriers write, submit and answer; the funder whose own it is asks and accepts; either of them skips, saying why, and
 * the other is told. Coordinators do anything for anybody.
 */
export function mayReport(event: ProgressEvent, isOwn: boolean, held: readonly Capacity[]): Permission {
  const asFunder = mayTendFunding(isOwn, held)
  if (event === 'ask' || event === 'accept') return asFunder
  const asCarrier = may('progress.write', held)
  return event === 'skip' && !asCarrier.allowed ? bothOf(asCarrier, asFunder) : asCarrier
}

function bothOf(one: Permission, other: Permission): Permission {
  if (one.allowed || other.allowed) return one.allowed ? one : other
  return { allowed: false, reserved: [...new Set<Capacity>([...one.reserved, ...other.reserved, 'funder'])] }
}
