import * as z from 'zod'
import { currencies } from '../domain/money.ts'
import { day, line, optional, paragraph, requiredLine, version } from '../platform/http/fields.ts'

const programme = {
  name: requiredLine(120),
  description: paragraph(5000).default(''),
  visibility: z.enum(['public', 'network'], 'not_in_list'),
}

export const ProgrammeForm = z.object(programme)
export type ProgrammeForm = z.output<typeof ProgrammeForm>
export const ProgrammeEditForm = z.object({ ...programme, version })
export type ProgrammeEditForm = z.output<typeof ProgrammeEditForm>

const edition = {
  name: requiredLine(120),
  theme: line(300).default(''),
  startsOn: day,
  endsOn: optional(day),
  /** As it was written: `14 000,50 $`. */
  envelope: line(40).default(''),
  currency: z.enum(currencies, 'not_in_list').default('CAD'),
}
const inOrder = ({ startsOn, endsOn }: { startsOn: string; endsOn?: string | undefined }) =>
  endsOn === undefined || endsOn >= startsOn
const order = { path: ['endsOn'], error: 'until_before_since' }

export const EditionForm = z.object(edition).refine(inOrder, order)
export type EditionForm = z.output<typeof EditionForm>
export const EditionEditForm = z.object({ ...edition, version }).refine(inOrder, order)
export type EditionEditForm = z.output<typeof EditionEditForm>

export const EnrolForm = z.object({
  /** The end of the address of the initiative, or that address. */
  initiative: requiredLine(300),
  since: day,
})
export type EnrolForm = z.output<typeof EnrolForm>

export const TeamQuery = z.object({ q: line(200).catch('') })
