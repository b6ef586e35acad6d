import * as z from 'zod'
import { adequacies, type Adequacy, type Question } from '../domain/feedback.ts'
import { takerKinds } from '../domain/roles.ts'
import { box, email, line, list, optional, paragraph } from '../platform/http/fields.ts'
import { readDecimal } from '../platform/reading/values.ts'
import type { Form } from './queries.ts'

/** What one taker said, as it is stored; `address` only where somebody left one to be told what became of it. */
export interface Said {
  tested: string
  adequacy: Adequacy | null
  helps: string
  hinders: string
  toChange: string
  /** By the id of the question. */
  answers: Record<string, string | readonly string[]>
  address: string | undefined
}

interface Manner {
  /** Who answers agrees to what the form says, and leaves an address or none. */
  isOwn: boolean
  /** What may be left blank on a sheet of paper may be left blank here. */
  mayBeBlank: boolean
}

/** How people answer by themselves, and how what they wrote or said elsewhere is typed. */
export const byThemselves: Manner = { isOwn: true, mayBeBlank: false }
export const typedFor: Manner = { isOwn: false, mayBeBlank: true }

const words = paragraph(3000).default('')

/** What the form of a pilot is read with: its usual questions, and the carriers' own under `q-<id>`. */
export function answersSchema(form: Pick<Form, 'questions'> | undefined, { isOwn, mayBeBlank }: Manner) {
  return z
    .looseObject({
      /** Read below, with what is asked of everybody: whoever left both blank is told of both at once. */
      takerKind: z.enum(takerKinds).optional().catch(undefined),
      tested: paragraph(1000).default(''),
      adequacy: optional(
        z.coerce.number('required').pipe(
          z.union(
            adequacies.map((one) => z.literal(one)),
            'required',
          ),
        ),
      ),
      helps: words,
      hinders: words,
      toChange: words,
      consent: box,
      address: z.preprocess((typed) => (typed === '' ? undefined : typed), email.optional()),
      /** Nobody sees it: what is typed there was typed by a machine. */
      website: line(200).default(''),
    })
    .transform(
      ({ takerKind, tested, adequacy, helps, hinders, toChange, consent, address, website, ...typed }, ctx) => {
        const refuse = (path: string, message: string) => ctx.addIssue({ code: 'custom', path: [path], message })
        if (isOwn && !consent) refuse('consent', 'consent_needed')
        if (takerKind === undefined) refuse('takerKind', isOwn ? 'who_needed' : 'required')
        if (website !== '') refuse('website', 'left_blank')
        if (!mayBeBlank && adequacy === undefined) refuse('adequacy', isOwn ? 'adequacy_needed' : 'required')
        const answers: Said['answers'] = {}
        for (const question of form?.questions ?? []) {
          const read = answerTo(question, typed[`q-${question.id}`])
          if ('refused' in read) refuse(`q-${question.id}`, read.refused)
          else if (isBlank(read.answer)) {
            if (question.isRequired && !mayBeBlank) refuse(`q-${question.id}`, 'required')
          } else answers[question.id] = read.answer
        }
        const said: Said = {
          tested,
          adequacy: adequacy ?? null,
          helps,
          hinders,
          toChange,
          answers,
          address: isOwn ? address : undefined,
        }
        if (mayBeBlank && isEmpty(said)) refuse('adequacy', 'nothing_said')
        return takerKind === undefined ? z.NEVER : { takerKind, said }
      },
    )
}

const isBlank = (answer: string | readonly string[]) => answer.length === 0

const isEmpty = ({ adequacy, helps, hinders, toChange, answers }: Said) =>
  adequacy === null && `${helps}${hinders}${toChange}` === '' && Object.keys(answers).length === 0

const many = list(z.string().max(64))
const text = paragraph(3000)

function answerTo(question: Question, typed: unknown): { answer: string | readonly string[] } | { refused: string } {
  const given = typeof typed === 'string' ? typed.trim() : ''
  const known = question.type === 'scale' ? adequacies.map(String) : question.options.map(({ id }) => id)
  switch (question.type) {
    case 'multiple': {
      const chosen = many.safeParse(typed).data ?? []
      return chosen.every((one) => known.includes(one)) ? { answer: [...new Set(chosen)] } : { refused: 'not_in_list' }
    }
    case 'single':
    case 'scale':
      return given === '' || known.includes(given) ? { answer: given } : { refused: 'not_in_list' }
    case 'number': {
      const read = readDecimal(given)
      return read.ok ? { answer: read.value ?? '' } : { refused: `number_${read.key.replaceAll('-', '_')}` }
    }
    default: {
      const parsed = text.safeParse(given)
      return parsed.success ? { answer: parsed.data } : { refused: 'too_long' }
    }
  }
}
