import * as z from 'zod'
import { documentKinds, documentLanguages, licences, transferTags } from '../domain/documents.ts'
import { stages } from '../domain/lifecycle.ts'
import { box, line, list, optional, paragraph, requiredLine, version } from '../platform/http/fields.ts'
import { searchWords } from '../platform/http/search-words.ts'

const id = z.string().max(64)
const chosen = <Values extends readonly [string, ...string[]]>(values: Values) =>
  z.enum(values).optional().catch(undefined)

/** The library's address is its filter. What cannot be read is left out: an old link still opens. */
export const LibraryQuery = z.object({
  q: searchWords,
  kind: chosen(documentKinds),
  stage: chosen(stages),
  theme: z.string().max(80).catch(''),
  territory: z.string().max(40).catch(''),
  licence: chosen(licences),
  /** The end of an initiative's address, or words of it. */
  initiative: z.string().trim().max(160).catch(''),
  /** The same of an actor, or words of its name. */
  partner: z.string().trim().max(160).catch(''),
  year: z
    .string()
    .regex(/^\d{4}$/)
    .catch(''),
  language: chosen(documentLanguages),
  tag: chosen(transferTags),
  featured: z.enum(['yes']).optional().catch(undefined),
  /** By default by nearness when there are words, otherwise by when they came. */
  sort: z.enum(['near', 'dated', 'recent']).optional().catch(undefined),
  page: z.coerce.number().int().min(1).max(100_000).catch(1),
})
export type LibraryQuery = z.output<typeof LibraryQuery>

export const ExportQuery = z.object({ format: z.enum(['bibtex', 'ris', 'json'], 'not_in_list') })

export const CollectionForm = z.object({
  title: requiredLine(120),
  /** In Markdown. */
  introduction: paragraph(20_000).default(''),
})
export type CollectionForm = z.output<typeof CollectionForm>
export const CollectionEditForm = CollectionForm.extend({ version })
export type CollectionEditForm = z.output<typeof CollectionEditForm>

/** All in their new order, as a list that was dragged says it; or one that goes a place up or down. */
export const OrderForm = z.object({
  order: list(id, 2000),
  move: optional(z.string().regex(/^(up|down) [\w-]{1,64}$/, 'not_understood')),
})
export type OrderForm = z.output<typeof OrderForm>

/** Where a document stands in the catalogue. */
export const PlaceForm = z.object({
  version,
  isFeatured: box.optional(),
  transferTag: optional(z.enum(transferTags, 'not_in_list')),
  collections: list(id),
})
export type PlaceForm = z.output<typeof PlaceForm>

/** A document by its id or the address of its page. */
export const AddForm = z.object({ document: requiredLine(300) })
export const SearchToAdd = z.object({ q: line(200).catch('') })
