import * as z from 'zod'
import { formats } from './formats.ts'

export const shapes = ['initiatives', 'passages'] as const
export type Shape = (typeof shapes)[number]

/** What is asked besides the board's own filter, which stands in the same address. */
export const ExportQuery = z.object({
  format: z.enum(formats, 'not_in_list'),
  shape: z.enum(shapes, 'not_in_list').default('initiatives'),
  /** Those that the list shows, or those of every status under the same filter. */
  statuses: z.enum(['shown', 'all'], 'not_in_list').default('shown'),
})
export type ExportQuery = z.output<typeof ExportQuery>
