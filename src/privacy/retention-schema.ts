import * as z from 'zod'
import { version } from '../platform/http/fields.ts'

/** The bounds are those of the kind; what is no number of days is none of them. */
export const PeriodForm = z.object({
  days: z
    .string()
    .trim()
    .regex(/^\d{1,5}$/, 'not_a_number_of_days')
    .transform(Number),
  version,
})

/** The id of the last row of the page before; what is not understood begins at the latest. */
export const LogQuery = z.object({ before: z.uuid().optional().catch(undefined) })
