import * as z from 'zod'
import { day, email, paragraph, requiredLine } from '../platform/http/fields.ts'

export const LinkInput = z.object({
  /** Which version it opens. */
  number: z.coerce.number<string>('not_in_list').int('not_in_list').min(1, 'not_in_list').max(100_000, 'not_in_list'),
  /** For whom it is, in words. */
  label: requiredLine(160),
  days: z.coerce.number('days_of_a_link').int('days_of_a_link').min(1, 'days_of_a_link').max(365, 'days_of_a_link'),
})
export type LinkInput = z.output<typeof LinkInput>

export const frequencies = ['monthly', 'quarterly', 'yearly', 'once'] as const

/** Addresses, one a line (or between commas), each once. */
const addresses = paragraph(20_000)
  .transform((text) => [...new Set(text.split(/[\s,;]+/).filter(Boolean))])
  .pipe(z.array(email).max(200, 'too_many'))

export const MailingInput = z
  .object({
    frequency: z.enum(frequencies, 'not_in_list'),
    nextOn: day,
    french: addresses.default([]),
    english: addresses.default([]),
    /** Why they receive it, for the register. */
    purpose: requiredLine(300),
  })
  .refine(({ french, english }) => french.length + english.length > 0, { path: ['french'], error: 'required' })
export type MailingInput = z.output<typeof MailingInput>
