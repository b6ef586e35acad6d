import * as z from 'zod'
import { adoptionStatuses, fidelities } from '../domain/adoptions.ts'
import { actorKinds, takerKinds } from '../domain/roles.ts'
import { visibilities } from '../domain/visibility.ts'
import { day, line, optional, paragraph, requiredLine, version } from '../platform/http/fields.ts'

/** How many people use it: spaces between the figures are left out. */
const people = z
  .string()
  .transform((text) => text.replace(/[\s\u00a0\u202f]/g, ''))
  .pipe(z.string().regex(/^\d{0,9}$/, 'not_a_count'))
  .transform((text) => (text === '' ? null : Number(text)))

const taker = {
  /** The name of an actor, or the end of its page's address. */
  taker: requiredLine(160),
  /** What it is, when the network does not know it yet. */
  newKind: optional(z.enum(actorKinds, 'not_in_list')),
  takerKind: z.enum(takerKinds, 'not_in_list'),
}

const fields = {
  /** As it was typed; '' for no place. */
  territory: line(160).default(''),
  fidelity: optional(z.enum(fidelities, 'not_in_list')),
  adapted: paragraph(1000).default(''),
  peopleReached: people.default(null),
  visibility: z.enum(visibilities, 'not_in_list'),
}

const step = {
  status: z.enum(adoptionStatuses, 'not_in_list'),
  reason: paragraph(1000).default(''),
  evidence: paragraph(500).default(''),
  /** The id of a document of the initiative; '' for none. */
  document: line(64).default(''),
}

export const AdoptionInput = z.object({ ...taker, ...fields, ...step, since: day })
export type AdoptionInput = z.output<typeof AdoptionInput>

export const AdoptionEdit = z.object({ ...fields, version })
export type AdoptionEdit = z.output<typeof AdoptionEdit>

export const StepInput = z.object({ ...step, effectiveOn: day })
export type StepInput = z.output<typeof StepInput>

export const ConfirmInput = z.object({ ...taker, territory: fields.territory, visibility: fields.visibility })
export type ConfirmInput = z.output<typeof ConfirmInput>

export const UptakeQuery = z.object({
  theme: line(80).catch('').default(''),
  status: z
    .enum(['', ...adoptionStatuses])
    .catch('')
    .default(''),
  initiative: line(160).catch('').default(''),
  region: line(40).catch('').default(''),
})
export type UptakeQuery = z.output<typeof UptakeQuery>

export const ExportQuery = z.object({ format: z.enum(['xlsx', 'csv', 'csv_excel'], 'not_in_list').catch('xlsx') })
