import { daysAfter } from './calendar.ts'
import type { PilotState } from './pilots.ts'

// What takers say of what they tried.

/** How it came: by somebody signed in, by a link without account, typed from paper, or written on a taker's behalf. */
export const feedbackWays = ['account', 'link', 'paper', 'on_behalf'] as const
export type FeedbackWay = (typeof feedbackWays)[number]

/** Adequacy to the need, 1 to 5, each with words of its own: `words.adequacy.<n>`. */
export const adequacies = [1, 2, 3, 4, 5] as const
export type Adequacy = (typeof adequacies)[number]

export const questionTypes = ['single', 'multiple', 'scale', 'text', 'number'] as const
export type QuestionType = (typeof questionTypes)[number]

/** A question of the carriers' own. English may be left out: French is shown then. */
export interface Question {
  id: string
  type: QuestionType
  fr: string
  en?: string
  /** For `single` and `multiple`. */
  options: readonly { id: string; fr: string; en?: string }[]
  isRequired: boolean
}

/** Fewer than these are not broken down: one of them might be recognised. */
export const SMALLEST_GROUP = 5

/** What is typed once a pilot is over, or comes late by its links, is still heard for so many days. */
const HEARD_AFTER_DAYS = 60

/** Whether takers may say something of a pilot: while it runs, and for a while after; never before it begins. */
export function isHeard({ state, endsOn }: { state: PilotState; endsOn: string }, isOpen: boolean, today: string) {
  if (!isOpen) return false
  return state === 'running' || (state === 'finished' && today <= daysAfter(endsOn, HEARD_AFTER_DAYS))
}

/** Whether what was said on paper, or is said on behalf of somebody, may be entered: of any pilot that began. */
export function mayBeEntered({ state }: { state: PilotState }): boolean {
  return state === 'running' || state === 'finished'
}
