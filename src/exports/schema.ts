import * as z from 'zod'
import { line, optional } from '../platform/http/fields.ts'
import { formats } from './formats.ts'

/** Why somebody takes it away, for the register of communications. */
export const purposes = ['analysis', 'reporting', 'coordination', 'research', 'other'] as const

export const shapes = ['initiatives', 'passages'] as const
export type Shape = (typeof shapes)[number]

/** What is asked besides the board's own filter, which stands in the same address. */
export const ExportQuery = z.object({
  format: z.enum(formats, 'not_in_list'),
  shape: z.enum(shapes, 'not_in_list').default('initiatives'),
  /** Those that the list shows, or those of every status under the same filter. */
  statuses: z.enum(['shown', 'all'], 'not_in_list').default('shown'),
  purpose: optional(z.enum(purposes, 'not_in_list')),
  purposeWords: line(300).default(''),
})
export type ExportQuery = z.output<typeof ExportQuery>
