import { type Question, questionTypes } from '../domain/feedback.ts'
import { translate } from '../platform/i18n/i18n.ts'
import type { Reading } from '../initiatives/cards.ts'
import type { Return } from '../platform/http/floor.ts'
import type { Form } from './queries.ts'
import { MOST_QUESTIONS } from './schema.ts'

const SPARE = 2
const FURTHER = 3

/** The form as its page shows it first: the one that stands, or texts to begin with. */
export function formShown(form: Form | undefined) {
  if (form) return form
  const [fr, en] = [translate('fr-CA'), translate('en')]
  return {
    introductionFr: fr('feedback.default.introduction'),
    introductionEn: en('feedback.default.introduction'),
    consentFr: fr('feedback.default.consent'),
    consentEn: en('feedback.default.consent'),
    consentVersion: undefined,
    isOpen: false,
    isOncePerPerson: true,
    version: 0,
  }
}

/** The fields of each question, and of some that are not asked yet; what was typed comes before what stands. */
export function questionRows(questions: readonly Question[], typed: Return['values'] | undefined, asksMore: boolean) {
  const known = typed ? Object.keys(typed).filter((name) => /^fr-\d+$/.test(name)).length : questions.length + SPARE
  const rows = Math.min(MOST_QUESTIONS, known + (asksMore ? FURTHER : 0))
  return Array.from({ length: rows }, (_, n) => {
    const said = (name: string) => (typeof typed?.[`${name}-${n}`] === 'string' ? String(typed[`${name}-${n}`]) : '')
    const place = String(n + 1)
    if (typed) {
      const isRemoved = said('remove') === 'on'
      const texts = { id: said('id'), type: said('type'), fr: said('fr'), en: said('en'), options: said('options') }
      return { n, ...texts, isRequired: said('isRequired') === 'on', place: said('place') || place, isRemoved }
    }
    const question = questions[n]
    return {
      n,
      id: question?.id ?? '',
      type: question?.type ?? 'text',
      fr: question?.fr ?? '',
      en: question?.en ?? '',
      options: (question?.options ?? []).map(({ fr, en }) => (en ? `${fr} | ${en}` : fr)).join('\n'),
      isRequired: question?.isRequired ?? false,
      place,
      isRemoved: false,
    }
  })
}

export const typeChoices = ({ t }: Reading) =>
  questionTypes.map((type) => ({ value: type, label: t(`words.question_type.${type}`) }))

/** Both versions side by side, in words; undefined when nobody saved first. */
export function bothOf(back: Return | undefined, { t }: Reading) {
  const said = (value: string) =>
    value === 'true' ? t('feedback.form.yes') : value === 'false' ? t('feedback.form.no') : value
  return back?.stale?.differences.map(({ field, mine, theirs }) => ({
    label: t(`feedback.form.field.${field}`),
    mine: said(mine),
    theirs: said(theirs),
  }))
}
