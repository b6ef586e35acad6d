import * as z from 'zod'
import { line, optional, paragraph, requiredParagraph } from '../platform/http/fields.ts'

export const ReadingInput = z.object({
  kind: z.enum(['acknowledged', 'accepted'], 'not_in_list'),
  /** The id of the actor it is said for; '' for oneself. */
  actor: line(64).default(''),
  note: paragraph(1000).default(''),
})
export type ReadingInput = z.output<typeof ReadingInput>

export const AskInput = z.object({
  /** The version it was read in; nothing for a report that is still live. */
  version: optional(z.coerce.number<string>('not_in_list').int('not_in_list').min(1, 'not_in_list')),
  /** The code of a figure, or the name of a slice; '' for something else. */
  about: line(120).default(''),
  /** The title or the end of the address of an initiative in it; '' for none. */
  initiative: line(200).default(''),
  words: requiredParagraph(2000),
})
export type AskInput = z.output<typeof AskInput>

export const AnswerInput = z.object({ words: requiredParagraph(4000) })
