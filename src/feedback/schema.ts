import * as z from 'zod'
import { type Question, questionTypes } from '../domain/feedback.ts'
import { takerKinds } from '../domain/roles.ts'
import { box, line, optional, paragraph, requiredLine, requiredParagraph, version } from '../platform/http/fields.ts'

/** As many questions of their own as carriers ask, and as many answers as one offers. */
export const MOST_QUESTIONS = 20
const MOST_OPTIONS = 12

const QuestionInput = z.object({
  id: line(64).default(''),
  type: z.enum(questionTypes, 'not_in_list').default('text'),
  fr: line(300).default(''),
  en: line(300).default(''),
  /** One answer a line, French and English apart by a bar. */
  options: paragraph(2000).default(''),
  isRequired: box,
  place: z.coerce.number('not_a_place').int('not_a_place').min(1, 'not_a_place').max(99, 'not_a_place'),
})

/** A question as it is typed: its answers by their words. */
export interface TypedQuestion extends Omit<Question, 'options'> {
  options: readonly { fr: string; en?: string }[]
}

/** Fields `fr-0`, `fr-1` …: without a script, a list of questions is numbered fields. What asks nothing is left out. */
const Questions = z.looseObject({}).transform((form, ctx): TypedQuestion[] => {
  const found: (TypedQuestion & { place: number; n: number })[] = []
  const refuse = (path: string, message: string) => ctx.addIssue({ code: 'custom', message, path: [path] })
  for (let n = 0; n < MOST_QUESTIONS; n++) {
    const names = ['id', 'type', 'fr', 'en', 'options', 'isRequired', 'place']
    const typed = Object.fromEntries(names.map((name) => [name, form[`${name}-${n}`]]))
    if (typeof typed.fr !== 'string' || typed.fr.trim() === '') {
      if (typeof typed.en === 'string' && typed.en.trim() !== '') refuse(`fr-${n}`, 'required')
      continue
    }
    const parsed = QuestionInput.safeParse({ ...typed, place: typed.place || n + 1 })
    if (!parsed.success) {
      for (const issue of parsed.error.issues) refuse(`${String(issue.path[0])}-${n}`, issue.message)
      continue
    }
    const { options: lines, en, ...question } = parsed.data
    const isChoice = question.type === 'single' || question.type === 'multiple'
    const options = isChoice ? lines.split('\n').flatMap(optionIn) : []
    if (isChoice && (options.length < 2 || options.length > MOST_OPTIONS))
      refuse(`options-${n}`, 'options_two_to_twelve')
    if (new Set(options.map(({ fr }) => fr)).size < options.length) refuse(`options-${n}`, 'options_alike')
    found.push({ ...question, ...(en ? { en } : {}), options, n })
  }
  return found
    .toSorted((a, b) => a.place - b.place || a.n - b.n)
    .map(({ place: _place, n: _n, ...question }) => question)
})

function optionIn(typed: string): { fr: string; en?: string }[] {
  const [fr = '', en = ''] = typed.split('|').map((one) => one.trim().slice(0, 160))
  return fr ? [{ fr, ...(en ? { en } : {}) }] : []
}

const Texts = z.object({
  /** 0 before the form was made. */
  version,
  introductionFr: paragraph(2000).default(''),
  introductionEn: paragraph(2000).default(''),
  consentFr: requiredParagraph(2000),
  consentEn: requiredParagraph(2000),
  isOpen: box,
  isOncePerPerson: box,
})

export const FormInput = z.intersection(
  Texts,
  Questions.transform((questions) => ({ questions })),
)
export type FormInput = z.output<typeof FormInput>

export const LinkInput = z.object({
  label: requiredLine(120),
  takerKind: optional(z.enum(takerKinds, 'not_in_list')),
  most: z.coerce.number('not_a_count').int('not_a_count').min(1, 'not_a_count').max(5000, 'not_a_count'),
  days: z.coerce.number('days_of_link').int('days_of_link').min(1, 'days_of_link').max(365, 'days_of_link'),
})
export type LinkInput = z.output<typeof LinkInput>

/** For whom something is said: the end of the address of a taker's page; '' for nobody in particular. */
export const SpeakerInput = z.object({ speaker: line(160).default('') })
