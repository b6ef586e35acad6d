import * as z from 'zod'
import { adequacies, type Question } from '../domain/feedback.ts'
import { list, line, optional, paragraph } from '../platform/http/fields.ts'

/** The fields of one form: the usual questions, and the carriers' own by `q-<id>`. (A minimal version, until that of `voices`.) */
export function answersSchema({ questions }: { questions: readonly Question[] }) {
  const own = Object.fromEntries(questions.map((question) => [`q-${question.id}`, answerTo(question)]))
  return z
    .object({
      tested: paragraph(1000).default(''),
      adequacy: optional(z.enum(adequacies.map(String), 'not_in_list')),
      helps: paragraph(2000).default(''),
      hinders: paragraph(2000).default(''),
      toChange: paragraph(2000).default(''),
      ...own,
    })
    .transform(({ tested, adequacy, helps, hinders, toChange, ...rest }) => ({
      tested,
      adequacy: adequacies.find((one) => String(one) === adequacy) ?? null,
      helps,
      hinders,
      toChange,
      answers: Object.fromEntries(
        Object.entries(rest).flatMap(([name, value]) => {
          const answer = value as string | string[] | undefined
          return answer && answer.length > 0 ? [[name.slice(2), answer]] : []
        }),
      ) as Record<string, string | string[]>,
    }))
}

function answerTo({ type, options }: Question) {
  const ids = options.map(({ id }) => id)
  if (type === 'multiple') return list(z.enum(ids, 'not_in_list'))
  if (type === 'single') return optional(z.enum(ids, 'not_in_list'))
  if (type === 'scale') return optional(z.enum(adequacies.map(String), 'not_in_list'))
  if (type === 'number')
    return optional(
      line(20)
        .transform((text) => text.replace(',', '.'))
        .pipe(z.string().regex(/^-?\d+(\.\d+)?$/, 'not_understood')),
    )
  return paragraph(2000).default('')
}
