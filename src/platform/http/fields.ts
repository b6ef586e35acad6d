import * as z from 'zod'

// What forms send, as types: browsers send '' for nothing, one value or several for a list, 'on' for a box.

/** A line of text, trimmed. */
export const line = (max = 200) => z.string().trim().max(max, 'too_long')
export const requiredLine = (max = 200) => line(max).min(1, 'required')

/** Several lines; line ends made alike. */
export const paragraph = (max = 5000) =>
  z
    .string()
    .transform((text) => text.replace(/\r\n?/g, '\n').trim())
    .pipe(z.string().max(max, 'too_long'))
export const requiredParagraph = (max = 5000) => paragraph(max).pipe(z.string().min(1, 'required'))

/** '' means nothing was chosen. */
export const optional = <Schema extends z.ZodType>(schema: Schema) =>
  z.preprocess((value) => (value === '' ? undefined : value), schema.optional())

/** A day that exists, YYYY-MM-DD, in living memory: 0202 is 2020 mistyped. */
export const day = z.iso.date('not_a_day').refine((text) => text >= '1900-01-01', 'not_a_day')

export const box = z.preprocess((value) => value === 'on' || value === 'true' || value === true, z.boolean())

/** One value, several, or none. */
export const list = <Schema extends z.ZodType>(schema: Schema, max = 200) =>
  z.preprocess(
    (value) =>
      value === undefined || value === '' ? [] : Array.isArray(value) ? value.filter((v) => v !== '') : [value],
    z.array(schema).max(max, 'too_many'),
  )

/** The version of the thing that the form was filled in against: as great as a column of a database may hold. */
export const version = z.coerce
  .number<string>('stale_form')
  .int('stale_form')
  .min(0, 'stale_form')
  .max(2_147_483_646, 'stale_form')

/** An address on the web: http or https, nothing else. */
export const webAddress = z
  .url({ protocol: /^https?$/, hostname: z.regexes.domain, error: 'not_an_address' })
  .max(500, 'too_long')

export const email = z.string().trim().toLowerCase().pipe(z.email('not_an_email').max(254, 'too_long'))
