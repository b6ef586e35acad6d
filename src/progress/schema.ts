import * as z from 'zod'
import { answerKinds, frequencies } from '../domain/progress.ts'
import { box, day, line, optional, paragraph, requiredParagraph, version } from '../platform/http/fields.ts'
import type { TemplateQuestion } from './tables.ts'

/** As many questions as a template holds. */
export const MOST_QUESTIONS = 20

/** The first days of months: what a fiscal year begins on. */
export const fiscalStarts = Array.from({ length: 12 }, (_, n) => `${String(n + 1).padStart(2, '0')}-01`)

const QuestionInput = z.object({
  id: line(64).default(''),
  asks: line(300).default(''),
  answeredBy: z.enum(answerKinds, 'not_in_list').default('words'),
  isRequired: box,
  place: z.coerce.number('not_a_place').int('not_a_place').min(1, 'not_a_place').max(99, 'not_a_place'),
})

/** Fields `asks-0`, `asks-1` …: without a script, a list of questions is numbered fields. What asks nothing is left out. */
const Questions = z.looseObject({}).transform((form, context): Omit<TemplateQuestion, 'id'>[] => {
  const questions = []
  for (let n = 0; n < MOST_QUESTIONS; n++) {
    const names = ['id', 'asks', 'answeredBy', 'isRequired', 'place']
    const typed = Object.fromEntries(names.map((name) => [name, form[`${name}-${n}`]]))
    if (typeof typed.asks !== 'string' || typed.asks.trim() === '') continue
    const parsed = QuestionInput.safeParse({ ...typed, place: typed.place || n + 1 })
    if (parsed.success) questions.push({ ...parsed.data, n })
    else
      for (const issue of parsed.error.issues)
        context.addIssue({ code: 'custom', message: issue.message, path: [`${String(issue.path[0])}-${n}`] })
  }
  if (questions.length === 0) context.addIssue({ code: 'custom', message: 'no_question', path: ['asks-0'] })
  return questions
    .toSorted((a, b) => a.place - b.place || a.n - b.n)
    .map(({ id, asks, answeredBy, isRequired }) => ({ id, asks, answeredBy, isRequired }))
})

const Terms = z
  .object({
    /** 0 while there is no plan. */
    version,
    frequency: z.enum(frequencies, 'not_in_list'),
    startsOn: day,
    endsOn: optional(day),
    delayDays: z.coerce.number('days_of_delay').int('days_of_delay').min(0, 'days_of_delay').max(365, 'days_of_delay'),
    fiscalStart: z.enum(fiscalStarts, 'not_in_list'),
  })
  .superRefine(({ startsOn, endsOn, frequency }, context) => {
    const refuse = (message: string) => context.addIssue({ code: 'custom', message, path: ['endsOn'] })
    if (endsOn && endsOn < startsOn) refuse('until_before_since')
    if (!endsOn && frequency === 'once') refuse('end_of_once')
  })

export const PlanInput = z.intersection(
  Terms,
  Questions.transform((template) => ({ template })),
)
export type PlanInput = z.output<typeof PlanInput>

/** What was written, by the id of the question: fields `answer-…`. */
export const DraftInput = z.looseObject({ version }).transform(({ version, ...form }, context) => {
  const answers: Record<string, string> = {}
  for (const [name, value] of Object.entries(form)) {
    if (!name.startsWith('answer-') || typeof value !== 'string') continue
    const parsed = paragraph(8000).safeParse(value)
    if (parsed.success) answers[name.slice('answer-'.length)] = parsed.data
    else context.addIssue({ code: 'custom', message: 'too_long', path: [name] })
  }
  const { take } = form
  return { version, answers, take: typeof take === 'string' ? take : undefined }
})
export type DraftInput = z.output<typeof DraftInput>

export const QuestionOnReport = z.object({ version, question: requiredParagraph(2000) })
export const ReplyInput = z.object({ version, reply: requiredParagraph(4000) })
export const SkipInput = z.object({ version, reason: requiredParagraph(1000) })
export const AcceptInput = z.object({ version })
