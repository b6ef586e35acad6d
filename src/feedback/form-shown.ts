import { translate } from '../platform/i18n/i18n.ts'
import type { Form } from './queries.ts'
import { MOST_QUESTIONS, type TypedQuestion } from './schema.ts'

/** Blank questions under those that are there: without a script, more come once these are filled. */
const BLANK = 2

type Shown = Pick<
  Form,
  'introductionFr' | 'introductionEn' | 'consentFr' | 'consentEn' | 'isOpen' | 'isOncePerPerson' | 'version'
>

/** The form as it is edited: proposed words before it was made, and some blank questions at its end. */
export function formShown(form: Form | undefined, typed: Record<string, unknown> | undefined) {
  const proposed: Shown = {
    introductionFr: '',
    introductionEn: '',
    consentFr: translate('fr-CA')('feedback.form.consent_proposed'),
    consentEn: translate('en')('feedback.form.consent_proposed'),
    isOpen: true,
    isOncePerPerson: true,
    version: 0,
  }
  const questions = (form?.questions ?? []).map((question) => ({ ...question, options: linesOf(question.options) }))
  const many = typed ? Math.max(questions.length, lastTyped(typed)) : questions.length
  const shown = Array.from({ length: Math.min(many + BLANK, MOST_QUESTIONS) }, (_, n) => questions[n] ?? blank)
  return { ...proposed, ...form, questions: shown }
}

const blank = { id: '', type: 'single', fr: '', en: '', options: '', isRequired: false } as const

const linesOf = (all: TypedQuestion['options']) => all.map(({ fr, en }) => (en ? `${fr} | ${en}` : fr)).join('\n')

function lastTyped(typed: Record<string, unknown>): number {
  for (let n = MOST_QUESTIONS; n > 0; n--) if (typed[`fr-${n - 1}`]) return n
  return 0
}
