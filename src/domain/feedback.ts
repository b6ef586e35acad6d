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
