import * as z from 'zod'
import {
  type Found,
  type GridCriterion,
  qualificationOutcomes,
  type Score,
  scores,
  weights,
} from '../domain/qualification.ts'
import { box, day, line, paragraph, requiredLine, requiredParagraph, version } from '../platform/http/fields.ts'

/** Which version of the grid a form was filled in by. */
const number = version

const answers = ['', 'unsaid', ...scores.map(String)] as const

/**
 * What one person finds: `score_novelty`, `words_novelty` … Submitting asks for an answer to every criterion, be it
 * that nobody can say yet; a draft asks for nothing.
 */
export function assessmentForm(criteria: readonly GridCriterion[]) {
  const fields = criteria.flatMap(({ code }) => [
    [`score_${code}`, z.enum(answers, 'not_in_list').default('')],
    [`words_${code}`, paragraph(2000).default('')],
  ])
  return z
    .object({ version, number, deed: z.enum(['draft', 'submit']).default('submit') })
    .extend(Object.fromEntries(fields) as Record<`score_${string}` | `words_${string}`, z.ZodType<string>>)
    .check(({ value, issues }) => {
      if (value.deed === 'draft') return
      for (const { code } of criteria) {
        if (value[`score_${code}`] !== '') continue
        issues.push({ code: 'custom', message: 'unanswered', path: [`score_${code}`], input: value })
      }
    })
    .transform(({ version, number, deed, ...typed }) => ({
      version,
      number,
      deed,
      found: Object.fromEntries(
        criteria.map(({ code }) => [code, answerOf(typed[`score_${code}`] ?? '', typed[`words_${code}`] ?? '')]),
      ) as Found,
    }))
}

function answerOf(answer: string, words: string): Found[string] {
  if (answer === '') return { words }
  return { score: answer === 'unsaid' ? null : (Number(answer) as Score), words }
}

export type AssessmentInput = z.output<ReturnType<typeof assessmentForm>>

export const RemarkForm = z.object({ number, words: requiredParagraph(2000) })

export const DecisionForm = z.object({
  number,
  /** The decision that stood when the form was opened; '' for none. */
  standing: line(64).default(''),
  outcome: z.enum(qualificationOutcomes, 'not_in_list'),
  reason: requiredParagraph(3000),
  decidedOn: day,
  isPublic: box,
})

const wording = line(300).default('')
const weight = z.coerce
  .number<string>('not_in_list')
  .pipe(z.literal([...weights], 'not_in_list'))
  .default(1)
type GridFields = Record<`fr_${string}` | `en_${string}`, typeof wording> &
  Record<`weight_${string}`, typeof weight> &
  Record<`priority_${string}`, typeof box>

/** The most criteria that a grid holds. */
export const MOST_CRITERIA = 20

/** A grid's form: `fr_novelty`, `en_novelty`, `weight_novelty`, `priority_novelty` … One without a name is left out. */
export function gridForm(codes: readonly string[]) {
  const fields = codes.flatMap((code) => [
    [`fr_${code}`, wording],
    [`en_${code}`, wording],
    [`weight_${code}`, weight],
    [`priority_${code}`, box],
  ])
  return z
    .object({ version, nameFr: requiredLine(120), nameEn: line(120).default('') })
    .extend(Object.fromEntries(fields) as GridFields)
    .check(({ value, issues }) => {
      const refuse = (field: string, message: string) =>
        issues.push({ code: 'custom', message, path: [field], input: value })
      for (const code of codes) {
        if (value[`en_${code}`] && !value[`fr_${code}`]) refuse(`fr_${code}`, 'french_first')
      }
      const many = codes.filter((code) => value[`fr_${code}`]).length
      if (many === 0) refuse(`fr_${codes[0] ?? ''}`, 'no_criterion')
      if (many > MOST_CRITERIA) refuse('nameFr', 'too_many_criteria')
    })
    .transform(({ version, nameFr, nameEn, ...typed }) => ({
      version,
      nameFr,
      nameEn,
      criteria: codes
        .filter((code) => typed[`fr_${code}`])
        .map((code): GridCriterion => {
          const en = typed[`en_${code}`]
          return {
            code,
            fr: typed[`fr_${code}`]!,
            ...(en ? { en } : {}),
            weight: typed[`weight_${code}`]!,
            isPriority: typed[`priority_${code}`]!,
          }
        }),
    }))
}

export type GridInput = z.output<ReturnType<typeof gridForm>>

export const NewGridForm = z.object({ nameFr: requiredLine(120), nameEn: line(120).default('') })
