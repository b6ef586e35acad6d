import type { Question } from '../domain/feedback.ts'
import { adequacies } from '../domain/feedback.ts'
import type { Translate } from '../platform/i18n/i18n.ts'
import type { Form } from './queries.ts'

/** A question as its field is drawn, in one language. */
export interface Asked {
  name: string
  type: Question['type']
  label: string
  isRequired: boolean
  options: { value: string; label: string }[]
}

/** The carriers' own questions in a language; French where they gave no English. */
export function askedIn(form: Pick<Form, 'questions'> | undefined, language: 'fr' | 'en', t: Translate): Asked[] {
  const said = ({ fr, en }: { fr: string; en?: string }) => (language === 'en' && en ? en : fr)
  return (form?.questions ?? []).map((question) => ({
    name: `q-${question.id}`,
    type: question.type,
    label: said(question),
    isRequired: question.isRequired,
    options:
      question.type === 'scale'
        ? adequacies.map((one) => ({ value: String(one), label: t(`words.agreement.${one}`) }))
        : question.options.map((option) => ({ value: option.id, label: said(option) })),
  }))
}

/** What the form says in a language: what it is about, and to what who answers agrees. */
export function wordsOfForm(form: Form | undefined, language: 'fr' | 'en') {
  if (!form) return { introduction: '', consent: '' }
  const { introductionFr, introductionEn, consentFr, consentEn } = form
  return language === 'en'
    ? { introduction: introductionEn || introductionFr, consent: consentEn || consentFr }
    : { introduction: introductionFr || introductionEn, consent: consentFr || consentEn }
}
