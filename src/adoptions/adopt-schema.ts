import * as z from 'zod'
import { takerKinds } from '../domain/roles.ts'
import { box, email, line, paragraph, version } from '../platform/http/fields.ts'

const LINKS = 2
const address = /https?:\/\/|www\./gi

/** A name holds no address of the web: those who sell something put it everywhere. */
const name = (max: number, needed: string) =>
  line(max)
    .refine((text) => text !== '', needed)
    .refine((text) => text.search(address) < 0, 'no_links_here')

/** What whoever would adopt it sends, with or without an account. */
export const AskForm = z.object({
  /** An organisation or a group; beneficiaries are never named persons. */
  takerName: name(160, 'taker_name_needed'),
  takerKind: z.enum(takerKinds, 'taker_kind_needed'),
  /** As it was typed; '' for no place. */
  territory: line(160).default(''),
  message: paragraph(2000)
    .default('')
    .refine((text) => (text.match(address)?.length ?? 0) <= LINKS, 'too_many_links'),
  contactName: name(120, 'contact_name_needed'),
  contactEmail: email,
  isAgreed: box.refine((agreed) => agreed, 'consent_needed'),
  stamp: z.string().max(200).default(''),
  /** A field that people do not see: machines fill it in. */
  site: z.string().max(2000).default(''),
})
export type AskForm = z.output<typeof AskForm>

export const AdoptPageForm = z.object({
  takes: paragraph(10_000).default(''),
  steps: paragraph(10_000).default(''),
  ask: paragraph(500).default(''),
  isPublished: box.default(false),
  version,
})
export type AdoptPageForm = z.output<typeof AdoptPageForm>
