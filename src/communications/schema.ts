import * as z from 'zod'
import { day, line } from '../platform/http/fields.ts'

/** What the list is narrowed to; anything that is not understood narrows nothing. */
export const RegisterQuery = z.object({
  what: line(60).catch(''),
  from: day.optional().catch(undefined),
  until: day.optional().catch(undefined),
  /** The id of the last row of the page before. */
  before: z.uuid().optional().catch(undefined),
})
export type RegisterQuery = z.output<typeof RegisterQuery>
