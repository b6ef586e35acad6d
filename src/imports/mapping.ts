import * as z from 'zod'
import { actorKinds } from '../domain/roles.ts'
import { visibilities } from '../domain/visibility.ts'
import { actorFields, type Field, fields, takesSeveral, valueFields } from './fields.ts'

const texts = z.record(z.string(), z.string())

/** What the file was found to be, and what the wizard asked about it: how it is read. Kept with the import. */
export const Mapping = z.object({
  found: z.object({
    kind: z.string(),
    encoding: z.string().optional(),
    delimiter: z.string().optional(),
    sheets: z.array(z.object({ name: z.string(), rows: z.number() })),
  }),
  /** Which steps have been answered; the others hold suggestions. */
  answered: z.array(z.enum(['sheet', 'columns', 'values'])),
  sheet: z.number(),
  /** Index among the rows of the sheet; null when the columns have no names. */
  header: z.number().nullable(),
  /** By place of the column: the field it holds, or ''. */
  columns: z.array(z.enum([...fields, ''])),
  mode: z.enum(['initiatives', 'phases']),
  order: z.enum(['dmy', 'mdy']),
  commas: z.boolean(),
  /** Whose identifiers these are: with them it tells an initiative already imported. */
  source: z.string(),
  visibility: z.enum(visibilities),
  actorKinds: z.record(z.enum(actorFields), z.enum(actorKinds)),
  ignoresUnknownTerritories: z.boolean(),
  /** Where a row stands that says no stage: refused, or as the coordinator says. */
  placeless: z.enum(['refuse', 'emergence/spotted', 'emergence/active']),
  /** The day of a row that says none; '' refuses it. */
  undated: z.string(),
  values: z.partialRecord(z.enum(valueFields), texts),
})
export type Mapping = z.output<typeof Mapping>

/** What is saved by name: the columns by their names, since another file may order them otherwise. */
export const SavedMapping = Mapping.omit({
  found: true,
  answered: true,
  sheet: true,
  header: true,
  columns: true,
}).extend({ columns: texts })
export type SavedMapping = z.output<typeof SavedMapping>

/** The columns of a field, by their place. */
export function columnsOf({ columns }: Pick<Mapping, 'columns'>, field: Field): number[] {
  return columns.flatMap((one, index) => (one === field ? [index] : []))
}

export const hasField = (mapping: Pick<Mapping, 'columns'>, field: Field): boolean => mapping.columns.includes(field)

/** What stands in the way of reading the file so. The field is the name of a form's input. */
export function lacksOf(mapping: Mapping): { field: string; key: string; of?: Field }[] {
  const needed: Field[] = mapping.mode === 'phases' ? ['title', 'phase', 'phaseStart'] : ['title']
  const missing = needed.filter((field) => !hasField(mapping, field))
  const doubled = mapping.columns.flatMap((field, index) =>
    field !== '' && !takesSeveral(field) && mapping.columns.indexOf(field) < index ? [{ field, index }] : [],
  )
  return [
    ...missing.map((of) => ({ field: 'columns', key: 'field_missing', of })),
    ...doubled.map(({ field: of, index }) => ({ field: `column.${index}`, key: 'field_twice', of })),
  ]
}

/** A step that was answered stays so. */
export function withAnswer(mapping: Mapping, step: Mapping['answered'][number]): Mapping {
  return { ...mapping, answered: [...new Set([...mapping.answered, step])] }
}

/** What a record of people's own words says: `constructor` is a word like another. */
export function said(record: Record<string, string> | undefined, word: string): string | undefined {
  return record && Object.hasOwn(record, word) ? record[word] : undefined
}
