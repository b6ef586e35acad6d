import * as z from 'zod'
import { actorKinds } from '../domain/roles.ts'
import { visibilities } from '../domain/visibility.ts'
import { box, line, optional, requiredLine, version, day } from '../platform/http/fields.ts'
import { type ActorField, actorFields, fields, type ValueField, valueFields } from './fields.ts'
import { IGNORE, meanings } from './vocabulary.ts'

const place = z.coerce.number<string>('not_in_list').int('not_in_list').min(0, 'not_in_list')

/** `header` is the index of a row; '' when the columns have no names. */
export const SheetForm = z.object({ version, sheet: place.default(0), header: optional(place) })

/** `column.0`, `column.1` … as one list: forms have no lists of named things. */
function gathered(name: string) {
  return (body: unknown) => {
    const found: unknown[] = []
    for (const [key, value] of Object.entries(body as Record<string, unknown>)) {
      const at = new RegExp(`^${name}\\.(\\d{1,3})$`).exec(key)
      if (at) found[Number(at[1])] = value
    }
    return { ...(body as Record<string, unknown>), [name]: Array.from(found, (value) => value ?? '') }
  }
}

const kinds = Object.fromEntries(
  actorFields.map((field) => [`kind.${field}`, z.enum(actorKinds, 'not_in_list').default('organisation')]),
) as Record<`kind.${ActorField}`, z.ZodDefault<z.ZodEnum<{ [K in (typeof actorKinds)[number]]: K }>>>

export const ColumnsForm = z
  .preprocess(
    gathered('column'),
    z.object({
      version,
      column: z.array(z.enum([...fields, ''], 'not_in_list')).max(200, 'too_many'),
      mode: z.enum(['initiatives', 'phases'], 'not_in_list'),
      order: z.enum(['dmy', 'mdy'], 'not_in_list'),
      commas: box,
      source: requiredLine(80),
      visibility: z.enum(visibilities, 'not_in_list'),
      ignoresUnknownTerritories: box,
      placeless: z.enum(['refuse', 'emergence/spotted', 'emergence/active'], 'not_in_list').default('refuse'),
      undated: z.union([z.literal(''), day], 'not_a_day').default(''),
      ...kinds,
    }),
  )
  .transform(({ version, column, ...typed }) => ({
    version,
    answers: {
      columns: column,
      mode: typed.mode,
      order: typed.order,
      commas: typed.commas,
      source: typed.source,
      visibility: typed.visibility,
      ignoresUnknownTerritories: typed.ignoresUnknownTerritories,
      placeless: typed.placeless,
      undated: typed.undated,
      actorKinds: Object.fromEntries(actorFields.map((field) => [field, typed[`kind.${field}`]])) as Record<
        ActorField,
        (typeof actorKinds)[number]
      >,
    },
  }))

const codes = (field: ValueField) =>
  z.array(z.enum(['', IGNORE, ...meanings[field]], 'not_in_list')).max(100, 'too_many')

/** The meaning of each value, field by field, in the order in which the page shows them. */
export const ValuesForm = z.preprocess(
  (body) => valueFields.reduce((all: unknown, field) => gathered(field)(all), body),
  z.object({
    version,
    phase: codes('phase'),
    stage: codes('stage'),
    status: codes('status'),
    endingKind: codes('endingKind'),
    plan: codes('plan'),
    maturity: codes('maturity'),
    visibility: codes('visibility'),
  }),
)

export const MappingForm = z.object({ name: requiredLine(80) })
export const ApplyForm = z.object({ version, mapping: line(64).min(1, 'required') })

export const outcomes = ['created', 'moved', 'planned', 'changed', 'unchanged', 'ignored', 'refused', 'kept'] as const
export type Outcome = (typeof outcomes)[number]
export const RowsQuery = z.object({
  outcome: z.enum(outcomes).optional().catch(undefined),
  page: z.coerce.number().int().min(1).max(100_000).catch(1),
})
