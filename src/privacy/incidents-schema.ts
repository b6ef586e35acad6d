import * as z from 'zod'
import { box, day, line, optional, paragraph, requiredParagraph, version } from '../platform/http/fields.ts'

/** How many people; spaces between the figures are left out. '' as long as nobody knows. */
const count = z
  .string()
  .transform((text) => text.replace(/[\s\u00a0\u202f]/g, ''))
  .pipe(z.string().regex(/^\d{0,9}$/, 'not_a_count'))
  .transform((text) => (text === '' ? null : Number(text)))

const knownDay = optional(day).transform((text) => text ?? null)

/** '' while it is being weighed. */
const verdict = z.enum(['', 'true', 'false'], 'not_in_list').transform((said) => (said === '' ? null : said === 'true'))

export const IncidentForm = z.object({
  circumstances: requiredParagraph(3000),
  noticedOn: day,
  happenedFrom: knownDay,
  happenedUntil: knownDay,
  data: paragraph(2000).default(''),
  peopleConcerned: count.default(null),
  isEstimate: box,
  sensitivity: paragraph(2000).default(''),
  consequences: paragraph(2000).default(''),
  likelihood: paragraph(2000).default(''),
  isSerious: verdict.default(null),
  authority: line(200).default(''),
  authorityToldOn: knownDay,
  peopleToldOn: knownDay,
  tellingNote: paragraph(2000).default(''),
  measures: paragraph(3000).default(''),
})
export type IncidentForm = z.output<typeof IncidentForm>

export const IncidentEditForm = IncidentForm.extend({ version })
export type IncidentEditForm = z.output<typeof IncidentEditForm>

export const IncidentSeen = z.object({ version })

/** Incidents before this number; anything that is not understood narrows nothing. */
export const IncidentsQuery = z.object({
  before: z.coerce.number().int().min(1).max(2_147_483_647).optional().catch(undefined),
})
