import * as z from 'zod'
import { DATED, documentKinds, documentLanguages, licences, pictureConsents } from '../domain/documents.ts'
import { criterionCodes } from '../domain/gates.ts'
import { stages } from '../domain/lifecycle.ts'
import { roles } from '../domain/roles.ts'
import { visibilities } from '../domain/visibility.ts'
import { box, line, list, optional, paragraph, version, webAddress } from '../platform/http/fields.ts'

const id = z.string().max(64)

/** A year, a month or a day that exists; '' when nobody knows. */
const dated = z
  .string()
  .trim()
  .refine((text) => text === '' || (DATED.test(text) && exists(text)), 'not_dated')
  .default('')

function exists(text: string): boolean {
  return text >= '1500' && (text.length < 10 || z.iso.date().safeParse(text).success)
}

/** What is said of a document whatever its version. */
const described = {
  kind: z.enum(documentKinds, 'not_in_list'),
  title: line(200).default(''),
  description: paragraph(5000).default(''),
  creators: paragraph(1000).default(''),
  dated,
  language: z.enum(documentLanguages, 'not_in_list').default('fr'),
  themes: list(id),
  /** As it is typed: a name, a code, or both. */
  territory: line(160).default(''),
  stage: optional(z.enum(stages, 'not_in_list')),
  licence: z.enum(licences, 'not_in_list').default('all_rights_reserved'),
  visibility: optional(z.enum(visibilities, 'not_in_list')),
  namedRoles: list(z.enum(roles, 'not_in_list')),
  pictured: line(500).default(''),
  pictureConsent: z.enum(pictureConsents, 'not_in_list').default('nobody'),
}

export const AttachInput = z.object({
  ...described,
  /** Ids of files that were sent whole and wait to be taken up. */
  upload: list(id, 50),
  url: z.union([z.literal(''), webAddress], 'not_an_address').default(''),
  keepsMetadata: box.optional(),
  /** Criteria it shows, and in which words; the title when there are none. */
  criteria: list(z.enum(criterionCodes, 'not_in_list')),
  statement: paragraph(1000).default(''),
  /** The actor it is attached for; '' for whoever attaches it. */
  forActor: id.default(''),
})
export type AttachInput = z.output<typeof AttachInput>

export const EditInput = z.object({
  ...described,
  version,
  title: described.title.pipe(z.string().min(1, 'required')),
  visibility: z.enum(visibilities, 'not_in_list'),
})
export type EditInput = z.output<typeof EditInput>

export const VersionInput = z.object({
  version,
  upload: list(id, 50),
  url: AttachInput.shape.url,
  reason: line(500).default(''),
  keepsMetadata: box.optional(),
})
export type VersionInput = z.output<typeof VersionInput>
