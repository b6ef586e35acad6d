import * as z from 'zod'
import { requiredLine } from '../platform/http/fields.ts'
import { shown } from './sight.ts'

export const LinkInput = z.object({
  /** For whom it is, in words. */
  label: requiredLine(160),
  shows: z.enum(shown, 'not_in_list'),
  /** For how many days it opens. */
  days: z.coerce.number('days_of_a_link').int('days_of_a_link').min(1, 'days_of_a_link').max(365, 'days_of_a_link'),
})
export type LinkInput = z.output<typeof LinkInput>
